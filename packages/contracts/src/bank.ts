import { z } from 'zod'
import { CardToken } from './payment.ts'
import type { Contract } from './route.ts'
import { route } from './route.ts'
import { Cents, Currency, Id, IdempotencyKey, Timestamp, wholeOr } from './values.ts'

/** The bank: an outside party. A stand-in for a payment gateway, with the habits of real ones. */

/** Not marked as required, so that a call without it hears 401, as one with a wrong key does. */
const MerchantKey = z.string().max(300).optional().describe('Bearer and the merchant key')

const MerchantCall = z.object({
  authorization: MerchantKey,
  'idempotency-key': IdempotencyKey,
})

export const createCardToken = route({
  operation: 'createCardToken',
  summary: 'Changes a card for a token. Called by the browser; the only route that sees a card number',
  method: 'post',
  path: '/bank/tokens',
  access: 'public',
  priority: 'checkout',
  // The card form has an origin of its own. It needs no cookie, and what it gets is worth nothing without the merchant's key.
  anyOrigin: true,
  body: z.strictObject({
    number: z.string().regex(/^\d{12,19}$/, 'must be 12 to 19 digits'),
    expiryMonth: z.int().min(1).max(12),
    expiryYear: z.int().min(2020).max(2100),
    cvc: z.string().regex(/^\d{3,4}$/),
  }),
  success: { 201: z.object({ token: CardToken, brand: z.string(), last4: z.string() }) },
  errors: ['card_invalid', 'card_expired'],
})

export const AuthorisationState = z.enum(['declined', 'authorised', 'captured', 'capture_refused', 'voided', 'expired'])

