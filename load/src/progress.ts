import type { CrowdEvent } from './crowd-event.ts'
import { type Outcome, outcomes } from './measure-names.ts'

export type Progress = ReturnType<typeof newProgress>

/** Most failures that are told one by one. */
const mostTold = 20

/** What is known of the run while it is under way. `say` gets a line for each thing that went wrong, up to a bound. */
export function newProgress(say: (line: string) => void) {
  const byOutcome = new Map<Outcome, number>()
  let failures = 0
  let told = 0

  function tell(line: string): void {
    told += 1
    if (told <= mostTold) say(line)
    if (told === mostTold) say('(more of these are in events.jsonl)')
  }

  return {
    take(event: CrowdEvent): void {
      if (event.saleday === 'checkout') {
        byOutcome.set(event.outcome, (byOutcome.get(event.outcome) ?? 0) + 1)
        if (isBad(event.outcome))
          tell(
            `checkout ${event.key} ${event.outcome}: ${event.attempts} attempts, last ${event.status} ${event.code}`.trim(),
          )
      }
      if (event.saleday === 'failure') {
        failures += 1
        tell(
          `${event.says} (${event.attempts} attempts${event.requestId === '' ? '' : `, request ${event.requestId}`})`,
        )
      }
    },
    /** One plain line: `12 s  96 checkouts: 91 confirmed, 5 declined; 0 other failures`. */
    line(elapsedMs: number): string {
      const counts = outcomes.flatMap((outcome) => {
        const count = byOutcome.get(outcome)
        return count === undefined ? [] : [`${count} ${outcome.replace('_', ' ')}`]
      })
      const sum = [...byOutcome.values()].reduce((total, count) => total + count, 0)
      const seconds = String(Math.round(elapsedMs / 1000)).padStart(4)
      return `${seconds} s  ${sum} checkouts answered${sum === 0 ? '' : `: ${counts.join(', ')}`}; ${failures} other failures`
    },
  }
}

const isBad = (outcome: Outcome): boolean => outcome === 'shed' || outcome === 'failed' || outcome === 'unknown'
