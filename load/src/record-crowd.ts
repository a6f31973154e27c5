import type { JournalLine } from './journal.ts'
import { type Outcome, outcomes } from './measure-names.ts'

/** The crowd until now, as its journal tells: totals. */
export type CrowdSample = {
  /** Checkouts that were begun. */
  arrivals: number
  /** Checkouts that were begun and have no outcome yet. */
  underWay: number
  checkouts: Record<Outcome, number>
  /** Other requests that failed for the customer. */
  failures: number
  /** First attempts that failed, of any request. */
  firstAttemptErrors: number
}

export function crowdCounts() {
  const checkouts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  const counts = { arrivals: 0, underWay: 0, failures: 0, firstAttemptErrors: 0 }
  return {
    take(line: JournalLine): void {
      if (line.j === 'first-error') counts.firstAttemptErrors += 1
      else if (line.j === 'failure') counts.failures += 1
      else if (line.j === 'intent') {
        counts.arrivals += 1
        counts.underWay += 1
      } else if (line.j === 'outcome') {
        checkouts[line.outcome] += 1
        counts.underWay -= 1
      }
    },
    now: (): CrowdSample => ({ ...counts, checkouts: { ...checkouts } }),
  }
}
