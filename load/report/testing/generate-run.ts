import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalLine } from '../../src/journal.ts'
import { kinds, type Outcome, outcomes } from '../../src/measure-names.ts'
import type { Sample, Traffic } from '../../src/record-sample.ts'
import type { Phase } from '../../src/scenario.ts'
import { seededRandom } from '../../src/seeded-random.ts'
import type { TimetableEvent } from '../../src/timetable-event.ts'
import type { RunFiles } from '../build-report.ts'
import type { Audit } from '../report-schema.ts'
import type { RunRecord } from '../run-record.ts'
import { generatedAudit } from './generated-audit.ts'

/** How a made-up day ends. */
export type Ending = 'passed' | 'failed' | 'invalid'
export type GeneratedRun = {
  record: RunRecord
  plan: { scenario: RunFiles['scenario']; seed: number; runId: string }
  journal: JournalLine[]
  samples: Sample[]
  events: TimetableEvent[]
  audit: Audit
}

const startAt = Date.UTC(2026, 10, 27, 9, 0, 0)
const fullRate = 30
const phases: Phase[] = [
  { name: 'warm-up', seconds: 20, share: 0.05 },
  { name: 'doors open', seconds: 5, share: 1 },
  { name: 'plateau', seconds: 80, share: 1 },
  { name: 'lull', seconds: 20, share: 0.3 },
  { name: 'second wave', seconds: 5, share: 1 },
  { name: 'second plateau', seconds: 30, share: 1 },
  { name: 'closing', seconds: 20, share: 0 },
]
const serviceNames = ['order', 'payment', 'product', 'cart', 'auth', 'bank']
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
  const journal = journalOf(runId, ending, events, random)
  return {
    record: recordOf(runId, seed, ending, journal),
    plan: {
      runId,
      seed,
      scenario: {
        name: 'sale-day',
        says: 'Three minutes of a sale day with all that can go wrong on it',
        checkoutsPerSecond: fullRate,
        phases,
      },
    },
    journal,
    samples: samplesOf(events, random),
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
}

/** The same for the same seed, as all of the run is. */
const uuid = (random: () => number): string => {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5')
}

function shareAt(second: number): number {
  let from = 0
  let share = phases[0]!.share
  for (const phase of phases) {
    if (second < from + phase.seconds) return share + ((phase.share - share) * (second - from)) / phase.seconds
    from += phase.seconds
    share = phase.share
  }
  return 0
}

const lengthSeconds = phases.reduce((sum, { seconds }) => sum + seconds, 0)

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

/** Milliseconds since the last fault that lasts for so long, or undefined. */
function faultAt(events: readonly TimetableEvent[], at: number): TimetableEvent | undefined {
  return events.find(
    (event) =>
      event.hit !== null &&
      at >= event.at &&
      at < event.at + (event.kind === 'bank' ? 10_000 : event.kind === 'postgres' ? 2_500 : 900),
  )
}

function journalOf(
  runId: string,
  ending: Ending,
  events: readonly TimetableEvent[],
  random: () => number,
): JournalLine[] {
  const lines: JournalLine[] = [{ j: 'start', at: startAt, runId }]
  const rate = ending === 'invalid' ? 0.6 : 1
  let number = 0
  for (let second = 0; second < lengthSeconds; second++) {
    const due = shareAt(second) * fullRate * rate
    const arrivals = Math.floor(due + random())
    for (let one = 0; one < arrivals; one++)
      lines.push(
        ...checkoutOf(`${runId}-${number++}-buy`, startAt + second * 1000 + random() * 1000, ending, events, random),
      )
  }
  lines.sort((a, b) => a.at - b.at)
  lines.push({ j: 'end', at: startAt + (lengthSeconds + 2) * 1000 })
  return lines
}

