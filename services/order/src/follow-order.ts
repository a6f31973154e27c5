import type { Context } from '@saleday/chassis/context'
import type { Checkout } from './checkout.ts'
import { decideOrder } from './decide-order.ts'
import type { StoredOrder } from './order.ts'
import { pollUntil } from './poll-until.ts'

/**
 * Waits until an order is decided, and gives it as it is then; as `placed` when the deadline came first. While another
 * process works on it this one only looks; when the lease runs out it goes on with the work.
 * @throws Error where there is no such order
 */
export async function followOrder(checkout: Checkout, orderId: string, context: Context): Promise<StoredOrder> {
  async function look(): Promise<StoredOrder> {
    const order = await checkout.orders.find(orderId)
    if (!order) throw new Error(`there is no order ${orderId}`)
    return order
  }
  async function goOn(order: StoredOrder): Promise<boolean> {
    const lease = await checkout.orders.takeLease(orderId, checkout.timing.leaseMs)
    if (lease) await decideOrder(checkout, order, lease, context)
    return lease !== undefined
  }
  return pollUntil(context, look, ({ state }) => state !== 'placed', goOn)
}
