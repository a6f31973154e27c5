import type { Outcome } from './measure-names.ts'

/** What a buyer was told by a definite answer to a checkout. Anything else than these is an answer no buyer should get. */
export function outcomeOfAnswer(status: number, code: string): Outcome {
  if (status === 201) return 'confirmed'
  if (status === 402 && code === 'payment_declined') return 'declined'
  if (status === 409 && code === 'out_of_stock') return 'sold_out'
  if (status === 409 && code === 'price_changed') return 'price_changed'
  if (status === 409 && code === 'timed_out') return 'timed_out'
  return 'failed'
}

/** What a buyer has been told when no attempt was answered definitely in the time that there is. */
export function outcomeOfGivingUp(lastStatus: number): Outcome {
  return lastStatus === 429 || lastStatus === 503 ? 'shed' : 'unknown'
}

/** What the state of a watched order tells its buyer; nothing while it is not decided. */
export function outcomeOfOrder(order: { state: string; reason: string | null }): Outcome | undefined {
  if (order.state === 'placed') return undefined
  if (order.state === 'confirmed' || order.state === 'shipped') return 'confirmed'
  if (order.reason === 'out_of_stock') return 'sold_out'
  if (order.reason === 'payment_declined' || order.reason === 'capture_refused') return 'declined'
  if (order.reason === 'timed_out') return 'timed_out'
  return 'failed'
}
