import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '@saleday/chassis/context'
import type { Checkout } from './checkout.ts'
import { decideOrder } from './decide-order.ts'
import type { StoredOrder } from './order.ts'

/** Kept back from a request's time for its answer. */
const answerMs = 300
const pollMs = { first: 20, longest: 200 }

/**
 * Waits until an order is decided, and gives it as it is then; as `placed` when the deadline came first. While another
 * process works on it this one only looks, holding no connection; when the lease runs out it goes on with the work.
 * @throws Error where there is no such order
 */
export async function followOrder(checkout: Checkout, orderId: string, context: Context): Promise<StoredOrder> {
  for (let waitMs = pollMs.first; ; waitMs = Math.min(pollMs.longest, waitMs * 1.5)) {
    const order = await checkout.orders.find(orderId)
    if (!order) throw new Error(`there is no order ${orderId}`)
    if (order.state !== 'placed' || context.deadline.remainingMs() < answerMs) return order

    const lease = await checkout.orders.takeLease(orderId, checkout.timing.leaseMs)
    if (lease) await decideOrder(checkout, order, lease, context)
    else await sleep(Math.min(waitMs, Math.max(0, context.deadline.remainingMs() - answerMs)))
  }
}
