import type { Order } from '@saleday/contracts/order'
import { problem } from './errors.ts'
import { toOrder, workAfter } from './order.ts'
import type { OrderStore } from './store.ts'

/**
 * Cancels a confirmed order for its customer. Stock and money go back by the outbox; what is under way waits for nothing.
 * @throws ProblemError order_not_found, also for another customer's order; not_cancellable
 */
export async function cancelOrder(orders: OrderStore, orderId: string, customerId: string): Promise<Order> {
  const order = await orders.find(orderId)
  if (order?.customerId !== customerId) throw problem('order_not_found', `You have no order ${orderId}.`)
  await orders.move({
    orderId,
    from: 'confirmed',
    to: 'cancelled',
    reason: 'customer_cancelled',
    work: workAfter.cancelled,
  })
  const after = await orders.find(orderId)
  if (after?.state === 'cancelled') return toOrder(after)
  throw problem('not_cancellable', whyNot[after!.state])
}

const whyNot: Record<Exclude<Order['state'], 'cancelled'>, string> = {
  confirmed: 'This order was confirmed at this moment; try again.',
  placed: 'This order is being decided; try again in a moment.',
  cancelling: 'This order was refused, there is nothing to cancel. Nothing was charged.',
  rejected: 'This order was refused, there is nothing to cancel. Nothing was charged.',
  shipped: 'This order is on its way already.',
}
