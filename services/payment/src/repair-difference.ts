import type { Context } from '@saleday/chassis/context'
import type { Authorisation } from '@saleday/contracts/bank'
import { inTransaction } from '@saleday/postgres/in-transaction'
import { askOnce } from './ask-bank.ts'
import type { Difference, DifferenceKind } from './compare-with-bank.ts'
import { type Payment, questionOf } from './payment.ts'
import type { Refunding } from './refund-payment.ts'
import { voidPayment } from './void-payment.ts'

export type Repairing = Refunding & { strayAfterMs: number }

/** `later`: it may not be repaired yet. `unanswered`: the bank has not confirmed it. `reported`: a person has to look. */
export type RepairOutcome = 'repaired' | 'later' | 'unanswered' | 'reported'

type Repair = (repairing: Repairing, difference: Difference, context: Context) => Promise<RepairOutcome>

/**
 * Makes the books the same. Each repair may be made again or at once with live traffic: the bank is asked under a key,
 * and the payment is changed only from the state that was compared.
 */
export const repairDifference: Repair = (repairing, difference, context) =>
  repairs[difference.kind](repairing, difference, context)

const report: Repair = async () => 'reported'

/** What has no live order: a hold is let go, and money that was taken is given back. */
const undoAtBank: Repair = async ({ bank }, { authorisation }, context) =>
  authorisation && (await bank.undo(authorisation, context)) ? 'repaired' : 'unanswered'

/**
 * Payment writes down what it asks before it asks, so this is of another merchant system, or of a payment that was
 * lost. The tombstone bars the order's own authorise first. What is captured may be of an order that stands.
 */
const undoUnknown: Repair = async (repairing, difference, context) => {
  const authorisation = difference.authorisation as Authorisation
  if (authorisation.state === 'captured') return 'reported'
  if (Date.now() - Date.parse(authorisation.createdAt) < repairing.strayAfterMs) return 'later'
  if (!(await repairing.payments.leaveTombstone(difference.orderId))) return 'later'
  return undoAtBank(repairing, difference, context)
}

/**
 * The bank has ended or captured it: asking to capture takes nothing that is not taken, and gets the answer that was
 * missed.
 */
const askForCapture: Repair = async (repairing, { orderId }, context) => {
  const capturing = await repairing.payments.beginCapture(orderId)
  if (!capturing) return 'later'
  return questionOf(await askOnce(repairing, capturing, context)) ? 'unanswered' : 'repaired'
}

/** The order was told that it is not paid. */
const undoOpen: Repair = async (repairing, difference, context) => {
  if (difference.payment?.state !== 'capture_refused') return undoAtBank(repairing, difference, context)
  const { outcome } = await voidPayment(repairing, difference.orderId, context)
  return outcome === 'done' ? 'repaired' : 'unanswered'
}

/** Money that the bank has given back is written down as a refund of our own, under the payment's lock. */
const adoptRefund: Repair = async ({ pool, refundsIn }, difference) => {
  const { refundedCents } = difference.payment as Payment
  const atBank = difference.authorisation as Authorisation
  return inTransaction(pool, 'adopt-refund', async (tx) => {
    const refunds = refundsIn(tx)
    const now = await refunds.lockPayment(difference.orderId)
    const isAsCompared = now?.state === 'captured' && now.refundedCents === refundedCents
    if (!isAsCompared || (await refunds.open(difference.orderId)).length > 0) return 'later'
    const refund = await refunds.insert({
      refundId: crypto.randomUUID(),
      orderId: difference.orderId,
      amountCents: atBank.refundedCents - refundedCents,
    })
    return refund && (await refunds.hear(refund, 'refunded')) ? 'repaired' : 'later'
  })
}

const repairs: Record<DifferenceKind, Repair> = {
  unknown_authorisation: undoUnknown,
  second_authorisation: undoAtBank,
  open_at_bank: undoOpen,
  unknown_capture: askForCapture,
  ended_at_bank: askForCapture,
  unknown_refund: adoptRefund,
  missing_authorisation: report,
  missing_capture: report,
  missing_refund: report,
  other_amount: report,
}
