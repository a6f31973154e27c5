import type { ClusterChange } from '../cluster/cluster-change.ts'
import { type Outcome, outcomes } from '../src/measure-names.ts'
import type { Sample } from '../src/record-sample.ts'
import type { Scenario } from '../src/scenario.ts'
import type { TimetableEvent } from '../src/timetable-event.ts'
import { buildCluster, withReplicas } from './build-cluster.ts'
import { buildTimeline, quantile } from './build-timeline.ts'
import { claimOf, inFlightAt } from './claim.ts'
import { costOf } from './cost.ts'
import type { JournalFacts } from './read-journal.ts'
import { recoveredMs } from './recovery.ts'
import type { Audit, Report, ReportEvent } from './report-schema.ts'
import type { RunRecord } from './run-record.ts'

/** What the files of a run say. */
export type RunFiles = {
  record: RunRecord
  scenario: Pick<Scenario, 'name' | 'says' | 'checkoutsPerSecond' | 'phases'>
  journal: JournalFacts
  samples: readonly Sample[]
  events: readonly TimetableEvent[]
  audit: Audit | null
  /** Of a run in a cluster; empty or left out of any other. */
  changes?: readonly ClusterChange[]
}

/** Of what failed, this much is told one by one. */
const mostFailures = 100

export function buildReport(files: RunFiles): Report {
  const { record, scenario, journal, samples, audit, changes = [] } = files
  const { startAt, endAt } = boundsOf(files)
  const claim = claimOf(files.events, journal.checkouts, record.endedByHand ?? false)
  const events = eventsOf(files, startAt, endAt)
  const timeline = buildTimeline(journal, samples, startAt, endAt)
  return {
    format: 1,
    runId: record.runId,
    startedAt: startAt === 0 ? null : new Date(startAt).toISOString(),
    endedAt: startAt === 0 ? null : new Date(endAt).toISOString(),
    verdict: {
      result: ({ 0: 'passed', 1: 'failed', 2: 'invalid' } as const)[record.verdict.exitCode],
      exitCode: record.verdict.exitCode,
      reasons: [...record.verdict.reasons],
      claim,
    },
    scenario: {
      name: scenario.name,
      says: scenario.says,
      checkoutsPerSecond: scenario.checkoutsPerSecond,
      phases: scenario.phases.map(({ name, seconds, share }) => ({ name, seconds, share })),
    },
    seed: record.seed,
    command: record.command ?? `npm run sale-day -- --scenario ${record.scenario} --seed ${record.seed}`,
    checkouts: checkoutsOf(journal),
    plateau: record.summary?.plateau ?? null,
    httpRequests: record.summary?.httpRequests ?? null,
    requests: (record.summary?.kinds ?? []).map(({ kind, requests, firstAttemptErrors, failures, waitMs }) => ({
      kind,
      requests,
      firstAttemptErrors,
      failures,
      waitMs: { p50: waitMs.p50, p95: waitMs.p95, p99: waitMs.p99, max: waitMs.max },
    })),
    failed: journal.failures.slice(0, mostFailures).map((failure) => ({ ...failure, elapsedMs: failure.at - startAt })),
    audit,
    events,
    cost: costOf(scenario, timeline),
    timeline: changes.length === 0 ? timeline : withReplicas(timeline, changes, startAt),
    ...(changes.length > 0 && buildCluster(changes, withPods(events, files.events), journal, { startAt, endAt })),
    environment: record.environment ?? null,
    harness: record.harness ?? null,
  }
}

/** A journal that was torn off has no end line, and one of a crowd that never came not even a start. */
function boundsOf({ journal, samples, events }: RunFiles): { startAt: number; endAt: number } {
  const times = [
    ...journal.checkouts.flatMap(({ at, end }) => [at, end?.at ?? at]),
    ...journal.failures.map(({ at }) => at),
    ...samples.map(({ at }) => at),
    ...events.map(({ at }) => at),
  ]
  const startAt = journal.startAt ?? times.reduce((least, at) => Math.min(least, at), times[0] ?? 0)
  if (startAt === 0) return { startAt, endAt: startAt } // a crowd that never came
  return { startAt, endAt: journal.endAt ?? times.reduce((most, at) => Math.max(most, at), startAt) }
}

const inOrder = (events: readonly TimetableEvent[]): TimetableEvent[] => [...events].sort((a, b) => a.at - b.at)

/** With the names of the pods that were to go, where the timetable has written them down. */
function withPods(events: readonly ReportEvent[], told: readonly TimetableEvent[]) {
  const ordered = inOrder(told)
  return events.map((event, index) => {
    const pods = ordered[index]?.details.pods
    return { ...event, named: Array.isArray(pods) ? pods.map(String) : undefined }
  })
}

function eventsOf({ events, journal }: RunFiles, startAt: number, endAt: number): ReportEvent[] {
  return inOrder(events).map((event, index) => ({
    number: index + 1,
    at: event.at,
    elapsedMs: event.at - startAt,
    plannedMs: event.plannedMs,
    kind: event.kind,
    service: event.service,
    says: event.says,
    hit: event.hit,
    inFlight: event.inFlight,
    checkoutsInFlight: inFlightAt(journal.checkouts, event.at).length,
    replacedMs: event.replacedMs,
    // A fault of the bank lasts as long as it was asked for.
    recoveredMs: event.kind === 'bank' || event.hit === null ? null : recoveredMs(event.at, journal.firstErrors, endAt),
    ...(typeof event.details.kubectl === 'string' && { kubectl: event.details.kubectl }),
  }))
}

function checkoutsOf({ checkouts }: JournalFacts): Report['checkouts'] {
  const ended = checkouts.flatMap(({ end }) => end ?? [])
  const sorted = ended.map(({ ms }) => ms).sort((a, b) => a - b)
  const told = (outcome: Outcome): number => ended.filter((end) => end.outcome === outcome).length
  return {
    intents: checkouts.length,
    byOutcome: Object.fromEntries(outcomes.map((outcome) => [outcome, told(outcome)])),
    cutOff: checkouts.length - ended.length,
    waitMs: {
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
      max: sorted.at(-1) ?? null,
    },
  }
}
