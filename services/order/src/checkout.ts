import type { Clients } from './clients.ts'
import type { Config } from './config.ts'
import type { OutboxKind } from './order.ts'
import type { OrderStore } from './store.ts'

/** What the flow of a checkout works with. */
export type Checkout = {
  orders: OrderStore
  clients: Pick<Clients, 'products' | 'payments'>
  timing: Config['timing']
  /** Called after an order's row has been decided here, with `confirmed` or the reason why not, and the work that this left. */
  onDecided: (orderId: string, outcome: string, work: readonly OutboxKind[]) => void
  /** Called for a checkout that ended before there was an order, with the code of its refusal. */
  onRefused: (code: string) => void
}
