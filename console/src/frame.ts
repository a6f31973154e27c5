/**
 * What the console's page is told. `GET /api/frames` is a stream of server-sent events: the first is named `history` and holds a
 * History, each later one is named `frame` and holds a Frame, one each second. A browser that connects again gets a history again,
 * which takes the place of all that the page had.
 *
 * Types only, and one pure function: the page and the server share this file. Times are in milliseconds since 1970, by the server's
 * clock, unless their names say otherwise. Null stands for what is not known, or cannot be measured; 0 is a figure.
 */

import type { BankFaults } from '@saleday/contracts/bank'

/** How many seconds of points and events are kept, and sent with a history. */
export const historySeconds = 600

export type History = {
  /** The oldest first, one for each second; the last one is that of `frame`. A second that the server missed is missing. */
  points: readonly Point[]
  /** The oldest first. */
  events: readonly TimelineEvent[]
  frame: Frame
}

export type Frame = {
  at: number
  place: Place
  /** In order of name, the control plane first. On one machine: that machine. Pods that have no node yet are in `unplaced`. */
  nodes: readonly NodeView[]
  unplaced: readonly PodView[]
  /** The shop's services in the order of a checkout, and then the bank and the databases. */
  services: readonly ServiceView[]
  checkouts: Checkouts
  /**
   * Customers who were failed since the run began: a checkout without a definite answer, and any other request that failed for good.
   * As the customers saw it, therefore null while no sale day has run.
   */
  failedCustomers: number | null
  run: Run | null
  /** New since the frame before, or told more of: one with the `id` of an earlier one takes its place. The oldest first. */
  events: readonly TimelineEvent[]
  /** Those that are on now; empty where the bank behaves, null where it does not say. */
  bankFaults: Partial<BankFaults> | null
  /** Whether an operator's token was set: without it there are no actions. */
  actions: boolean
}

export type Place = {
  kind: 'local' | 'cluster'
  /** Of the machine, or the context or cluster. */
  name: string
  /** For commands: of the kubeconfig of whoever reads them, and null where their current one will do. */
  context: string | null
  namespace: string
  /**
   * `watching`; `absent`: there is no shop, or it has been stopped; `lost`: who tells of it does not answer, and what is shown is old.
   */
  state: 'watching' | 'absent' | 'lost'
  /** For people: why it is not `watching`. */
  says: string | null
}

export type NodeView = {
  name: string
  role: 'control-plane' | 'worker' | 'machine'
  ready: boolean
  /** False: cordoned, as while it is drained. */
  takesPods: boolean
  /** In order of service, the oldest first. */
  pods: readonly PodView[]
}

/**
 * `pending`: has no node, or waits for its image; `starting`: runs, and was not ready yet; `ready`; `unready`: runs or is started again,
 * and takes no work; `draining`: was told to stop; `killed`: ended without a word, or by force, shown for some seconds after its end;
 * `failed`: does not start, as CrashLoopBackOff or an image that is not there.
 */
export type PodPhase = 'pending' | 'starting' | 'ready' | 'unready' | 'draining' | 'killed' | 'failed'

export type PodView = {
  /** Not the same for another process in its place: of a pod its uid, of a process its pid. */
  id: string
  /** Of a pod; on one machine `order 4711`. What the kill action takes. */
  name: string
  service: string
  phase: PodPhase
  /** Why it waits, or how it ended: `CrashLoopBackOff`, `OOMKilled`, `SIGKILL`; null where all is well. */
  reason: string | null
  ageSeconds: number
  /** Of its container since the pod was made. Always 0 on one machine, where each process is a new one. */
  restarts: number
  /** The tag of its image; of two versions at once each pod shows its own. On one machine empty. */
  version: string
  /** Of one core. */
  cpuPercent: number | null
  requestsPerSecond: number | null
}

export type ServiceView = {
  name: string
  /** `service`: one of the shop's own, with figures; `bank`: the outside party; `store`: a database, which tells none. */
  kind: 'service' | 'bank' | 'store'
  requestsPerSecond: number | null
  /** 5xx, and callers who went away first. Raw: most are asked again and come right. */
  errorsPerSecond: number | null
  p95Ms: number | null
  /** Of one core, all its processes together. */
  cpuPercent: number | null
  wanted: number
  ready: number
  autoscaler: Autoscaler | null
  /** Of a rollout under way: how many are of the new version. Null: none is. */
  rollout: { version: string; updated: number; wanted: number } | null
}

export type Autoscaler = {
  least: number
  most: number
  now: number
  wanted: number
  /** What it looks at: `requests/s` 130 of 120 for each pod, `cpu` 81 % of 70 %. `value` is null before its first look. */
  metrics: readonly { name: string; value: number | null; target: number; unit: '%' | '' }[]
}

