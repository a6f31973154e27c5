import type { Context } from '@saleday/chassis/context'
import type { OrderRefund } from '@saleday/contracts/order'
import { inTransaction } from '@saleday/postgres/in-transaction'
import type { Pool } from '@saleday/postgres/pool'
import { problem } from './errors.ts'
import { pollUntil } from './poll-until.ts'
import { type RefundStore, refundsIn } from './refund-store.ts'
import { orderStore } from './store.ts'

export type AskedRefund = { orderId: string; refundId: string; amountCents?: number | undefined }

export type Refunding = {
  pool: Pool
  refunds: RefundStore
  onChanged: (orderId: string, work: readonly ['refund']) => void
}

/**
 * Gives a part of a shipped order's total back, on purpose. The refund is written down before payment is asked, and the
 * outbox asks; whoever comes with the same id waits for the same refund.
 * @returns the refund: ended, or still `refunding` when time ran out
 * @throws ProblemError order_not_found, not_refundable, refund_too_large, refund_mismatch
 */
export async function refundOrder(parts: Refunding, asked: AskedRefund, context: Context): Promise<OrderRefund> {
  const isNew = await inTransaction(parts.pool, 'record_refund', (tx) => record(orderStore(tx), refundsIn(tx), asked))
  if (isNew) parts.onChanged(asked.orderId, ['refund'])
  async function look(): Promise<OrderRefund> {
    const refund = await parts.refunds.find(asked.refundId)
    if (!refund) throw new Error(`there is no refund ${asked.refundId}`)
    return refund
  }
  return pollUntil(context, look, ({ state }) => state !== 'refunding')
}

/** Refunds of one order come one after the other, so that they never add up to more than its total. */
async function record(
  orders: Pick<ReturnType<typeof orderStore>, 'lock'>,
  refunds: ReturnType<typeof refundsIn>,
  { orderId, refundId, amountCents }: AskedRefund,
): Promise<boolean> {
  const order = await orders.lock(orderId)
  if (!order) throw problem('order_not_found', `There is no order ${orderId}.`)
  const known = await refunds.find(refundId)
  if (known) {
    if (known.orderId === orderId && (amountCents ?? known.amountCents) === known.amountCents) return false
    throw problem('refund_mismatch', `It is for order ${known.orderId}, ${known.amountCents} cents. Take a new id.`)
  }
  if (order.state !== 'shipped')
    throw problem('not_refundable', `It is ${order.state}. Before it is shipped its customer cancels it.`)

  const before = await refunds.ofOrder(orderId)
  const given = before.reduce((sum, refund) => sum + (refund.state === 'refused' ? 0 : refund.amountCents), 0)
  const leftCents = order.totalCents - given
  const cents = amountCents ?? leftCents
  if (cents > leftCents || cents === 0)
    throw problem('refund_too_large', `${leftCents} cents of its total are left.`, { leftCents })
  if (await refunds.insert({ refundId, orderId, amountCents: cents })) return true
  throw problem('refund_mismatch', 'This id was taken a moment ago for another order. Take a new id.')
}
