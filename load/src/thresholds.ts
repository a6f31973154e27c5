import { kinds, metricOf } from './measure-names.ts'
import { plateau, type Scenario } from './scenario.ts'

/** When the shop has failed: a condition for each metric, as k6 writes it. */
export function shopThresholds(): Record<string, string[]> {
  const others = kinds.filter((kind) => kind !== 'checkout').map((kind) => metricOf.failures(kind))
  const checkouts = (['shed', 'failed', 'unknown'] as const).map((outcome) => metricOf.outcome(outcome))
  return Object.fromEntries([...checkouts, ...others].map((metric) => [metric, ['count==0']]))
}

/** When the run says nothing about the shop: the crowd was smaller than planned. */
export function crowdThresholds(scenario: Scenario): Record<string, string[]> {
  const { fromMs, toMs } = plateau(scenario)
  const seconds = (toMs - fromMs) / 1000
  const checkouts = Math.floor(scenario.leastCheckoutsPerSecond * seconds)
  const others = Math.floor(scenario.leastOthersPerCheckout * scenario.leastCheckoutsPerSecond * seconds)
  return {
    dropped_iterations: ['count==0'],
    [metricOf.plateauCheckouts]: [`count>=${checkouts}`],
    [metricOf.plateauOthers]: [`count>=${others}`],
  }
}
