import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import type { Order } from '@saleday/contracts/order'
import type { Registry } from 'prom-client'
import { problem } from './errors.ts'
import { toOrder } from './order.ts'
import type { OrderStore } from './store.ts'

/** Ships one order for the operator. @throws ProblemError order_not_found, not_shippable */
export async function shipOrder(orders: OrderStore, orderId: string): Promise<Order> {
  await orders.ship(orderId)
  const order = await orders.find(orderId)
  if (!order) throw problem('order_not_found', `There is no order ${orderId}.`)
  if (order.state === 'shipped') return toOrder(order)
  const why =
    order.state === 'confirmed'
      ? 'Its stock is not committed or its payment not captured yet; try again in a moment.'
      : `It is ${order.state}.`
  throw problem('not_shippable', why)
}

const page = 500

/** Stands in for the warehouse in demonstrations: ships what has been confirmed for a while. */
export function shipOrders(
  orders: OrderStore,
  afterSeconds: number,
  log: Logger,
  metrics: Registry,
  onChanged: (orderId: string) => void,
): PeriodicWorker {
  let after: string | undefined
  return periodicWorker({
    name: 'ship-orders',
    everyMs: 5_000,
    log,
    metrics,
    async run() {
      const found = await orders.findShippable(afterSeconds, after, page)
      let shipped = 0
      for (const { id } of found.filter(({ isReady }) => isReady)) {
        if (!(await orders.ship(id))) continue
        shipped++
        onChanged(id)
      }
      const isFull = found.length === page
      after = isFull ? found.at(-1)!.at : undefined // from the beginning, after the last page
      return isFull && shipped > 0
    },
  })
}
