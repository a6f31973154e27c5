import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterChange } from '../../cluster/cluster-change.ts'
import type { JournalLine } from '../../src/journal.ts'
import type { Sample } from '../../src/record-sample.ts'
import type { Phase } from '../../src/scenario.ts'
import { seededRandom } from '../../src/seeded-random.ts'
import type { TimetableEvent } from '../../src/timetable-event.ts'
import type { RunFiles } from '../build-report.ts'
import type { Audit } from '../report-schema.ts'
import type { RunRecord } from '../run-record.ts'
import { generatedAudit } from './generated-audit.ts'
import type { Day, Ending } from './generated-day.ts'
import { generatedJournal } from './generated-journal.ts'
import { generatedRecord } from './generated-record.ts'
import { generatedSamples } from './generated-samples.ts'

export type { Ending } from './generated-day.ts'
export type GeneratedRun = {
  record: RunRecord
  plan: { scenario: RunFiles['scenario']; seed: number; runId: string }
  journal: JournalLine[]
  samples: Sample[]
  events: TimetableEvent[]
  audit: Audit
  /** Of a run in a cluster. */
  changes?: ClusterChange[]
}

const startAt = Date.UTC(2026, 10, 27, 9, 0, 0)
const checkoutsPerSecond = 30
const phases: Phase[] = [
  { name: 'warm-up', seconds: 20, share: 0.05 },
  { name: 'doors open', seconds: 5, share: 1 },
  { name: 'plateau', seconds: 80, share: 1 },
  { name: 'lull', seconds: 20, share: 0.3 },
  { name: 'second wave', seconds: 5, share: 1 },
  { name: 'second plateau', seconds: 30, share: 1 },
  { name: 'closing', seconds: 20, share: 0 },
]
const timetable = [
  { at: 26, kind: 'kill', service: 'order' },
  { at: 40, kind: 'kill', service: 'payment' },
  { at: 52, kind: 'kill', service: 'product' },
  { at: 64, kind: 'kill', service: 'cart' },
  { at: 76, kind: 'bank', service: 'bank' },
  { at: 98, kind: 'restart', service: 'payment' },
  { at: 116, kind: 'valkey', service: 'cache' },
  { at: 140, kind: 'postgres', service: 'postgres' },
] as const

/** A believable run of three minutes, made from a seed: for tests of the report, and for looking at it. */
export function generateRun(ending: Ending, seed = 42): GeneratedRun {
  const random = seededRandom(seed, `run ${ending}`)
  const runId = `20261127-090000-${seed}`
  const events = timetable.map((one) => eventOf(one, random))
  if (ending === 'invalid')
    Object.assign(events[1]!, {
      hit: null,
      inFlight: null,
      replacedMs: null,
      says: 'SIGKILL to payment, of which no process was there',
    })
  const day: Day = { runId, ending, startAt, checkoutsPerSecond, phases, events, random }
  const journal = generatedJournal(day)
  return {
    record: generatedRecord(day, seed, journal),
    plan: {
      runId,
      seed,
      scenario: {
        name: 'sale-day',
        says: 'Three minutes of a sale day with all that can go wrong on it',
        checkoutsPerSecond,
        phases,
      },
    },
    journal,
    samples: generatedSamples(day),
    events,
    audit: generatedAudit(ending === 'failed'),
  }
}

/** Writes it as the folder of a run. */
export function writeRun(runDir: string, run: GeneratedRun): void {
  mkdirSync(runDir, { recursive: true })
  const lines = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')
  writeFileSync(join(runDir, 'plan.json'), JSON.stringify(run.plan))
  writeFileSync(join(runDir, 'summary.json'), JSON.stringify(run.record))
  writeFileSync(join(runDir, 'audit.json'), JSON.stringify(run.audit))
  writeFileSync(join(runDir, 'journal.jsonl'), lines(run.journal))
  writeFileSync(join(runDir, 'samples.jsonl'), lines(run.samples))
  writeFileSync(join(runDir, 'events.jsonl'), lines(run.events))
  if (run.changes !== undefined) writeFileSync(join(runDir, 'cluster.jsonl'), lines(run.changes))
}

function eventOf(one: (typeof timetable)[number], random: () => number): TimetableEvent {
  const inFlight = 4 + Math.floor(random() * 12)
  const pid = 4000 + Math.floor(random() * 900)
  const says = {
    kill: `SIGKILL to ${one.service}, process ${pid} (${inFlight} requests in flight)`,
    restart: `SIGTERM to ${one.service}, process ${pid} (${inFlight} requests in flight)`,
    bank: 'The bank answers 500 ms later, for 10 s',
    valkey: `Valkey for the ${one.service} ended at once`,
    postgres: 'PostgreSQL ended at once',
  }[one.kind]
  return {
    at: startAt + one.at * 1000 + 12,
    plannedMs: one.at * 1000,
    kind: one.kind,
    service: one.service,
    says,
    hit: one.kind === 'bank' ? 'bank' : `process ${pid}`,
    inFlight: one.kind === 'kill' || one.kind === 'restart' ? inFlight : null,
    checkoutsInFlight: null,
    replacedMs: one.kind === 'bank' ? null : Math.round(400 + random() * 900),
    recoveredMs: null,
    details: {},
  }
}
