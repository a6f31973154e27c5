import { z } from 'zod'

/** What report.json has of a run in a Kubernetes cluster. Times are in milliseconds since the crowd came, unless a description says otherwise. */

const count = z.int().min(0)
const ms = z.number()
const maybeMs = ms.nullable()

const percentiles = z.object({
  goalMs: ms.describe('for p99'),
  p50Ms: maybeMs,
  p99Ms: maybeMs.describe('null: not over before the run was'),
  worstMs: maybeMs,
  never: count.describe('kills of which it was not over before the run was'),
  reached: z.boolean(),
})

const recovery = z.object({
  event: z.int().min(1).describe('number of the event'),
  kind: z.string(),
  pods: z.array(z.string()).describe('that were hit'),
  checkoutsInFlight: count
    .nullable()
    .describe('on what was hit: at most those of the crowd, and at most the requests in the pod'),
  outOfEndpointsMs: maybeMs.describe('since the event, until traffic was led to none of them'),
  replacedMs: maybeMs.describe(
    'since the event, until as many pods were ready as before, those that were hit left out',
  ),
  cleanMs: ms.describe('since the event, until the last failed first attempt of any request before the next event'),
  p95BackMs: maybeMs.describe(
    'since the event, until p95 of buyers’ waits was within 20 % of the ten seconds before; null where there were too few',
  ),
})

export const recoveriesSchema = z
  .object({
    kills: z.object({ kills: count, replaced: percentiles, clean: percentiles }).nullable(),
    events: z.array(recovery).describe('that hit pods'),
  })
  .describe('how the shop came back; only of a run in a cluster')

const pod = z.object({
  name: z.string(),
  service: z.string(),
  node: z.string().nullable(),
  version: z.string(),
  template: z.string(),
  bornMs: ms,
  scheduledMs: maybeMs,
  readyMs: maybeMs.describe('for the first time'),
  endingMs: maybeMs,
  goneMs: maybeMs,
  states: z.array(
    z.object({ state: z.enum(['pending', 'starting', 'ready', 'unready', 'ending']), fromMs: ms, toMs: ms }),
  ),
  restarts: z
    .array(z.object({ atMs: ms, reason: z.string().nullable(), event: z.int().nullable() }))
    .describe('of its container, in its place'),
  reason: z.string().nullable().describe('in the words of Kubernetes'),
  end: z.object({ cause: z.string(), event: z.int().nullable() }).nullable().describe('null: there to the end'),
})

const template = z.object({ template: z.string(), version: z.string() })
const rollout = z.object({
  service: z.string(),
  from: template,
  to: template,
  startedMs: ms.describe('the first pod of the new template'),
  endedMs: maybeMs.describe('all pods of the old one are gone; where it was undone, of the new one'),
  outcome: z.enum(['done', 'undone', 'unfinished']),
})

const decision = z.object({
  atMs: ms,
  service: z.string(),
  from: count,
  to: count,
  because: z
    .array(z.object({ name: z.string(), value: z.number().nullable(), target: z.number(), unit: z.enum(['%', '']) }))
    .describe('above target; where it wants fewer, all that it looked at'),
  overMs: maybeMs.describe('how long one of them had been above target'),
  readyMs: maybeMs.describe('from the decision until as many were ready'),
})

export const clusterSchema = z
  .object({
    nodes: z.array(
      z.object({
        name: z.string(),
        role: z.enum(['control-plane', 'worker']),
        states: z.array(z.object({ ready: z.boolean(), takesPods: z.boolean(), fromMs: ms, toMs: ms })),
      }),
    ),
    pods: z.array(pod),
    rollouts: z.array(rollout),
    autoscaler: z.array(decision),
  })
  .describe('of a run in a cluster')
