import type { Figures } from './figures.ts'
import { metricOf } from './measure-names.ts'
import type { KillEvent } from './run-kills.ts'
import type { Scenario } from './scenario.ts'
import type { Summary } from './summary.ts'
import { crowdThresholds } from './thresholds.ts'

/** 0 passed; 1 the shop failed; 2 the run is not valid, and says nothing about the shop. */
export type Verdict = { exitCode: 0 | 1 | 2; reasons: readonly string[] }

export type Ending = {
  endedByHand: boolean
  k6ExitCode: number | null
  missedKills: readonly Pick<KillEvent, 'service' | 'atMs'>[]
}

/** k6 ends with 99 when a threshold was crossed; those are read from its figures. */
const k6Ended = { well: 0, thresholdsCrossed: 99, byHand: 105 }

/**
 * Judges the run. A run that is not valid is so whatever else went wrong, with one exception: one that was ended by
 * hand has failed if the shop failed until then.
 */
export function verdictOf(figures: Figures, summary: Summary, scenario: Scenario, ending: Ending): Verdict {
  const failures = shopFailures(summary, ending)
  const flaws = runFlaws(figures, summary, scenario, ending)
  if (ending.endedByHand) {
    return failures.length > 0
      ? { exitCode: 1, reasons: failures }
      : { exitCode: 2, reasons: ['the run was ended by hand'] }
  }
  if (flaws.length > 0) return { exitCode: 2, reasons: [...flaws, ...failures] }
  return { exitCode: failures.length > 0 ? 1 : 0, reasons: failures }
}

function shopFailures({ checkouts, kinds }: Summary, ending: Ending): string[] {
  const { shed, failed, unknown } = checkouts.byOutcome
  const cutOff = ending.endedByHand ? 0 : checkouts.cutOff
  const others = kinds.filter(({ kind, failures }) => kind !== 'checkout' && failures > 0)
  return [
    ...(shed > 0 ? [`${shed} checkouts were turned away for 30 s`] : []),
    ...(failed > 0 ? [`${failed} checkouts got an answer that no buyer should get`] : []),
    ...(unknown + cutOff > 0 ? [`${unknown + cutOff} checkouts had no definite answer in 30 s`] : []),
    ...others.map(({ kind, failures }) => `${failures} requests of kind ${kind} failed for the customer`),
  ]
}

function runFlaws(figures: Figures, summary: Summary, scenario: Scenario, ending: Ending): string[] {
  const crossed = (metric: string): boolean =>
    Object.values(figures.metrics[metric]?.thresholds ?? {}).some((threshold) => !threshold.ok)
  const words: Record<string, string> = {
    dropped_iterations: `${summary.droppedIterations} visits could not begin, since k6 was too small or too slow: use a machine with more cores, or a lower --rate`,
    [metricOf.plateauCheckouts]: `only ${summary.plateau.checkoutsPerSecond.toFixed(1)} checkouts/s were sent over the plateau`,
    [metricOf.plateauOthers]: `only ${summary.plateau.othersPerCheckout.toFixed(1)} other requests were sent for each checkout of the plateau`,
  }
  return [
    ...Object.keys(crowdThresholds(scenario))
      .filter(crossed)
      .map((metric) => words[metric] ?? metric),
    ...ending.missedKills.map(({ service, atMs }) => `the kill of ${service} at ${atMs / 1000} s hit nothing`),
    ...(Object.values<number | null>(k6Ended).includes(ending.k6ExitCode)
      ? []
      : [`k6 ended with ${ending.k6ExitCode ?? 'a signal'}: see its log`]),
  ]
}
