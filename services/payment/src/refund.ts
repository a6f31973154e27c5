import type { Refund as RefundAnswer } from '@saleday/contracts/payment'
import { problem } from './errors.ts'
import type { Payment } from './payment.ts'

/** A part of what was captured, given back on purpose. */
export type Refund = RefundAnswer

/**
 * May this much be given back?
 * @param openCents what other refunds, not yet confirmed, are about to give back
 */
export function checkRefund(payment: Payment, openCents: number, amountCents: number): void {
  if (payment.state !== 'captured' || payment.undo) {
    throw problem('payment_not_captured', `The payment is ${payment.state}; only what was captured can be given back.`)
  }
  const leftCents = payment.capturedCents - payment.refundedCents - openCents
  if (amountCents > leftCents) {
    throw problem('refund_too_large', `${leftCents} cents are left of what was captured.`, { leftCents })
  }
}

/** The refund that the id was used for before must be the same. */
export function checkSameRefund(known: Refund, asked: { orderId: string; amountCents: number }): void {
  if (known.orderId === asked.orderId && known.amountCents === asked.amountCents) return
  throw problem('refund_mismatch', 'Take a new refund id for another order or another amount.')
}
