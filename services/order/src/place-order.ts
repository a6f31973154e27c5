import { randomUUIDv7 } from 'node:crypto'
import { commonProblem, type ProblemError } from '@saleday/chassis/problem'
import type { RequestContext } from '@saleday/chassis/request-context'
import type { Checkout } from './checkout.ts'
import { decideOrder } from './decide-order.ts'
import { problem } from './errors.ts'
import { followOrder } from './follow-order.ts'
import { hashIntent, type Intent, type PricedOrder, priceOrder, type StoredOrder, wasConfirmed } from './order.ts'
import type { KeyHolds, Refusal } from './store.ts'

const tooFewLeft = 'Too few are left; nothing was charged.'

export type PlaceOrder = { customerId: string; key: string; intent: Intent }

/**
 * A checkout. The key is looked up before anything else, so that a repeat gets what the first one got, whatever has
 * become of prices and stock since.
 * @returns the order: confirmed, or still placed when time ran out
 * @throws ProblemError with the refusal, stored under the key; or key_reused for a key that came with another intent
 */
export async function placeOrder(
  checkout: Checkout,
  request: PlaceOrder,
  context: RequestContext,
): Promise<StoredOrder> {
  const { customerId, key, intent } = request
  const requestHash = hashIntent(intent)
  const held = await checkout.orders.findKey(customerId, key)
  if (held) return followKey(checkout, held, requestHash, context)

  // 0. Prices and what is left, past every cache. Another total than the customer saw, or sold out already: no order.
  const prices = await checkout.clients.products.prices(
    intent.lines.map((line) => line.productId),
    context,
  )
  const priced = priceOrder(intent.lines, prices)
  const refusal = refusalOf(priced, intent)
  if (refusal) {
    if (await checkout.orders.insertRefusal(customerId, key, requestHash, refusal)) checkout.onRefused(refusal.code)
    return followKey(checkout, await mustFindKey(checkout, customerId, key), requestHash, context)
  }

  // 1. The order, with its key and lease.
  const id = randomUUIDv7()
  const { leaseMs } = checkout.timing
  const currency = prices[0]!.currency
  const inserted = await checkout.orders.insertOrder({
    id,
    customerId,
    key,
    requestHash,
    cardToken: intent.cardToken,
    currency,
    priced,
    leaseMs,
  })
  if (!inserted) return followKey(checkout, await mustFindKey(checkout, customerId, key), requestHash, context)

  // 2 to 4. Reserve, authorise, decide.
  const order = freshOrder(request, id, currency, priced)
  await decideOrder(checkout, order, { orderId: id, epoch: 1, ageMs: 0 }, context)
  return answerOf(await followOrder(checkout, id, context))
}

function refusalOf(
  { totalCents, unknown, short, lines }: PricedOrder,
  { expectedTotalCents }: Intent,
): Refusal | undefined {
  if (unknown.length > 0) {
    return {
      code: 'product_unknown',
      detail: `The shop does not sell ${unknown.join(', ')}. Take it out of the cart and try again.`,
      extra: { productIds: unknown },
    }
  }
  if (totalCents !== expectedTotalCents) {
    const prices = lines.map(({ productId, unitPriceCents }) => ({ productId, unitPriceCents }))
    return {
      code: 'price_changed',
      detail: `The total is ${totalCents} cents now, not ${expectedTotalCents}. Show it to the customer, and order again with a new key.`,
      extra: { totalCents, prices },
    }
  }
  if (short.length > 0) return { code: 'out_of_stock', detail: tooFewLeft, extra: { products: short } }
  return undefined
}

/** What a key that is taken leads to: its refusal or its order, decided now if need be. */
async function followKey(
  checkout: Checkout,
  held: KeyHolds,
  requestHash: Buffer,
  context: RequestContext,
): Promise<StoredOrder> {
  if (!held.requestHash.equals(requestHash))
    throw problem('key_reused', 'Use a new key for another order; the same key only to send the same order again.')
  if (held.refusal) throw problem(held.refusal.code, held.refusal.detail, held.refusal.extra)
  return answerOf(await followOrder(checkout, held.orderId!, context))
}

async function mustFindKey(checkout: Checkout, customerId: string, key: string): Promise<KeyHolds> {
  const held = await checkout.orders.findKey(customerId, key)
  if (!held) throw commonProblem('unavailable', 'The key was pruned this moment; try again.')
  return held
}

/** @throws ProblemError for an order that was refused: always the same one, since it comes from the order's row */
function answerOf(order: StoredOrder): StoredOrder {
  if (order.state === 'placed' || wasConfirmed(order.state)) return order
  throw refusalProblem(order)
}

function refusalProblem({ id: orderId, reason, reasonDetail }: StoredOrder): ProblemError {
  const extra = { orderId, ...reasonDetail }
  if (reason === 'out_of_stock') return problem('out_of_stock', tooFewLeft, extra)
  if (reason === 'payment_declined')
    return problem(
      'payment_declined',
      'The bank declined the card; nothing was charged. Try another card with a new key.',
      extra,
    )
  return problem('timed_out', 'Nothing was charged. Try again with a new key.', extra)
}

/** The order just inserted, without reading it back. */
function freshOrder(
  { customerId, intent }: PlaceOrder,
  id: string,
  currency: 'EUR',
  { lines, totalCents }: PricedOrder,
): StoredOrder {
  const now = new Date().toISOString()
  return {
    id,
    customerId,
    cardToken: intent.cardToken,
    state: 'placed',
    reason: null,
    reasonDetail: null,
    lines,
    totalCents,
    currency,
    version: 1,
    leaseEpoch: 1,
    placedAt: now,
    updatedAt: now,
  }
}
