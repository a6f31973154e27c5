import type { Clients } from './clients.ts'
import type { Config } from './config.ts'
import type { OrderStore } from './store.ts'

/** What the flow of a checkout works with. */
export type Checkout = {
  orders: OrderStore
  clients: Pick<Clients, 'products' | 'payments'>
  timing: Config['timing']
  /** Called after an order's row has been decided here, with `confirmed` or the reason why not. */
  onDecided: (orderId: string, outcome: string) => void
}
