import type { BankFaults } from '@saleday/contracts/bank'
import type { ServiceName } from '@saleday/local/parties'

/** Which process is hit: the one with most requests in flight, or one that the seed chooses. */
type OnProcess = { service: ServiceName; which: 'in-flight' | 'seed' }

/** What the timetable will do to the shop, and when: counted from the start of the crowd. */
export type PlannedEvent = { atMs: number } & (
  | ({ kind: 'kill' } & OnProcess)
  | ({ kind: 'restart' } & OnProcess)
  | { kind: 'bank'; faults: Partial<BankFaults>; forMs: number }
  | { kind: 'valkey'; service: 'carts' | 'cache' }
  | { kind: 'postgres' }
)
