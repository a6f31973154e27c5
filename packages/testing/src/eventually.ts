import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Looks until there is something, and gives that. The time is no expectation: it is long enough for a busy machine, and
 * only a test that fails waits for it.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 60_000,
): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > end) throw new Error(`it did not come about within ${withinMs / 1000} s: ${what}`)
    await sleep(25)
  }
}