function checkoutOf(
  key: string,
  exactAt: number,
  ending: Ending,
  events: readonly TimetableEvent[],
  random: () => number,
): JournalLine[] {
  const at = Math.round(exactAt)
  const basket = [{ productId: uuid(random), quantity: 1 + Math.floor(random() * 2) }]
  const totalCents = 1000 + Math.floor(random() * 9000)
  const fault = faultAt(events, at)
  const stumbles = fault !== undefined && fault.kind !== 'bank' && random() < 0.4
  const lost = ending === 'failed' && fault?.kind === 'kill' && fault.service === 'payment' && random() < 0.35
  let ms =
    25 +
    random() ** 6 * 260 +
    (fault?.kind === 'bank' ? 480 + random() * 200 : 0) +
    (stumbles ? 250 + random() * 1800 : 0)
  const outcome: Outcome = lost ? (random() < 0.3 ? 'failed' : 'unknown') : drawn(at, random())
  if (outcome === 'unknown') ms = 30_000
  const orderId = outcome === 'confirmed' || outcome === 'failed' ? uuid(random) : ''
  const end = at + Math.round(ms)
  const attempts = outcome === 'unknown' ? 11 : stumbles ? 2 : 1
  const status = {
    confirmed: 201,
    sold_out: 409,
    declined: 402,
    price_changed: 409,
    timed_out: 409,
    shed: 503,
    failed: 400,
    unknown: 0,
  }[outcome]
  return [
    {
      j: 'intent',
      at,
      key,
      customerId: uuid(random),
      lines: basket,
      totalCents,
      card: outcome === 'declined' ? 'declined' : 'good',
    },
    ...(stumbles || lost
      ? [{ j: 'first-error', at: at + 20, kind: 'checkout', status: random() < 0.5 ? 0 : 503 } as const]
      : []),
    ...(stumbles && random() < 0.7 ? [{ j: 'first-error', at: at + 40, kind: 'product', status: 502 } as const] : []),
    { j: 'answer', at: end, key, attempt: attempts, status, code: '', orderId, ms: 20, totalCents, lines: basket },
    { j: 'outcome', at: end, key, outcome, orderId, attempts, ms: Math.round(ms) },
    ...(outcome === 'failed'
      ? [
          {
            j: 'failure',
            at: end + 5,
            kind: 'order_read',
            status: 404,
            code: 'order_not_found',
            requestId: uuid(random),
            attempts: 1,
            says: `GET /api/orders/${orderId}: answered 404 order_not_found`,
          } as const,
        ]
      : []),
  ]
}

/** The doorbuster is gone after a while. */
function drawn(at: number, chance: number): Outcome {
  const soldOut = at - startAt > 55_000 ? 0.12 : 0
  if (chance < soldOut) return 'sold_out'
  if (chance > 0.95) return 'declined'
  return chance > 0.945 ? 'price_changed' : 'confirmed'
}

function samplesOf(events: readonly TimetableEvent[], random: () => number): Sample[] {
  return Array.from({ length: lengthSeconds + 2 }, (_, second): Sample => {
    const at = startAt + (second + 1) * 1000
    const load = shareAt(second) + 0.01
    const fault = faultAt(events, at - 500)
    const services = Object.fromEntries(
      serviceNames.map((name, index) => {
        const down = events.some(
          (event) =>
            event.hit !== null &&
            event.kind === 'kill' &&
            event.service === name &&
            at >= event.at &&
            at < event.at + 1300,
        )
        const wanted = name === 'bank' ? 1 : 2
        const traffic = trafficAt(load * [160, 95, 240, 130, 6, 90][index]!, load, fault, random)
        return [name, { wanted, ready: wanted - (down ? 1 : 0), processes: [], ...traffic }]
      }),
    )
    const crowd = {
      arrivals: 0,
      underWay: 0,
      failures: 0,
      firstAttemptErrors: 0,
      checkouts: Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
    }
    return {
      at,
      elapsedMs: at - startAt,
      services,
      shop: trafficAt(load * 631, load, fault, random),
      crowd,
      harnessCpuPercent: 6,
    }
  })
}

