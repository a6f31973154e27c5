import type { Context } from '@saleday/chassis/context'
import type { PaymentOutcome } from '@saleday/contracts/payment'
import { type Asking, askOnce } from './ask-bank.ts'
import { problem } from './errors.ts'
import { captureOutcome } from './payment.ts'

/** Captures what was authorised. After a void there is nothing to do, for good: `over`. */
export async function capturePayment(asking: Asking, orderId: string, context: Context): Promise<PaymentOutcome> {
  const payment = (await asking.payments.beginCapture(orderId)) ?? (await asking.payments.find(orderId))
  if (!payment) throw problem('payment_not_found', 'Nothing was authorised for this order.')
  if (payment.undo || payment.state !== 'capturing') return captureOutcome(payment)
  return captureOutcome(await askOnce(asking, payment, context))
}
