import type { Order } from '@saleday/contracts/order'
import type { ShortProduct } from '@saleday/contracts/product'
import { checkoutLimits } from '@saleday/load/client-policy'
import { NoAnswer, Refusal, SessionOver } from '../api/failures.ts'
import { type Answer, successOf } from '../api/send.ts'
import type { Session } from '../session/session.ts'
import type { Intent } from './intent.ts'

/** What has become of an intent. All but `unknown` and `session_over` are definite. */
export type Outcome =
  | { is: 'ordered' | 'watching'; order: Order }
  | { is: 'price_changed'; totalCents: number; prices: NewPrice[] }
  | { is: 'out_of_stock'; products: ShortProduct[] }
  | { is: 'product_unknown'; productIds: string[] }
  | { is: 'declined'; declineCode: string | undefined }
  | { is: 'timed_out' }
  | { is: 'refused'; error: Refusal }
  | { is: 'unknown'; error: NoAnswer }
  | { is: 'session_over' }

export type NewPrice = { productId: string; unitPriceCents: number }

export const isDefinite = ({ is }: Outcome): boolean => is !== 'unknown' && is !== 'session_over'

/** Sends the intent, again and again with the same key, until there is a definite answer or half a minute is over. */
export async function placeOrder(ask: Session['ask'], intent: Intent): Promise<Outcome> {
  const { key, lines, totalCents, cardToken } = intent
  try {
    const answer = await ask({
      method: 'POST',
      path: '/api/orders',
      headers: { 'idempotency-key': key },
      body: { lines, expectedTotalCents: totalCents, cardToken },
      limits: checkoutLimits,
    })
    return outcomeOf(answer)
  } catch (error) {
    if (error instanceof SessionOver) return { is: 'session_over' }
    if (error instanceof NoAnswer) return { is: 'unknown', error }
    if (error instanceof Refusal) return { is: 'refused', error }
    throw error
  }
}

function outcomeOf(answer: Answer): Outcome {
  if (answer.status < 400) {
    const order = successOf<Order>(answer)
    return { is: answer.status === 202 ? 'watching' : 'ordered', order }
  }
  // biome-ignore lint/suspicious/noExplicitAny: a problem carries members of its own, each by its code
  const problem: any = answer.body ?? {}
  if (problem.code === 'price_changed')
    return { is: 'price_changed', totalCents: problem.totalCents, prices: problem.prices ?? [] }
  if (problem.code === 'out_of_stock') return { is: 'out_of_stock', products: problem.products ?? [] }
  if (problem.code === 'product_unknown') return { is: 'product_unknown', productIds: problem.productIds ?? [] }
  if (problem.code === 'payment_declined') return { is: 'declined', declineCode: problem.declineCode }
  if (problem.code === 'timed_out') return { is: 'timed_out' }
  return { is: 'refused', error: new Refusal(answer.status, problem) }
}

/** What the bank's reason means, and what to do. */
export function explainDecline(declineCode: string | undefined): string {
  if (declineCode === 'insufficient_funds') return 'The bank says that there is too little money on this card.'
  if (declineCode === 'lost_card') return 'The bank says that this card was reported lost.'
  return 'The bank declined this card.'
}
