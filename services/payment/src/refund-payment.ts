import type { Context } from '@saleday/chassis/context'
import { inTransaction } from '@saleday/postgres/in-transaction'
import type { Pool } from '@saleday/postgres/pool'
import { type Asking, askRefund } from './ask-bank.ts'
import { problem } from './errors.ts'
import type { Payment } from './payment.ts'
import { checkRefund, checkSameRefund, type Refund } from './refund.ts'
import type { RefundStore } from './refund-store.ts'

export type Refunding = Asking & {
  pool: Pool
  refundsIn: (db: Parameters<Parameters<typeof inTransaction>[2]>[0]) => RefundStore
}

/** Gives a part of what was captured back, on purpose. The same id gives the same refund. */
export async function refundPayment(parts: Refunding, asked: Omit<Refund, 'state'>, context: Context): Promise<Refund> {
  const { payment, refund } = await inTransaction(parts.pool, 'record-refund', (tx) =>
    recordRefund(parts.refundsIn(tx), asked),
  )
  return refund.state === 'refunding' ? askRefund(parts, refund, payment, context) : refund
}

async function recordRefund(
  refunds: RefundStore,
  asked: Omit<Refund, 'state'>,
): Promise<{ payment: Payment; refund: Refund }> {
  const payment = await refunds.lockPayment(asked.orderId)
  if (!payment) throw problem('payment_not_found', 'Nothing was authorised for this order.')
  const known = await refunds.find(asked.refundId)
  if (known) {
    checkSameRefund(known, asked)
    return { payment, refund: known }
  }
  const open = await refunds.open(asked.orderId)
  checkRefund(
    payment,
    open.reduce((sum, { amountCents }) => sum + amountCents, 0),
    asked.amountCents,
  )
  const refund = await refunds.insert(asked)
  if (!refund) throw problem('refund_mismatch', 'This id was taken a moment ago for another order.')
  return { payment, refund }
}