function trafficAt(
  requestsPerSecond: number,
  load: number,
  fault: TimetableEvent | undefined,
  random: () => number,
): Traffic {
  const slow = fault === undefined ? 1 : fault.kind === 'bank' ? 2 : 6
  const noise = (): number => 0.85 + random() * 0.3
  return {
    requestsPerSecond: requestsPerSecond * noise(),
    errorsPerSecond: fault === undefined || fault.kind === 'bank' ? 0 : Math.round(random() * 12),
    p50Ms: (2 + 3 * load) * noise(),
    p95Ms: (9 + 18 * load) * noise() * Math.sqrt(slow),
    p99Ms: (20 + 50 * load) * noise() * slow,
    cpuPercent: requestsPerSecond * 0.12 * noise(),
  }
}

function recordOf(runId: string, seed: number, ending: Ending, journal: readonly JournalLine[]): RunRecord {
  const intents = journal.filter(({ j }) => j === 'intent').length
  const byOutcome = Object.fromEntries(
    outcomes.map((outcome) => [
      outcome,
      journal.filter((line) => line.j === 'outcome' && line.outcome === outcome).length,
    ]),
  ) as Record<Outcome, number>
  const weights: Partial<Record<string, number>> = {
    list: 0.7,
    search: 0.4,
    product: 3.1,
    cart_read: 1.2,
    cart_change: 2.2,
    checkout: 1,
    order_read: 1.1,
  }
  const failuresOf = (kind: string): number =>
    kind === 'checkout'
      ? byOutcome.failed + byOutcome.unknown
      : journal.filter((line) => line.j === 'failure' && line.kind === kind).length
  const firstErrorsOf = (kind: string): number =>
    journal.filter((line) => line.j === 'first-error' && line.kind === kind).length
  const exitCode = ({ passed: 0, failed: 1, invalid: 2 } as const)[ending]
  return {
    runId,
    scenario: 'sale-day',
    seed,
    verdict: {
      exitCode,
      reasons: {
        passed: [],
        failed: [
          `${byOutcome.failed} checkouts got an answer that no buyer should get`,
          `${byOutcome.unknown} checkouts had no definite answer in 30 s`,
          'book 2 does not balance: 2 intents have two captures',
          'book 3 does not balance: 3 orders have money that they should not have',
        ],
        invalid: [
          '1,204 visits could not begin, since k6 was too small or too slow: use a machine with more cores, or a lower --rate',
          'only 17.8 checkouts/s were sent over the plateau',
          'the kill of payment at 40 s hit nothing',
        ],
      }[ending],
    },
    summary: {
      seconds: lengthSeconds + 2,
      checkouts: { intents, byOutcome, cutOff: 0, leftWithoutBuying: 3 },
      kinds: kinds.map((kind) => ({
        kind,
        requests: Math.round(intents * (weights[kind] ?? 0.2)),
        firstAttemptErrors: firstErrorsOf(kind),
        failures: failuresOf(kind),
        waitMs:
          kind === 'checkout'
            ? { p50: 31, p95: 402, p99: 1340, max: ending === 'failed' ? 30_000 : 2310 }
            : { p50: 4.2, p95: 24, p99: 61.4, max: 870 },
      })),
      httpRequests: Math.round(intents * 9.9),
      droppedIterations: ending === 'invalid' ? 1204 : 0,
      plateau: { seconds: 80, checkoutsPerSecond: ending === 'invalid' ? 17.8 : 30.1, othersPerCheckout: 8.7 },
    } as RunRecord['summary'],
    harness: { cpuSeconds: 11.3, wallSeconds: 182, meanPercent: 6.2, maxPercent: 13.9 },
    environment: {
      cpu: 'AMD EPYC 7763 64-Core Processor',
      cores: 2,
      memoryMiB: 7940,
      os: 'Debian GNU/Linux 12 (bookworm) (Linux 6.1.0, x64)',
      node: 'v26.10.0',
      k6: 'k6 1.4.0',
      version: '0.1.0',
      commit: 'feb72dd01a2b',
    },
  }
}
