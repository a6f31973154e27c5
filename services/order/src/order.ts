import { createHash } from 'node:crypto'
import type { Order, OrderReason, OrderState } from '@saleday/contracts/order'
import type { Price, ShortProduct } from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'

/** An order as its row has it. What customers see is its part `Order`. */
export type StoredOrder = Order & {
  customerId: string
  cardToken: string
  reasonDetail: Record<string, unknown> | null
  version: number
  leaseEpoch: number
}

/** What a checkout asks for. */
export type Intent = { lines: Line[]; expectedTotalCents: number; cardToken: string }

/** Steps that an outbox row asks for. */
export const outboxKinds = ['commit', 'capture', 'take_out', 'release', 'void', 'tell', 'refund'] as const
export type OutboxKind = (typeof outboxKinds)[number]

/** Everything that can become of an order. `rejected`, `cancelled` and `shipped` are for good. */
export const transitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  placed: ['confirmed', 'cancelling'],
  confirmed: ['cancelled', 'shipped'],
  cancelling: ['rejected'],
  rejected: [],
  cancelled: [],
  shipped: [],
}

/** The work that follows a decision. Whatever ends an order undoes both stock and payment, whatever it has got of them. */
export const workAfter = {
  confirmed: ['commit', 'capture', 'take_out'],
  cancelling: ['release', 'void'],
  cancelled: ['release', 'void', 'tell'],
} as const satisfies Partial<Record<OrderState, readonly OutboxKind[]>>

/** An order with which the customer got what was asked for, at least for a time. */
export const wasConfirmed = (state: OrderState): boolean => ['confirmed', 'shipped', 'cancelled'].includes(state)

/** A fingerprint of what a checkout asks for; the order of the lines does not count. */
export function hashIntent({ lines, expectedTotalCents, cardToken }: Intent): Buffer {
  const sorted = lines.map(({ productId, quantity }) => [productId.toLowerCase(), quantity]).sort()
  return createHash('sha256')
    .update(JSON.stringify([sorted, expectedTotalCents, cardToken]))
    .digest()
}

export type PricedOrder = {
  lines: { productId: string; name: string; quantity: number; unitPriceCents: number }[]
  totalCents: number
  unknown: string[]
  short: ShortProduct[]
}

/** Puts prices to lines. Products without a price are `unknown`, those of which too few are left `short`. */
export function priceOrder(lines: readonly Line[], prices: readonly Price[]): PricedOrder {
  const byId = new Map(prices.map((price) => [price.productId, price]))
  const priced = lines.flatMap(({ productId, quantity }) => {
    const price = byId.get(productId)
    return price ? [{ productId, name: price.name, quantity, unitPriceCents: price.priceCents }] : []
  })
  return {
    lines: priced,
    totalCents: priced.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0),
    unknown: lines.filter(({ productId }) => !byId.has(productId)).map(({ productId }) => productId),
    short: lines.flatMap(({ productId, quantity: requested }) => {
      const available = byId.get(productId)?.available ?? 0
      return available < requested ? [{ productId, requested, available }] : []
    }),
  }
}

/** What customers see of an order. */
export function toOrder({ id, state, reason, lines, totalCents, currency, placedAt, updatedAt }: StoredOrder): Order {
  return { id, state, reason, lines, totalCents, currency, placedAt, updatedAt }
}

const euros = (cents: number) => `€${(cents / 100).toFixed(2)}`

/** What a customer is told when an order ends after it was acknowledged. */
export function noticeFor(reason: OrderReason, totalCents: number): string {
  if (reason === 'customer_cancelled')
    return `Your order is cancelled, as you asked. ${euros(totalCents)} go back to your card.`
  return `We are sorry: the bank did not pay ${euros(totalCents)} in the end, so your order is cancelled. You were not charged.`
}

/** What a customer is told when money of a shipped order goes back on purpose. */
export const refundNotice = (amountCents: number): string =>
  `We gave ${euros(amountCents)} of what you paid for this order back to your card.`

/** How long to wait before another attempt: doubling from `firstMs`, with full jitter in its upper half. */
export function backoffMs(attempt: number, firstMs: number, maxMs: number): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(ceiling * (0.5 + 0.5 * Math.random()))
}
