import exec from 'k6/execution'
import { Counter, Trend } from 'k6/metrics'
import type { JournalLine } from '../src/journal.ts'
import { type Kind, kinds, metricOf, outcomes } from '../src/measure-names.ts'
import { plateau } from '../src/scenario.ts'
import { plan } from './plan.ts'

/** k6 wants every metric made before the crowd starts. */
const requests = byName(kinds, (kind) => new Counter(metricOf.requests(kind)))
const firstAttemptErrors = byName(kinds, (kind) => new Counter(metricOf.firstAttemptErrors(kind)))
const failures = byName(kinds, (kind) => new Counter(metricOf.failures(kind)))
const waits = byName(kinds, (kind) => new Trend(metricOf.waitMs(kind), true))
const checkouts = byName(outcomes, (outcome) => new Counter(metricOf.outcome(outcome)))
const intents = new Counter(metricOf.intents)
const plateauCheckouts = new Counter(metricOf.plateauCheckouts)
const plateauOthers = new Counter(metricOf.plateauOthers)
const leftWithoutBuying = new Counter(metricOf.leftWithoutBuying)

const { fromMs, toMs } = plateau(plan.scenario)

/** A request is about to be sent for the first time. */
export function countRequest(kind: Kind): void {
  requests[kind].add(1)
  if (kind === 'checkout') intents.add(1)
  const nowMs = exec.instance.currentTestRunDuration
  if (nowMs >= fromMs && nowMs < toMs) (kind === 'checkout' ? plateauCheckouts : plateauOthers).add(1)
}

export function countFirstAttemptError(kind: Kind, status: number): void {
  firstAttemptErrors[kind].add(1)
  tell({ j: 'first-error', at: Date.now(), kind, status })
}

/** How long the customer waited, all attempts and pauses included. */
export function countWait(kind: Kind, ms: number): void {
  waits[kind].add(ms)
}

export function countFailure(failure: Extract<JournalLine, { j: 'failure' }>): void {
  failures[failure.kind].add(1)
  tell(failure)
}

export function countOutcome(outcome: Extract<JournalLine, { j: 'outcome' }>): void {
  checkouts[outcome.outcome].add(1)
  tell(outcome)
}

export function countLeftWithoutBuying(): void {
  leftWithoutBuying.add(1)
}

/** Writes a line of the journal. It is in the file when this returns. */
export function tell(line: JournalLine): void {
  console.log(JSON.stringify(line))
}

function byName<Name extends string, T>(names: readonly Name[], make: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>
}
