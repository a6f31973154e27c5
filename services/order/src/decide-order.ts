import type { Context } from '@saleday/chassis/context'
import { NoAnswer } from '@saleday/chassis/service-client'
import type { OrderReason } from '@saleday/contracts/order'
import type { Checkout } from './checkout.ts'
import { backoffMs, type StoredOrder, workAfter } from './order.ts'
import type { Lease } from './store.ts'

/**
 * Steps 2 to 4 of a checkout, for whoever holds the order's lease: reserve, authorise, decide. Only the update of the
 * order's row decides; until then everything is undone by cancelling, and may be done again by anybody.
 * When a step gives no answer (or a bug throws) the lease is given back, and whoever takes it next tries again, until the
 * order is so old that it is cancelled.
 * @throws where the order's own database is away; the lease then runs out by itself
 */
export async function decideOrder(
  checkout: Checkout,
  order: StoredOrder,
  lease: Lease,
  context: Context,
): Promise<void> {
  const startedAt = performance.now()
  try {
    const held = await checkout.clients.products.reserve(order.id, order.lines, context)
    if (held === 'released') return // undone before: decided by somebody else
    if (held !== 'held') return await cancel(checkout, lease, 'out_of_stock', { products: held })

    const { outcome, declineCode } = await checkout.clients.payments.authorise(order, context)
    if (outcome === 'over') return // undone before: decided by somebody else
    if (outcome === 'declined') return await cancel(checkout, lease, 'payment_declined', { declineCode })
    if (outcome !== 'done') throw new StillPending()

    await confirm(checkout, lease)
  } catch (error) {
    const ageMs = Math.round(lease.ageMs + performance.now() - startedAt)
    const expected = error instanceof NoAnswer || error instanceof StillPending
    context.log[expected ? 'info' : 'error'](
      { err: error, orderId: order.id, epoch: lease.epoch, ageMs },
      'a step gave no answer',
    )
    if (ageMs >= checkout.timing.giveUpAfterMs) await cancel(checkout, lease, 'timed_out')
    else await checkout.orders.giveLeaseBack(lease, backoffMs(lease.epoch, 100, 1_500))
  }
}

/** Payment itself waits for the bank. */
class StillPending extends Error {
  override name = 'StillPending'
  override message = 'the bank has not answered'
}

async function confirm(checkout: Checkout, lease: Lease): Promise<void> {
  const work = workAfter.confirmed
  const hit = await checkout.orders.move({
    orderId: lease.orderId,
    from: 'placed',
    to: 'confirmed',
    epoch: lease.epoch,
    work,
  })
  if (hit) checkout.onDecided(lease.orderId, 'confirmed', work)
}

async function cancel(
  checkout: Checkout,
  lease: Lease,
  reason: OrderReason,
  reasonDetail?: Record<string, unknown>,
): Promise<void> {
  const work = workAfter.cancelling
  const hit = await checkout.orders.move({
    orderId: lease.orderId,
    from: 'placed',
    to: 'cancelling',
    epoch: lease.epoch,
    reason,
    reasonDetail,
    work,
  })
  if (hit) checkout.onDecided(lease.orderId, reason, work)
}
