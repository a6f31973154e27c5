/** A checkout that was answered, and how long its buyer had waited for it. */
export type Answered = { at: number; ms: number }

/** A percentile of fewer says nothing. */
const fewest = 20
const beforeMs = 10_000
const windowMs = 5_000
const stepMs = 500
/** Back is within a fifth of what it was. */
const tolerance = 1.2

/**
 * Until the buyers' p95 was back within 20 % of what it was in the ten seconds before: the beginning, counted from the event, of
 * the first five seconds in which it was. 0: it never left.
 * @returns null where fewer than 20 checkouts were answered in one of the two, or where it did not come back
 */
export function p95BackMs(at: number, answers: readonly Answered[], endAt: number): number | null {
  const before = p95(answers, at - beforeMs, at)
  if (before === null) return null
  for (let from = at; from + windowMs <= endAt; from += stepMs) {
    const now = p95(answers, from, from + windowMs)
    // The crowd is leaving: what follows says nothing of the event.
    if (now === null) return null
    if (now <= before * tolerance) return from - at
  }
  return null
}

function p95(answers: readonly Answered[], from: number, to: number): number | null {
  const waits = answers.filter(({ at }) => at >= from && at < to).map(({ ms }) => ms)
  if (waits.length < fewest) return null
  waits.sort((a, b) => a - b)
  return waits[Math.ceil(waits.length * 0.95) - 1] ?? null
}

/**
 * Until traffic was clean again: the last first attempt of any request that failed after the event and before the next
 * one. 0: none did.
 */
export function cleanMs(at: number, firstErrors: readonly number[], until: number): number {
  return firstErrors.reduce((last, error) => (error >= at && error < until ? Math.max(last, error - at) : last), 0)
}
