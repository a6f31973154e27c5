import type { Context } from '@saleday/chassis/context'
import type { PaymentOutcome } from '@saleday/contracts/payment'
import { type Asking, askOnce } from './ask-bank.ts'
import { problem } from './errors.ts'
import { type Authorisation, authoriseOutcome, isSameRequest } from './payment.ts'

/**
 * Records the wish, asks the bank, writes its answer down. A call that comes twice, or twice at once, asks with the
 * same key and has one effect.
 */
export async function authorisePayment(
  asking: Asking,
  order: Authorisation,
  context: Context,
): Promise<PaymentOutcome> {
  const payment = await asking.payments.recordAuthorise(order)
  if (payment.undo) return authoriseOutcome(payment)
  if (!isSameRequest(payment, order)) {
    throw problem('payment_mismatch', 'One order is paid once: the same amount with the same card, or another order.')
  }
  if (payment.state !== 'authorising') return authoriseOutcome(payment)
  return authoriseOutcome(await askOnce(asking, payment, context))
}
