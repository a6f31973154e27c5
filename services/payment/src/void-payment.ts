import type { Context } from '@saleday/chassis/context'
import type { PaymentOutcome } from '@saleday/contracts/payment'
import { type Asking, askUntilAtRest } from './ask-bank.ts'
import { type Payment, recordUndo, voidOutcome } from './payment.ts'
import type { PaymentStore } from './store.ts'

/**
 * Undoes what it finds. The wish is recorded at once and bars what comes later; the bank hears it when it has answered
 * the call before. `done` only when the bank has confirmed that nothing is open.
 */
export async function voidPayment(asking: Asking, orderId: string, context: Context): Promise<PaymentOutcome> {
  const payment = await recordedUndo(asking.payments, orderId)
  return voidOutcome(await askUntilAtRest(asking, payment, context))
}

/** Ends soon: a payment can change under our hands only as often as it has states. */
async function recordedUndo(payments: PaymentStore, orderId: string): Promise<Payment> {
  for (;;) {
    const payment = await payments.find(orderId)
    if (!payment) {
      await payments.leaveTombstone(orderId)
      continue
    }
    const change = recordUndo(payment)
    const recorded = change ? await payments.change(payment, change, 'to be undone') : payment
    if (recorded) return recorded
  }
}
