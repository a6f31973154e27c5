import type { Context } from '@saleday/chassis/context'
import type { Bank } from './clients.ts'
import { type Counters, countStep } from './metrics.ts'
import { type BankAnswer, hearBank, type Payment, questionOf } from './payment.ts'
import type { Refund } from './refund.ts'
import type { RefundStore } from './refund-store.ts'
import type { PaymentStore } from './store.ts'

export type Asking = { payments: PaymentStore; refunds: RefundStore; bank: Bank; counters: Counters }

/** Asks the bank until nothing is open, or until it gives no answer: then the payment comes back still waiting. */
export async function askUntilAtRest(asking: Asking, payment: Payment, context: Context): Promise<Payment> {
  let current = payment
  while (questionOf(current)) {
    const next = await askOnce(asking, current, context)
    if (next.state === current.state) return next
    current = next
  }
  return current
}

/** Asks the open question once and writes the answer down. Without an answer the payment comes back as it is. */
export async function askOnce(asking: Asking, payment: Payment, context: Context): Promise<Payment> {
  const asked = payment.state === 'refunding' ? await afterOpenRefunds(asking, payment, context) : payment
  if (asked?.state !== payment.state) return asked ?? payment
  const answer = await asking.bank.ask(asked, context)
  return answer ? hear(asking, asked, answer, context) : asked
}

/**
 * An undo gives back what is left, so what is under way on purpose must have its answer first.
 * Undefined: there is none yet.
 */
async function afterOpenRefunds(asking: Asking, payment: Payment, context: Context): Promise<Payment | undefined> {
  for (const refund of await asking.refunds.open(payment.orderId)) {
    const heard = await askRefund(asking, refund, payment, context)
    if (heard.state === 'refunding') return undefined
  }
  return asking.payments.find(payment.orderId)
}

async function hear(asking: Asking, asked: Payment, answer: BankAnswer, context: Context): Promise<Payment> {
  let from = asked
  // An answer counts only in the state that asked for it. In that state an undo may come in between: then once more.
  while (from.state === asked.state) {
    const change = hearBank(from, answer)
    const heard = await asking.payments.change(from, change, 'code' in answer ? answer.code : undefined)
    if (heard) {
      for (const state of change.steps) countStep(asking.counters, state)
      context.log.info({ orderId: heard.orderId, answer: answer.is, state: heard.state }, 'the bank has answered')
      return heard
    }
    from = await existing(asking.payments, asked.orderId)
  }
  return from
}

/** Asks for a refund on purpose and writes the answer down. Without an answer it comes back as it is. */
export async function askRefund(asking: Asking, refund: Refund, payment: Payment, context: Context): Promise<Refund> {
  const answer = await asking.bank.refund(refund, payment, context)
  if (!answer) return refund
  const heard = await asking.refunds.hear(refund, answer)
  if (heard)
    context.log.info(
      { orderId: refund.orderId, refundId: refund.refundId, state: heard.state },
      'the bank has answered',
    )
  return heard ?? (await asking.refunds.find(refund.refundId)) ?? refund
}

async function existing(payments: PaymentStore, orderId: string): Promise<Payment> {
  const payment = await payments.find(orderId)
  if (!payment) throw new Error(`the payment ${orderId} has vanished`)
  return payment
}
