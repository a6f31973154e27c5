import type { LiveDay } from '@saleday/load/live-day'
import type { BankFaultsRequest, NodeView, Place, PodView, ServiceView, TimelineEvent } from './frame.ts'

/** A shop as it is at one moment, before its figures are known. */
export type Seen = {
  place: Place
  nodes: readonly Omit<NodeView, 'pods'>[]
  pods: readonly SeenPod[]
  services: readonly SeenService[]
}

/** A pod, or a process of one machine. */
export type SeenPod = Omit<PodView, 'ageSeconds' | 'cpuPercent' | 'requestsPerSecond'> & {
  node: string | null
  /** Milliseconds since 1970. */
  startedAt: number
  /** Where its /metrics are; null where it has none, or has no process. */
  adminUrl: string | null
}

export type SeenService = Pick<ServiceView, 'name' | 'kind' | 'wanted' | 'ready' | 'autoscaler' | 'rollout'>

/** What an action did, and the command that does the same in a cluster. */
export type Done = { says: string; kubectl: string | null }

/** Where a shop is looked at: one machine, or a cluster. */
export type Source = {
  look(): Promise<Seen>
  /** The sale day that is under way. */
  saleDay(): LiveDay | undefined
  /** What was told since this was asked last, and is not seen by comparing looks. */
  news(): readonly TimelineEvent[]
  /** How often the processes may be asked for their metrics. */
  readEveryMs: number
  /** Ends a process without notice. @returns undefined where it was gone */
  kill(pod: SeenPod): Promise<Done | undefined>
  /** The command that gives the bank these faults. */
  bankFaultsCommand(faults: BankFaultsRequest): string
  close(): Promise<void>
}
