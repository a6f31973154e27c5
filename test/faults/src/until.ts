import { setTimeout as sleep } from 'node:timers/promises'

/** Looks until it is so. @throws Error when it is not so in time */
export async function until(what: string, withinMs: number, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs / 1000} s: ${what}`)
    await sleep(25)
  }
}
