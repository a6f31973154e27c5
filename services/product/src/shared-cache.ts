import type { Logger } from '@saleday/chassis/logger'
import { isUnavailable } from '@saleday/valkey/errors'
import type { Redis } from 'ioredis'

export type SharedAnswer = { body: Buffer; loadedAt: number }
export type SharedCache = ReturnType<typeof sharedCache>

const prefix = 'product:1:' // a new number where the form of the answers changes
const lockMs = 500
const restAfterFailureMs = 1_000
const stampBytes = 8

/** What all processes of the service know. Nothing here fails: without Valkey it knows nothing and locks for everyone. */
export function sharedCache(valkey: Redis, log: Logger) {
  let restUntil = 0

  /** While Valkey is away it is not asked again for a second: a timeout for each request would be worse than no cache. */
  async function attempt<T>(otherwise: T, command: () => Promise<T>): Promise<T> {
    if (performance.now() < restUntil) return otherwise
    try {
      return await command()
    } catch (error) {
      restUntil = performance.now() + restAfterFailureMs
      if (!isUnavailable(error)) log.error({ err: error }, 'the shared cache answered with an error')
      return otherwise
    }
  }

  return {
    get: (key: string): Promise<SharedAnswer | undefined> =>
      attempt<SharedAnswer | undefined>(undefined, async () => {
        const value = await valkey.getBuffer(prefix + key)
        if (!value || value.byteLength < stampBytes) return undefined
        return { loadedAt: value.readDoubleBE(0), body: value.subarray(stampBytes) }
      }),

    set(key: string, { body, loadedAt }: SharedAnswer, ttlMs: number): Promise<unknown> {
      const stamp = Buffer.alloc(stampBytes)
      stamp.writeDoubleBE(loadedAt)
      return attempt<unknown>(undefined, () => valkey.set(prefix + key, Buffer.concat([stamp, body]), 'PX', ttlMs))
    },

    /** May this process refill the entry? False: another one is at it. The lock ends by itself after half a second. */
    lock: (key: string): Promise<boolean> =>
      attempt(true, async () => (await valkey.set(`${prefix}${key}:lock`, '1', 'PX', lockMs, 'NX')) === 'OK'),

    /** Ends whoever's lock it is. Where ours ran out before, the worst is that two processes refill at once. */
    unlock: (key: string): Promise<unknown> => attempt<unknown>(undefined, () => valkey.del(`${prefix}${key}:lock`)),

    drop: (keys: readonly string[]): Promise<unknown> =>
      attempt<unknown>(undefined, async () => keys.length > 0 && valkey.del(...keys.map((key) => prefix + key))),
  }
}
