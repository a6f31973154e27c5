import { type On, reply } from '@saleday/chassis/http-app'
import {
  authorise,
  bankWebhook,
  capture,
  getPayment,
  refund,
  voidPayment as voidRoute,
} from '@saleday/contracts/payment'
import { authorisePayment } from './authorise-payment.ts'
import { capturePayment } from './capture-payment.ts'
import { problem } from './errors.ts'
import { type Hearing, hearBank } from './hear-bank.ts'
import type { Payment } from './payment.ts'
import { type Refunding, refundPayment } from './refund-payment.ts'
import { voidPayment } from './void-payment.ts'

export type Parts = Refunding & Hearing

export function routes(on: On, parts: Parts): void {
  on(authorise, async ({ params, body, context }) =>
    reply(200, await authorisePayment(parts, { orderId: params.orderId, ...body }, context)),
  )
  on(capture, async ({ params, context }) => reply(200, await capturePayment(parts, params.orderId, context)))
  on(voidRoute, async ({ params, context }) => reply(200, await voidPayment(parts, params.orderId, context)))
  on(refund, async ({ params, body, context }) =>
    reply(200, await refundPayment(parts, { ...params, amountCents: body.amountCents }, context)),
  )
  on(getPayment, async ({ params }) => {
    const payment = await parts.payments.find(params.orderId)
    if (!payment) throw problem('payment_not_found', 'Nothing was authorised for this order.')
    return reply(200, toAnswer(payment))
  })
  on(bankWebhook, async ({ headers, body, req, context }) => {
    const signed = { rawBody: req.rawBody!, signature: headers['bank-signature'], timestamp: headers['bank-timestamp'] }
    await hearBank(parts, { ...signed, webhookId: body.id, orderId: body.reference }, context)
    return reply(204)
  })
}

const toAnswer = ({ cardToken: _cardToken, authorisationId: _id, createdAt, updatedAt, ...payment }: Payment) => ({
  ...payment,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})
