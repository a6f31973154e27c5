import type { BankFaults } from '@saleday/contracts/bank'
import type { ServiceName } from '@saleday/local/parties'

/** Which process is hit: the one with most requests in flight, or one that the seed chooses, as it does the service for `any`. */
type OnProcess = { service: ServiceName | 'any'; which: 'in-flight' | 'seed' }

/** What the timetable will do to the shop, and when: counted from the start of the crowd. */
export type PlannedEvent = { atMs: number } & (
  | ({ kind: 'kill' } & OnProcess)
  | ({ kind: 'restart' } & OnProcess)
  | { kind: 'bank'; faults: Partial<BankFaults>; forMs: number }
  | { kind: 'valkey'; service: 'carts' | 'cache' }
  | { kind: 'postgres' }
  | ({ kind: 'evict' } & OnProcess)
  | ClusterAction
)

/** `worker`: one that the seed chooses; where something is undone, the one that it was done to. */
type OnNode = { node: string }

/** What a cluster alone can do, beside evictions. `forMs`: undone after so long; null: at the end of the run. */
export type ClusterAction =
  /** `to`: another tag of the image; null: the same image in another version of the pod. */
  | { kind: 'rollout'; service: ServiceName; to: string | null }
  | { kind: 'bad-rollout'; service: ServiceName; forMs: number }
  | { kind: 'config'; service: ServiceName; set: Readonly<Record<string, string>> }
  | { kind: 'scale'; service: ServiceName; to: number }
  | ({ kind: 'drain'; forMs: number | null } & OnNode)
  | ({ kind: 'uncordon' } & OnNode)
  | ({ kind: 'stop-node'; forMs: number | null } & OnNode)
  | ({ kind: 'start-node' } & OnNode)

export type ClusterEvent = PlannedEvent & ClusterAction

const clusterActions = new Set<string>([
  'rollout',
  'bad-rollout',
  'config',
  'scale',
  'drain',
  'uncordon',
  'stop-node',
  'start-node',
] satisfies ClusterAction['kind'][])

export const isClusterAction = (event: PlannedEvent): event is ClusterEvent => clusterActions.has(event.kind)

/** Where nodes are containers of this machine. */
export const needsKind = ({ kind }: PlannedEvent): boolean => kind === 'stop-node' || kind === 'start-node'
