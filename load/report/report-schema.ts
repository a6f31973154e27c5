import { z } from 'zod'
import { clusterSchema, recoveriesSchema } from './report-schema-cluster.ts'

/** `report.json`: a run in figures, for programs. The page is drawn from nothing else. `npm run sale-day:report -- --schema` writes report.schema.json. */

const count = z.int().min(0)
const ms = z.number()
const measured = z.number().nullable()
/** A value for each second of the day; null where nothing was measured. */
const series = z.array(measured)
const counts = z.array(count)

const traffic = {
  requestsPerSecond: series,
  errorsPerSecond: series.describe('5xx, and 499, where the caller went away'),
  p50Ms: series,
  p95Ms: series,
  p99Ms: series,
  cpuPercent: series.describe('of one core'),
}

const timeline = z.object({
  seconds: count.describe('length of every series; the first value is the first second of the crowd'),
  arrivals: counts.describe('checkouts that began'),
  outcomes: z
    .record(z.string(), counts)
    .describe('checkouts by what their buyers were told, in the second of the answer'),
  firstAttemptErrors: counts.describe('first attempts that failed, of any request'),
  failures: counts.describe('requests that failed for the customer, checkouts too'),
  wait: z
    .object({ p50Ms: series, p95Ms: series, p99Ms: series })
    .describe('of a buyer from the first attempt of a checkout to the answer, over the five seconds around'),
  shop: z.object(traffic).describe('all services as one, without the bank; calls among services count too'),
  services: z.record(
    z.string(),
    z.object({
      ...traffic,
      ready: series.describe('in a cluster the fewest in that second'),
      wanted: series,
    }),
  ),
  databases: z
    .record(z.string(), series)
    .optional()
    .describe('CPU of each database server, of one core; only where the harness can see it'),
})

const cost = z
  .object({
    seconds: count.describe('of the plateau'),
    checkouts: count.describe('answered in it'),
    services: z
      .record(z.string(), ms)
      .describe('CPU milliseconds for each of those checkouts, with the visits around it'),
    databases: z.record(z.string(), ms),
    totalCpuMs: ms,
    thousandProductRequestsCpuMs: ms.nullable().describe('of product alone'),
    busyShare: z.number().describe('how busy machines are taken to be'),
    million: z.array(z.object({ name: z.string(), usd: z.number() })).describe('what a million of them cost'),
  })
  .describe('what a checkout takes of the CPU; null where the plateau is short or nobody measured')

const event = z.object({
  number: z.int().min(1),
  at: ms.describe('milliseconds since 1970'),
  elapsedMs: ms.describe('since the crowd came'),
  plannedMs: ms,
  kind: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .describe(
      'kill, restart, bank, valkey, postgres; in a cluster also evict, rollout, bad-rollout, config, drain, uncordon, stop-node, start-node, scale',
    ),
  service: z.string(),
  says: z.string(),
  hit: z.string().nullable().describe('null: nothing, which makes the run invalid'),
  inFlight: count.nullable().describe('requests in flight in the process that was hit'),
  checkoutsInFlight: count
    .nullable()
    .describe('checkouts that were sent and not answered at that moment, from the journal'),
  replacedMs: ms.nullable().describe('until as many processes were ready as before'),
  recoveredMs: ms.nullable().describe('until the first second without a failed first attempt of any request'),
  kubectl: z.string().optional().describe('does the same in a cluster'),
})

const violation = z.object({ what: z.string(), ids: z.record(z.string(), z.string()), says: z.string() })
const book = z.object({
  number: z.int().min(1).max(6),
  name: z.string(),
  says: z.string(),
  holds: z.boolean(),
  checked: count.describe('rows looked at'),
  figures: z.record(z.string(), z.number()),
  violations: z.array(violation).describe('the first 50'),
  violationCount: count,
})
export const auditSchema = z.object({
  balanced: z.boolean(),
  books: z.array(book),
  seconds: z.number(),
  rssMiB: z.number(),
})

const requests = z.object({
  kind: z.string(),
  requests: count,
  firstAttemptErrors: count,
  failures: count.describe('for the customer, after every attempt'),
  waitMs: z.object({ p50: ms, p95: ms, p99: ms, max: ms }).describe('of the customer, retries and pauses included'),
})

export const environmentSchema = z.object({
  cpu: z.string(),
  cores: count,
  memoryMiB: count,
  os: z.string(),
  node: z.string(),
  k6: z.string().nullable(),
  version: z.string().describe('of Saleday'),
  commit: z.string().nullable().describe('with + where files had been changed since'),
})

export const harnessSchema = z
  .object({ cpuSeconds: z.number(), wallSeconds: z.number(), meanPercent: z.number(), maxPercent: z.number() })
  .describe('CPU of the harness without k6, in percent of one core')

export const reportSchema = z.object({
  format: z.literal(1),
  runId: z.string(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  verdict: z.object({
    result: z.enum(['passed', 'failed', 'invalid']),
    exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    reasons: z.array(z.string()),
    claim: z
      .object({
        kills: count,
        checkouts: count.describe('in flight at a kill'),
        failures: count,
        rateBelow: z
          .number()
          .nullable()
          .describe('3/n with 95 % confidence, if independent; null where failures were seen or n is below 3'),
        says: z.string(),
      })
      .nullable()
      .describe('null where nothing was killed'),
  }),
  scenario: z.object({
    name: z.string(),
    says: z.string(),
    checkoutsPerSecond: z.number(),
    phases: z.array(z.object({ name: z.string(), seconds: z.number(), share: z.number() })),
  }),
  seed: z.number(),
  command: z.string().describe('repeats the run'),
  checkouts: z.object({
    intents: count,
    byOutcome: z.record(z.string(), count),
    cutOff: count.describe('sent, and without an outcome when the run ended'),
    waitMs: z.object({ p50: measured, p95: measured, p99: measured, max: measured }),
  }),
  plateau: z.object({ seconds: z.number(), checkoutsPerSecond: z.number(), othersPerCheckout: z.number() }).nullable(),
  httpRequests: count.nullable().describe('with all attempts'),
  requests: z.array(requests),
  failed: z
    .array(
      z.object({
        at: ms,
        elapsedMs: ms,
        what: z.string(),
        says: z.string(),
        attempts: count,
        ids: z.record(z.string(), z.string()),
      }),
    )
    .describe('what failed for customers, the first 100'),
  audit: auditSchema.nullable(),
  events: z.array(event),
  recoveries: recoveriesSchema.optional(),
  timeline,
  cost: cost.nullable().optional(),
  cluster: clusterSchema.optional(),
  environment: environmentSchema.nullable(),
  harness: harnessSchema.nullable(),
})

export type Report = z.infer<typeof reportSchema>
export type ReportEvent = Report['events'][number]
export type Timeline = Report['timeline']
export type Cost = z.infer<typeof cost>
export type Audit = z.infer<typeof auditSchema>
export type Book = Audit['books'][number]
export type Environment = z.infer<typeof environmentSchema>
