import type { Order } from '@saleday/contracts/order'
import { problem } from './errors.ts'
import { toOrder, workAfter } from './order.ts'
import type { OrderStore } from './store.ts'

/**
 * Cancels a confirmed order for its customer. Stock and money go back by the outbox; what is under way waits for nothing.
 * @throws ProblemError order_not_found, also for another customer's order; not_cancellable
 */
export async function cancelOrder(orders: OrderStore, orderId: string, customerId: string): Promise<Order> {
  await orders.move({
    orderId: await ownOrder(orders, orderId, customerId),
    from: 'confirmed',
    to: 'cancelled',
    reason: 'customer_cancelled',
    work: workAfter.cancelled,
  })
  const order = await orders.find(orderId)
  if (order?.state === 'cancelled') return toOrder(order)
  throw problem('not_cancellable', whyNot[order!.state] ?? 'This order cannot be cancelled.')
}

const whyNot: Partial<Record<Order['state'], string>> = {
  placed: 'This order is being decided; try again in a moment.',
  cancelling: 'This order was refused, there is nothing to cancel. Nothing was charged.',
  rejected: 'This order was refused, there is nothing to cancel. Nothing was charged.',
  shipped: 'This order is on its way already.',
}

/** @throws ProblemError order_not_found */
async function ownOrder(orders: OrderStore, orderId: string, customerId: string): Promise<string> {
  const order = await orders.find(orderId)
  if (order?.customerId !== customerId) throw problem('order_not_found', `You have no order ${orderId}.`)
  return orderId
}