export const Authorisation = z
  .object({
    id: Id,
    reference: Id.describe("The merchant's own id: the order's"),
    state: AuthorisationState,
    amountCents: Cents,
    refundedCents: Cents,
    currency: Currency,
    declineCode: z.string().nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Authorisation' })
export type Authorisation = z.output<typeof Authorisation>

const OfAuthorisation = z.object({ authorisationId: Id })

export const bankAuthorise = route({
  operation: 'bankAuthorise',
  summary: 'Authorised or declined: both are 201, and stable under the key',
  method: 'post',
  path: '/bank/v1/authorisations',
  access: 'public',
  priority: 'always',
  headers: MerchantCall,
  body: z.strictObject({ reference: Id, amountCents: Cents.min(1), currency: Currency, cardToken: CardToken }),
  success: { 201: Authorisation },
  errors: ['bad_merchant_key', 'unknown_card_token', 'key_reused'],
})

const ofKind = <const Operation extends string, const Path extends string>(
  operation: Operation,
  path: Path,
  summary: string,
) =>
  route({
    operation,
    summary,
    method: 'post',
    path,
    access: 'public',
    priority: 'always',
    params: OfAuthorisation,
    headers: MerchantCall,
    success: { 200: Authorisation },
    errors: ['bad_merchant_key', 'authorisation_not_found', 'key_reused'],
  })

export const bankCapture = ofKind(
  'bankCapture',
  '/bank/v1/authorisations/:authorisationId/capture',
  'Ends as `captured` or `capture_refused`; what was voided or has expired stays so',
)
export const bankVoid = ofKind(
  'bankVoid',
  '/bank/v1/authorisations/:authorisationId/void',
  'Ends as `voided`; what was captured, declined or has expired stays so',
)

export const bankRefund = route({
  operation: 'bankRefund',
  summary: 'Gives back a part of what was captured',
  method: 'post',
  path: '/bank/v1/authorisations/:authorisationId/refunds',
  access: 'public',
  priority: 'always',
  params: OfAuthorisation,
  headers: MerchantCall,
  body: z.strictObject({ amountCents: Cents.min(1) }),
  success: { 200: Authorisation },
  errors: ['bad_merchant_key', 'authorisation_not_found', 'key_reused', 'refund_refused'],
})

export const LedgerRow = z.object({
  id: z.int(),
  authorisationId: Id,
  reference: Id,
  kind: z.enum(['authorised', 'declined', 'captured', 'capture_refused', 'voided', 'refunded', 'expired']),
  amountCents: Cents,
  at: Timestamp,
})

export const bankLedger = route({
  operation: 'bankLedger',
  summary: "The merchant's statement: every movement, in order",
  method: 'get',
  path: '/bank/v1/ledger',
  access: 'public',
  priority: 'always',
  headers: z.object({ authorization: MerchantKey }),
  query: z.strictObject({
    after: wholeOr(0, 0, Number.MAX_SAFE_INTEGER),
    limit: wholeOr(1000, 1, 10_000),
    reference: Id.optional(),
    minAgeSeconds: wholeOr(0, 0, 86_400).describe(
      'Ends before the first row that is younger. From 30 on no row can appear any more before those that are given',
    ),
  }),
  success: { 200: z.object({ rows: z.array(LedgerRow) }) },
  errors: ['bad_merchant_key'],
})

/** How many references one look at authorisations may name. */
export const referencesAtOnce = 100

export const bankAuthorisations = route({
  operation: 'bankAuthorisations',
  summary: 'The authorisations of these references as they are now, the oldest first',
  method: 'get',
  path: '/bank/v1/authorisations',
  access: 'public',
  priority: 'always',
  headers: z.object({ authorization: MerchantKey }),
  query: z.strictObject({
    references: z
      .string()
      .toLowerCase()
      .regex(
        new RegExp(
          `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){0,${referencesAtOnce - 1}}$`,
        ),
        `must be 1 to ${referencesAtOnce} ids with commas between`,
      ),
  }),
  success: { 200: z.object({ authorisations: z.array(Authorisation) }) },
  errors: ['bad_merchant_key'],
})

/** On the bank's admin port only: `GET` and `PUT /faults`. Shares are 0 to 1. */
export const BankFaults = z.strictObject({
  down: z.boolean().default(false).describe('Refuses every call with 503'),
  errorShare: z.number().min(0).max(1).default(0).describe('Share of calls answered with 500 before any work'),
  unreachable: z.boolean().default(false).describe('Cuts the connection of every call before any work'),
  slowMs: z.int().min(0).max(60_000).default(0).describe('Added to every call'),
  loseAnswerShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of calls whose work is done and whose connection is then cut'),
  lateWorkShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of calls whose connection is cut at once and whose work is done two seconds later'),
  declineShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of new authorisations that are declined, whatever the card'),
  expireShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of new authorisations that expire at once, whatever the card'),
  refuseCaptureShare: z.number().min(0).max(1).default(0),
  duplicateWebhookShare: z.number().min(0).max(1).default(0),
  loseWebhookShare: z.number().min(0).max(1).default(0).describe('Share of webhooks that are never sent'),
  forgeWebhookShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of webhooks before which a forged one with the same id comes'),
  webhookDelayMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(0)
    .describe('Up to this much, at random, so that webhooks overtake each other'),
})
export type BankFaults = z.output<typeof BankFaults>

export const bankErrors = {
  bad_merchant_key: { status: 401, title: 'The merchant key is wrong' },
  card_invalid: { status: 422, title: 'This is not a card number' },
  card_expired: { status: 422, title: 'The card has expired' },
  unknown_card_token: { status: 422, title: 'This card token is not known' },
  authorisation_not_found: { status: 404, title: 'No such authorisation' },
  key_reused: { status: 422, title: 'This key came with another request before' },
  refund_refused: { status: 409, title: 'More than is left of what was captured' },
} as const

export const bankContract: Contract = {
  service: 'bank',
  title: 'Bank sandbox',
  description: 'A stand-in for the payment gateway: not a part of the shop.',
  routes: [createCardToken, bankAuthorise, bankCapture, bankVoid, bankRefund, bankLedger, bankAuthorisations],
  errors: bankErrors,
}