/** What became of checkouts. */
export const outcomes = ['confirmed', 'soldOut', 'declined', 'refused', 'undecided', 'failed'] as const
/**
 * `soldOut` and `declined` are definite answers of a shop that works, and so is `refused`: another price, or not done in time and
 * nothing charged. `undecided`: under way now, not a total. `failed`: no definite answer for the customer, or a wrong one.
 */
export type Outcome = (typeof outcomes)[number]

export type Checkouts = {
  /**
   * `customers`: as the crowd of a sale day saw them; `order`: no crowd is there, and order's own decisions are counted since the
   * console started, which know of no failed customer.
   */
  from: 'customers' | 'order'
  /** Decided in the last seconds: every outcome but `undecided`. */
  perSecond: number | null
  /** `failed` is null where they come from order. */
  totals: Readonly<Record<Exclude<Outcome, 'failed'>, number>> & { readonly failed: number | null }
}

/** A sale day. It is kept for ten minutes after its end, or until the next one. */
export type Run = {
  id: string
  /** Of the scenario. */
  name: string
  /** `waiting`: the crowd is on its way; `running`; `checking`: the crowd has gone and the books are audited; `over`. */
  state: 'waiting' | 'running' | 'checking' | 'over'
  /** Null outside of `running`. */
  phase: RunPhase | null
  phases: readonly { name: string; seconds: number }[]
  /** Since the crowd came, and of the whole day. */
  elapsedSeconds: number
  lengthSeconds: number
  /** When the crowd came; null before. */
  startedAt: number | null
  /** Checkouts begun each second: what the scenario wants now, and what came lately. */
  wantedPerSecond: number | null
  begunPerSecond: number | null
}
export type RunPhase = { name: string; elapsedSeconds: number; seconds: number }

/** Something that happened to the shop, or that was done to it. */
export type TimelineEvent = {
  /** A later event of the same id tells more of the same, as when it was over. */
  id: string
  at: number
  /** Null: a moment, or not over yet. */
  endedAt: number | null
  kind: 'kill' | 'restart' | 'rollout' | 'scale' | 'drain' | 'node' | 'bank' | 'store' | 'run' | 'warning'
  /** `seen`: told by the cluster; `sale-day`: the sale day's timetable did it; `operator`: an action of this console. */
  by: 'seen' | 'sale-day' | 'operator'
  /** A service, the name of a node, or null. */
  subject: string | null
  /** `SIGKILL to order, order-6d5f-x2x (12 requests in flight)` */
  says: string
  /** The command that does the same in a cluster, for whoever wants to try; null where there is none or it was only seen. */
  kubectl: string | null
}

/** What plots need of a frame: each second of a history has one. */
export type Point = {
  at: number
  /** By name of service, those of kind `store` left out. */
  services: Readonly<Record<string, PointOfService>>
  checkoutsPerSecond: number | null
  wantedPerSecond: number | null
  failedCustomers: number | null
  /** What had become of checkouts by then: from two points follows how many of each there were each second. */
  totals: Checkouts['totals']
}
export type PointOfService = {
  requestsPerSecond: number | null
  errorsPerSecond: number | null
  p95Ms: number | null
  ready: number
  wanted: number
  /** Of each of the autoscaler's metrics, in their order: its value as a share of its target. Empty where there is none. */
  scaling: readonly (number | null)[]
}

/** What the page adds to its points for each frame. */
export const pointOf = ({ at, services, checkouts, run, failedCustomers }: Frame): Point => ({
  at,
  services: Object.fromEntries(
    services
      .filter(({ kind }) => kind !== 'store')
      .map(({ name, requestsPerSecond, errorsPerSecond, p95Ms, ready, wanted, autoscaler }) => [
        name,
        { requestsPerSecond, errorsPerSecond, p95Ms, ready, wanted, scaling: (autoscaler?.metrics ?? []).map(shareOf) },
      ]),
  ),
  checkoutsPerSecond: checkouts.perSecond,
  wantedPerSecond: run?.wantedPerSecond ?? null,
  failedCustomers,
  totals: checkouts.totals,
})

const shareOf = ({ value, target }: Autoscaler['metrics'][number]): number | null =>
  value === null || target === 0 ? null : value / target

/** The body of `POST /api/actions/kill`. */
export type KillRequest = { pod: string }
/** The body of `PUT /api/actions/bank-faults`: the bank then has these faults and no others, so `{}` mends it. See the bank's README. */
export type BankFaultsRequest = Partial<BankFaults>
/**
 * The answer to both, with 200: what was done, which the timeline shows too. Errors are RFC 9457 problems: 404 where no token was set
 * or no such pod is there, 401 with another token, 400 for faults that the bank does not know.
 */
export type ActionAnswer = TimelineEvent
