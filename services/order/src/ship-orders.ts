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

const batch = 100

/** Stands in for the warehouse in demonstrations: ships what has been confirmed for a while. */
export function shipOrders(
  orders: OrderStore,
  afterSeconds: number,
  log: Logger,
  metrics: Registry,
  onChanged: (orderId: string) => void,
): PeriodicWorker {
  return periodicWorker({
    name: 'ship-orders',
    everyMs: 5_000,
    log,
    metrics,
    async run() {
      const ready = await orders.findShippable(afterSeconds, batch)
      for (const orderId of ready) if (await orders.ship(orderId)) onChanged(orderId)
      return ready.length === batch
    },
  })
}
