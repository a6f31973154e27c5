import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { request } from 'undici'
import { commonProblem } from './problem.ts'

/** Keys that verify tokens: fetched once, kept, and fetched again for a key id that is new. */
export type KeySet = {
  getKey: JWTVerifyGetKey
  /** Fetches the keys if there are none yet. @throws where they cannot be had */
  load(): Promise<void>
}

const refreshMs = 10 * 60_000
/** An unknown key id makes us look again, but not more often than this: anybody can invent key ids. */
const cooldownMs = 5_000

/**
 * @param source path or URL of a JWK set (RFC 7517). While it cannot be reached the keys at hand go on serving, so that
 * whoever issues tokens may be away.
 */
export function keySet(source: string): KeySet {
  let keys: JWTVerifyGetKey | undefined
  let fetchedAt = -Infinity
  let triedAt = -Infinity
  let fetching: Promise<void> | undefined

  async function fetchKeys(): Promise<void> {
    triedAt = performance.now()
    keys = createLocalJWKSet(JSON.parse(await read(source)))
    fetchedAt = performance.now()
  }
  const fetchOnce = () => {
    fetching ??= fetchKeys().finally(() => {
      fetching = undefined
    })
    return fetching
  }
  const mayTry = () => performance.now() - triedAt > cooldownMs

  return {
    async load() {
      if (!keys) await fetchOnce()
    },
    async getKey(header, token) {
      if (!keys) {
        await fetchOnce().catch((cause) => {
          throw Object.assign(commonProblem('unavailable', 'Tokens cannot be verified now; try again in a moment.'), {
            cause,
          })
        })
      } else if (performance.now() - fetchedAt > refreshMs && mayTry()) {
        fetchOnce().catch(() => {}) // the keys at hand serve; the next request after the cool-down tries again
      }
      try {
        return await keys!(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || !mayTry()) throw error
        await fetchOnce().catch(() => {})
        return keys!(header, token)
      }
    },
  }
}

async function read(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFile(source, 'utf8')
  const { statusCode, body } = await request(source, { headersTimeout: 3_000, bodyTimeout: 3_000 })
  const text = await body.text()
  if (statusCode !== 200) throw new Error(`${source} answered ${statusCode}`)
  return text
}
