import type { Figures } from './figures.ts'
import { metricOf } from './measure-names.ts'
import type { Scenario } from './scenario.ts'
import type { Summary } from './summary.ts'
import { crowdThresholds } from './thresholds.ts'
import type { TimetableEvent } from './timetable-event.ts'

/** 0 passed; 1 the shop failed; 2 the run is not valid, and says nothing about the shop. */
export type Verdict = {
  exitCode: 0 | 1 | 2
  reasons: readonly string[]
  /** What is to be known beside the verdict. */
  remarks?: readonly string[]
}

export type Ending = {
  endedByHand: boolean
  k6ExitCode: number | null
  events: readonly Pick<TimetableEvent, 'hit' | 'says' | 'plannedMs'>[]
  /** Books of the audit that do not balance, in words. */
  unbalanced: readonly string[]
  /** Why the audit could not be made, where it could not. */
  noAudit?: string | undefined
  isAudited?: boolean
  /** Why the crowd was smaller than planned, where k6's figures do not tell. */
  crowdFlaws?: readonly string[]
  /** Requests other than checkouts that were answered, and wrongly. */
  wrongAnswers?: number
  /** What a scenario expects beside that, and did not get. */
  unexpected: readonly string[]
}

/** k6 ends with 99 when a threshold was crossed; those are read from its figures. */
const k6Ended = { well: 0, thresholdsCrossed: 99, byHand: 105 }

/**
 * Judges the run. A run that is not valid is so whatever else went wrong, with one exception: one that was ended by
 * hand has failed if the shop failed until then.
 */
export function verdictOf(figures: Figures, summary: Summary, scenario: Scenario, ending: Ending): Verdict {
  const failures = shopFailures(summary, scenario, ending)
  const flaws = runFlaws(figures, summary, scenario, ending)
  const late = scenario.lateAllowed ? unanswered(summary, ending).map((words) => `allowed here: ${words}`) : []
  const verdict = judged(failures, flaws, ending)
  return late.length === 0 ? verdict : { ...verdict, remarks: late }
}

function judged(failures: string[], flaws: string[], ending: Ending): Verdict {
  if (ending.endedByHand) {
    return failures.length > 0
      ? { exitCode: 1, reasons: failures }
      : { exitCode: 2, reasons: ['the run was ended by hand'] }
  }
  if (flaws.length > 0) return { exitCode: 2, reasons: [...flaws, ...failures] }
  return { exitCode: failures.length > 0 ? 1 : 0, reasons: failures }
}

function shopFailures(summary: Summary, { lateAllowed }: Scenario, ending: Ending): string[] {
  const { shed, failed } = summary.checkouts.byOutcome
  const { wrongAnswers = 0 } = ending
  return [
    ...(shed > 0 ? [`${shed} checkouts were turned away for 30 s`] : []),
    ...(failed > 0 ? [`${failed} checkouts got an answer that no buyer should get`] : []),
    ...(lateAllowed ? [] : unanswered(summary, ending)),
    ...(lateAllowed && wrongAnswers > 0 ? [`${wrongAnswers} other requests got a wrong answer`] : []),
    ...ending.unexpected,
    ...ending.unbalanced,
  ]
}

/** For whom the shop was not there; the books say whether it was more than late. */
function unanswered({ checkouts, kinds }: Summary, ending: Ending): string[] {
  const { unknown } = checkouts.byOutcome
  // Nobody waited for those to be answered.
  const wasEnded = ending.endedByHand || (ending.crowdFlaws ?? []).length > 0
  const cutOff = wasEnded ? 0 : checkouts.cutOff
  const others = kinds.filter(({ kind, failures }) => kind !== 'checkout' && failures > 0)
  return [
    ...(unknown + cutOff > 0 ? [`${unknown + cutOff} checkouts had no definite answer in 30 s`] : []),
    ...others.map(({ kind, failures }) => `${failures} requests of kind ${kind} failed for the customer`),
  ]
}

function runFlaws(figures: Figures, summary: Summary, scenario: Scenario, ending: Ending): string[] {
  const crossed = (metric: string): boolean =>
    Object.values(figures.metrics[metric]?.thresholds ?? {}).some((threshold) => !threshold.ok)
  const { checkoutsPerSecond, othersPerCheckout } = summary.plateau
  const othersPerSecond = checkoutsPerSecond * othersPerCheckout
  // Visits began when they should: then it was the shop that kept the visitors waiting, or nothing was left to buy.
  const slow = summary.droppedIterations === 0 ? ': visitors waited for the shop, or found nothing to buy' : ''
  const words: Record<string, string> = {
    dropped_iterations: `the generator was too small: ${summary.droppedIterations} visits could not begin when they should: use a lower --rate, a machine with more cores, or run k6 on another one by --url`,
    [metricOf.plateauCheckouts]: `only ${checkoutsPerSecond.toFixed(1)} checkouts/s were sent over the plateau, of at least ${scenario.leastCheckoutsPerSecond}${slow}`,
    [metricOf.plateauOthers]: `only ${othersPerSecond.toFixed(0)} other requests/s were sent over the plateau, of at least ${scenario.leastOthersPerCheckout * scenario.leastCheckoutsPerSecond}${slow}`,
  }
  return [
    ...(ending.crowdFlaws ?? []),
    ...Object.keys(crowdThresholds(scenario))
      .filter(crossed)
      .map((metric) => words[metric] ?? metric),
    ...ending.events
      .filter(({ hit }) => hit === null)
      .map(({ says, plannedMs }) => `what was planned for ${plannedMs / 1000} s hit nothing: ${says}`),
    ...(ending.noAudit === undefined ? [] : [`the books could not be audited: ${ending.noAudit}`]),
    ...(scenario.lateAllowed && !ending.isAudited && ending.noAudit === undefined
      ? ['without the books nobody can tell what was late from what was lost']
      : []),
    ...(Object.values<number | null>(k6Ended).includes(ending.k6ExitCode)
      ? []
      : [`k6 ended with ${ending.k6ExitCode ?? 'a signal'}: see its log`]),
  ]
}
