import { z } from 'zod'
import type { Contract } from './route.ts'
import { route } from './route.ts'
import { Cents, Currency, Id, Timestamp } from './values.ts'

/** Payments of orders. One payment for each order; its id is the order's. */

/** What the bank's card form gives for a card. */
export const CardToken = z.string().regex(/^tok_[A-Za-z0-9_-]{8,100}$/, 'must be a token of the bank')

/** States whose name ends in `ing` wait for the bank. `none` is never stored. */
export const PaymentState = z.enum([
  'authorising',
  'authorised',
  'declined',
  'capturing',
  'captured',
  'capture_refused',
  'voiding',
  'voided',
  'refunding',
  'refunded',
])
export type PaymentState = z.output<typeof PaymentState>

/**
 * What came of a call. `pending`: the bank has not answered definitely; send the same call again.
 * `over`: the payment was voided before, the call does nothing, and its row is done.
 */
export const PaymentOutcome = z
  .object({
    orderId: Id,
    outcome: z.enum(['done', 'declined', 'refused', 'over', 'pending']),
    state: PaymentState,
    declineCode: z.string().nullable(),
  })
  .meta({ id: 'PaymentOutcome' })
export type PaymentOutcome = z.output<typeof PaymentOutcome>

const OfOrder = z.object({ orderId: Id })

export const authorise = route({
  operation: 'authorise',
  summary: 'Authorises the amount: `done`, `declined`, `over` or `pending`. Idempotent by order id',
  method: 'put',
  path: '/internal/payments/:orderId',
  access: ['order'],
  priority: 'always',
  params: OfOrder,
  body: z.strictObject({ amountCents: Cents.min(1), currency: Currency, cardToken: CardToken }),
  success: { 200: PaymentOutcome },
  errors: ['payment_mismatch'],
})

export const capture = route({
  operation: 'capture',
  summary: 'Captures what was authorised: `done`, `refused`, `over` or `pending`',
  method: 'post',
  path: '/internal/payments/:orderId/capture',
  access: ['order'],
  priority: 'always',
  params: OfOrder,
  success: { 200: PaymentOutcome },
  errors: ['payment_not_found'],
})

export const voidPayment = route({
  operation: 'voidPayment',
  summary:
    'Undoes what it finds: voids, refunds, or leaves a tombstone. `done` when the bank has confirmed, else `pending`',
  method: 'post',
  path: '/internal/payments/:orderId/void',
  access: ['order'],
  priority: 'always',
  params: OfOrder,
  success: { 200: PaymentOutcome },
})

export const Refund = z
  .object({ refundId: Id, orderId: Id, amountCents: Cents, state: z.enum(['refunding', 'refunded', 'refused']) })
  .meta({ id: 'Refund' })
export type Refund = z.output<typeof Refund>

export const refund = route({
  operation: 'refund',
  summary: 'Gives back a part of what was captured, on purpose. Idempotent by refund id',
  method: 'put',
  path: '/internal/payments/:orderId/refunds/:refundId',
  access: ['order', 'operator'],
  priority: 'always',
  params: z.object({ orderId: Id, refundId: Id }),
  body: z.strictObject({ amountCents: Cents.min(1) }),
  success: { 200: Refund },
  errors: ['payment_not_found', 'payment_not_captured', 'refund_too_large', 'refund_mismatch'],
})

export const Payment = z
  .object({
    orderId: Id,
    state: PaymentState,
    undo: z.boolean(),
    amountCents: Cents,
    capturedCents: Cents,
    refundedCents: Cents,
    currency: Currency,
    declineCode: z.string().nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Payment' })
export type Payment = z.output<typeof Payment>

export const getPayment = route({
  operation: 'getPayment',
  summary: 'A payment as the books have it',
  method: 'get',
  path: '/internal/payments/:orderId',
  access: ['order', 'operator'],
  priority: 'always',
  params: OfOrder,
  success: { 200: Payment },
  errors: ['payment_not_found'],
})

export const bankWebhook = route({
  operation: 'bankWebhook',
  summary: "The bank's news of an authorisation. Signed; may come twice, late and in any order",
  method: 'post',
  path: '/webhooks/bank',
  access: 'public',
  priority: 'always',
  headers: z.object({
    'bank-signature': z
      .string()
      .max(500)
      .describe('v1= and the HMAC-SHA256, in hex, of the timestamp, a dot and the body'),
    'bank-timestamp': z
      .string()
      .regex(/^\d{10}$/, 'must be seconds since 1970')
      .describe('Seconds since 1970'),
  }),
  body: z.looseObject({ id: Id, type: z.string().max(100), reference: Id }),
  success: { 204: null },
  errors: ['bad_signature'],
})

export const paymentErrors = {
  payment_not_found: { status: 404, title: 'No payment for this order' },
  payment_mismatch: { status: 422, title: 'This order was authorised with another amount or card' },
  payment_not_captured: { status: 409, title: 'Nothing was captured for this order' },
  refund_too_large: { status: 422, title: 'More than is left of what was captured' },
  refund_mismatch: { status: 422, title: 'This refund id was used for another amount' },
  bad_signature: { status: 401, title: 'The signature is not the one of the bank' },
} as const

export const paymentContract: Contract = {
  service: 'payment',
  title: 'Payment',
  description: 'Authorise, capture, void, refund, with a double-entry ledger. Never sees a card number.',
  routes: [authorise, capture, voidPayment, refund, getPayment, bankWebhook],
  errors: paymentErrors,
}
