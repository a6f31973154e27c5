import { setTimeout as delay } from 'node:timers/promises'

/** Does what may be done more than once, until it works. @throws what it fails with the last time */
export async function tryAgain<T>(
  work: () => Promise<T>,
  { times, pauseMs, signal }: { times: number; pauseMs: number; signal?: AbortSignal },
): Promise<T> {
  for (let left = times - 1; ; left--) {
    try {
      return await work()
    } catch (error) {
      if (left <= 0) throw error
      await delay(pauseMs, undefined, { signal })
    }
  }
}
