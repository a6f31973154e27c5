import { setTimeout as sleep } from 'node:timers/promises'
import { isUnavailable } from '@saleday/postgres/errors'
import { type Answer, byteCache, type CachedAnswer, etagOf } from './byte-cache.ts'
import type { AnswerSource } from './metrics.ts'
import type { SharedAnswer, SharedCache } from './shared-cache.ts'

export type CachedAnswers = ReturnType<typeof cachedAnswers>

/** `steady`: one of a few hundred keys. `varied`: callers can make up as many as they like. */
export type Kind = 'steady' | 'varied'
/** Gives undefined where there is nothing: that is not remembered. */
export type Load = () => Promise<Buffer | undefined>

export type CacheSettings = { freshMs: number; sharedFreshMs: number; staleMs: number; maxBytes: number }

/** How long to wait for another process that refills the same entry, and how often to look. */
const waitForOtherMs = 200
const lookEveryMs = 10
/** How long a caller waits for a refill when there is an older answer to give. */
const patienceMs = 500
/** After PostgreSQL was away: how long older answers are given without asking. */
const restAfterFailureMs = 500

/**
 * Answers as bytes: from the process, else from Valkey, else from the database; for each key one refill at a time in the
 * process and, by a lock in Valkey, across processes. While the database is away older answers are given, up to a limit.
 */
export function cachedAnswers(
  { freshMs, sharedFreshMs, staleMs, maxBytes }: CacheSettings,
  shared: SharedCache,
  count: (source: AnswerSource) => void,
) {
  // Apart, so that made-up searches push out each other and never the pages that everybody reads.
  const caches = { steady: byteCache(maxBytes * 0.75), varied: byteCache(maxBytes * 0.25) }
  const flights = new Map<string, Promise<Answer | undefined>>()
  let restUntil = 0
  /** Counts the changes; a refill that began before one must not be kept after it. */
  let generation = 0

  const isFresh = ({ loadedAt }: SharedAnswer) => Date.now() - loadedAt < sharedFreshMs
  const isUsable = ({ loadedAt }: { loadedAt: number }) => Date.now() - loadedAt < staleMs

  function keep(
    kind: Kind,
    key: string,
    { body, loadedAt }: SharedAnswer,
    begun: number,
    freshForMs = freshMs,
  ): Answer {
    const entry: CachedAnswer = { body, etag: etagOf(body), loadedAt, freshUntil: performance.now() + freshForMs }
    if (begun === generation) caches[kind].set(key, entry)
    return entry
  }

  async function freshFromOther(key: string): Promise<SharedAnswer | undefined> {
    for (let waitedMs = 0; waitedMs < waitForOtherMs; waitedMs += lookEveryMs) {
      await sleep(lookEveryMs)
      const found = await shared.get(key)
      if (found && isFresh(found)) return found
    }
  }

  async function refill(kind: Kind, key: string, load: Load): Promise<Answer | undefined> {
    const begun = generation
    let known = await shared.get(key)
    const mayLoad = known && isFresh(known) ? false : await shared.lock(key)
    if (!mayLoad && !(known && isFresh(known))) known = (await freshFromOther(key)) ?? known
    if (known && isFresh(known)) {
      count('valkey')
      return keep(kind, key, known, begun)
    }
    try {
      const loadedAt = Date.now()
      const body = await load()
      if (!body) return undefined
      count('database')
      // What anyone can make up stays in Valkey for as long as it is fresh, and what everybody reads for as long as it is of use.
      if (begun === generation) await shared.set(key, { body, loadedAt }, kind === 'steady' ? staleMs : sharedFreshMs)
      return keep(kind, key, { body, loadedAt }, begun)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      restUntil = performance.now() + restAfterFailureMs
      if (!known || !isUsable(known)) throw error
      count('stale')
      return keep(kind, key, known, begun, 0)
    } finally {
      if (mayLoad) void shared.unlock(key)
    }
  }

  function refillOnce(kind: Kind, key: string, load: Load): Promise<Answer | undefined> {
    const under = flights.get(key)
    if (under) return under
    const flight = refill(kind, key, load).finally(() => {
      if (flights.get(key) === flight) flights.delete(key)
    })
    flights.set(key, flight)
    return flight
  }

  return {
    async read(kind: Kind, key: string, load: Load): Promise<Answer | undefined> {
      const entry = caches[kind].get(key)
      if (entry && performance.now() < entry.freshUntil) {
        count('process')
        return entry
      }
      const older = entry && isUsable(entry) ? entry : undefined
      if (!older) return refillOnce(kind, key, load)
      if (performance.now() >= restUntil) {
        const given = await Promise.race([
          refillOnce(kind, key, load).then(
            (answer) => ({ answer }),
            (error) => (isUnavailable(error) ? undefined : Promise.reject(error)),
          ),
          sleep(patienceMs, undefined, { ref: false }),
        ])
        if (given) return given.answer
      }
      count('stale')
      return older
    },

    /** Forgets what this process knows, here and in Valkey. Other processes go on with what they have until it ages. */
    async drop(...keys: string[]): Promise<void> {
      generation++
      flights.clear()
      const known = [...caches.steady.keys(), ...caches.varied.keys()]
      caches.steady.clear()
      caches.varied.clear()
      await shared.drop([...new Set([...keys, ...known])])
    },
  }
}
