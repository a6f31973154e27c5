import type { JournalLine } from '../../src/journal.ts'
import { kinds, type Outcome, outcomes } from '../../src/measure-names.ts'
import type { RunRecord } from '../run-record.ts'
import { type Day, lengthOf } from './generated-day.ts'

/** What the driver knew at the end. */
export function generatedRecord(day: Day, seed: number, journal: readonly JournalLine[]): RunRecord {
  const { runId, ending } = day
  const lengthSeconds = lengthOf(day)
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
      plateau: {
        seconds: 80,
        checkoutsPerSecond: ending === 'invalid' ? 17.8 : day.checkoutsPerSecond + 0.1,
        othersPerCheckout: 8.7,
      },
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
