import { z } from 'zod'
import { CardToken } from './payment.ts'
import type { Contract } from './route.ts'
import { route } from './route.ts'
import { Cents, Currency, Cursor, Id, IdempotencyKey, Lines, Quantity, Timestamp, wholeOr } from './values.ts'

/** Checkout, history and live status. */

/**
 * `placed` is being worked on; `confirmed` is sold and acknowledged; `cancelling` is refused and being undone,
 * `rejected` when that is done; `cancelled` was confirmed before; `shipped` is on its way.
 */
export const OrderState = z.enum(['placed', 'confirmed', 'cancelling', 'rejected', 'cancelled', 'shipped'])
export type OrderState = z.output<typeof OrderState>

/** Why an order was refused (`cancelling`, `rejected`) or cancelled. */
export const OrderReason = z.enum([
  'out_of_stock',
  'payment_declined',
  'timed_out',
  'capture_refused',
  'customer_cancelled',
])
export type OrderReason = z.output<typeof OrderReason>

export const OrderLine = z.object({
  productId: Id,
  name: z.string(),
  quantity: Quantity,
  unitPriceCents: Cents,
})
export type OrderLine = z.output<typeof OrderLine>

export const Order = z
  .object({
    id: Id,
    state: OrderState,
    reason: OrderReason.nullable(),
    lines: z.array(OrderLine),
    totalCents: Cents,
    currency: Currency,
    placedAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Order' })
export type Order = z.output<typeof Order>

export const OrderEvent = z
  .object({ state: OrderState, reason: OrderReason.nullable(), at: Timestamp })
  .meta({ id: 'OrderEvent' })

export const OrderRefund = z
  .object({
    refundId: Id,
    orderId: Id,
    amountCents: Cents,
    state: z.enum(['refunding', 'refunded', 'refused']),
    refusedFor: z.string().nullable().describe("Why it was refused: payment's code, or `refused_by_bank`"),
    askedAt: Timestamp,
    endedAt: Timestamp.nullable(),
  })
  .meta({ id: 'OrderRefund' })
export type OrderRefund = z.output<typeof OrderRefund>

export const OrderDetail = Order.extend({
  events: z.array(OrderEvent).describe('Its history, oldest first'),
  notices: z.array(z.object({ text: z.string(), at: Timestamp })).describe('What the customer was told'),
  refunds: z.array(OrderRefund).describe('What was given back of it after it had been shipped, oldest first'),
}).meta({ id: 'OrderDetail' })
export type OrderDetail = z.output<typeof OrderDetail>

export const placeOrder = route({
  operation: 'placeOrder',
  summary: 'Checkout. 201: confirmed. 202: not decided yet, watch the order. The same key gives the same answer',
  method: 'post',
  path: '/api/orders',
  access: 'customer',
  priority: 'checkout',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.strictObject({
    lines: Lines,
    expectedTotalCents: Cents.describe('The total that the customer saw; an order may come to 10,000,000.00 at most'),
    cardToken: CardToken.describe("From the bank's card form"),
  }),
  success: { 201: Order, 202: Order },
  errors: ['price_changed', 'out_of_stock', 'payment_declined', 'timed_out', 'product_unknown', 'key_reused'],
})

export const listOrders = route({
  operation: 'listOrders',
  summary: "The customer's orders, newest first, a page at a time",
  method: 'get',
  path: '/api/orders',
  access: 'customer',
  priority: 'browse',
  query: z.strictObject({ limit: wholeOr(20, 1, 100), cursor: Cursor.optional() }),
  success: { 200: z.object({ items: z.array(Order), nextCursor: Cursor.nullable() }).meta({ id: 'OrderPage' }) },
  errors: ['invalid_cursor'],
})

const OfOrder = z.object({ orderId: Id })

export const getOrder = route({
  operation: 'getOrder',
  summary: 'One order with its history',
  method: 'get',
  path: '/api/orders/:orderId',
  access: 'customer',
  priority: 'checkout',
  params: OfOrder,
  success: { 200: OrderDetail },
  errors: ['order_not_found'],
})

export const watchOrder = route({
  operation: 'watchOrder',
  summary: 'Server-sent events: `order` with the order at once and at each change; `bye` before the server goes',
  method: 'get',
  path: '/api/orders/:orderId/events',
  access: 'customer',
  priority: 'checkout',
  params: OfOrder,
  success: { 200: z.string() },
  contentType: 'text/event-stream',
  errors: ['order_not_found'],
})

export const cancelOrder = route({
  operation: 'cancelOrder',
  summary: 'Cancels a confirmed order that is not shipped yet. Cancelled already: the same answer',
  method: 'post',
  path: '/api/orders/:orderId/cancel',
  access: 'customer',
  priority: 'checkout',
  params: OfOrder,
  success: { 200: Order },
  errors: ['order_not_found', 'not_cancellable'],
})

export const shipOrder = route({
  operation: 'shipOrder',
  summary: 'Ships a confirmed order whose stock and payment are settled. Shipped already: the same answer',
  method: 'post',
  path: '/internal/orders/:orderId/ship',
  access: ['operator'],
  priority: 'always',
  params: OfOrder,
  success: { 200: Order },
  errors: ['order_not_found', 'not_shippable'],
})

export const refundOrder = route({
  operation: 'refundOrder',
  summary:
    "Gives back a part of a shipped order's total, or all that is left of it. 202: the bank has not answered yet. Idempotent by refund id",
  method: 'put',
  path: '/internal/orders/:orderId/refunds/:refundId',
  access: ['operator'],
  priority: 'always',
  params: OfOrder.extend({ refundId: Id }),
  body: z.strictObject({ amountCents: Cents.min(1).optional().describe('Left out: all that is left') }),
  success: { 200: OrderRefund, 202: OrderRefund },
  errors: ['order_not_found', 'not_refundable', 'refund_too_large', 'refund_mismatch'],
})

export const orderErrors = {
  order_not_found: { status: 404, title: 'No such order' },
  price_changed: { status: 409, title: 'The total is not the one that you saw' },
  out_of_stock: { status: 409, title: 'Not enough left of at least one product' },
  payment_declined: { status: 402, title: 'The bank declined the payment' },
  timed_out: { status: 409, title: 'The order could not be completed in time and was cancelled; nothing was charged' },
  product_unknown: { status: 422, title: 'The shop does not sell one of these products' },
  key_reused: { status: 422, title: 'This Idempotency-Key was used with another order' },
  not_cancellable: { status: 409, title: 'The order cannot be cancelled any more' },
  not_refundable: { status: 409, title: 'Only what was shipped is refunded' },
  refund_too_large: { status: 422, title: "More than is left of the order's total" },
  refund_mismatch: { status: 422, title: 'This refund id was used for another order or amount' },
  not_shippable: { status: 409, title: 'The order cannot be shipped now' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },
} as const

export const orderContract: Contract = {
  service: 'order',
  title: 'Order',
  description: 'Checkout, history and live status.',
  routes: [placeOrder, listOrders, getOrder, watchOrder, cancelOrder, shipOrder, refundOrder],
  errors: orderErrors,
}
