import { countOf, type Figures } from './figures.ts'
import { type Kind, kinds, metricOf, type Outcome, outcomes } from './measure-names.ts'
import { plateau, type Scenario } from './scenario.ts'

/** The run in figures. */
export type Summary = {
  seconds: number
  checkouts: {
    intents: number
    byOutcome: Readonly<Record<Outcome, number>>
    /** Sent, and cut off by the end of the run before their time was over. */
    cutOff: number
    leftWithoutBuying: number
  }
  kinds: readonly KindSummary[]
  /** Each attempt is one. */
  httpRequests: number
  droppedIterations: number
  /** How many k6 made the crowd, where it was more than one: waits are then those of the one that waited longest. */
  runners?: number
  plateau: { seconds: number; checkoutsPerSecond: number; othersPerCheckout: number }
}

/** `failures`: for the customer, after every attempt. Those of checkouts are told by their outcomes. */
export type KindSummary = {
  kind: Kind
  requests: number
  firstAttemptErrors: number
  failures: number
  waitMs: { p50: number; p95: number; p99: number; max: number }
}

export function summaryOf(figures: Figures, scenario: Scenario): Summary {
  const intents = countOf(figures, metricOf.intents)
  const byOutcome = Object.fromEntries(
    outcomes.map((outcome) => [outcome, countOf(figures, metricOf.outcome(outcome))]),
  ) as Record<Outcome, number>
  const decided = outcomes.reduce((sum, outcome) => sum + byOutcome[outcome], 0)
  return {
    seconds: figures.state.testRunDurationMs / 1000,
    checkouts: {
      intents,
      byOutcome,
      cutOff: intents - decided,
      leftWithoutBuying: countOf(figures, metricOf.leftWithoutBuying),
    },
    kinds: kinds.map((kind) => kindSummary(figures, kind, byOutcome)),
    httpRequests: countOf(figures, 'http_reqs'),
    droppedIterations: countOf(figures, 'dropped_iterations'),
    ...((figures.runners ?? 1) > 1 ? { runners: figures.runners! } : {}),
    plateau: plateauOf(figures, scenario),
  }
}

function kindSummary(figures: Figures, kind: Kind, byOutcome: Readonly<Record<Outcome, number>>): KindSummary {
  const wait = figures.metrics[metricOf.waitMs(kind)]?.values ?? {}
  const failedCheckouts = byOutcome.shed + byOutcome.failed + byOutcome.unknown
  return {
    kind,
    requests: countOf(figures, metricOf.requests(kind)),
    firstAttemptErrors: countOf(figures, metricOf.firstAttemptErrors(kind)),
    failures: kind === 'checkout' ? failedCheckouts : countOf(figures, metricOf.failures(kind)),
    waitMs: { p50: wait.med ?? 0, p95: wait['p(95)'] ?? 0, p99: wait['p(99)'] ?? 0, max: wait.max ?? 0 },
  }
}

function plateauOf(figures: Figures, scenario: Scenario): Summary['plateau'] {
  const { fromMs, toMs } = plateau(scenario)
  // A run that was ended by hand may not have come to the end of it.
  const seconds = Math.max(0, Math.min(toMs, figures.state.testRunDurationMs) - fromMs) / 1000
  const checkouts = countOf(figures, metricOf.plateauCheckouts)
  const others = countOf(figures, metricOf.plateauOthers)
  return {
    seconds,
    checkoutsPerSecond: seconds === 0 ? 0 : checkouts / seconds,
    othersPerCheckout: checkouts === 0 ? 0 : others / checkouts,
  }
}
