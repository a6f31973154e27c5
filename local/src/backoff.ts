/** A process that lived this long was not brought down by its own start. */
const soundAfterMs = 10_000
const longestMs = 10_000

/** How long to wait before a process is started again: not at all the first time, then longer with each quick end in a row. */
export function restartDelayMs(quickEnds: number): number {
  return quickEnds <= 1 ? 0 : Math.min(longestMs, 250 * 2 ** (quickEnds - 2))
}

/** How many quick ends there were in a row, after one more end. */
export const countQuickEnds = (before: number, livedMs: number): number => (livedMs >= soundAfterMs ? 1 : before + 1)
