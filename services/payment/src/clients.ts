import type { Context } from '@saleday/chassis/context'
import { NoAnswer, Refused, type ServiceClient } from '@saleday/chassis/service-client'
import {
  type Authorisation,
  bankAuthorisations,
  bankAuthorise,
  bankCapture,
  bankLedger,
  bankRefund,
  bankVoid,
} from '@saleday/contracts/bank'
import type { Counters } from './metrics.ts'
import { type BankAnswer, type Payment, type Question, questionOf } from './payment.ts'
import type { Refund } from './refund.ts'

export type Bank = ReturnType<typeof bankClient>

/**
 * The bank. Every call carries the key of its question, so that asking again has no second effect. What is not a
 * definite answer is `undefined`: a failed connection, a timeout, a 5xx, and every refusal that does not decide the
 * question, above all "not found".
 */
export function bankClient(options: {
  client: ServiceClient
  merchantKey: string
  timeoutMs: number
  counters: Counters
}) {
  const { client, timeoutMs, counters } = options
  const authorization = `Bearer ${options.merchantKey}`
  const callOptions = { timeoutMs, idempotent: true }
  const withKey = (key: string) => ({ authorization, 'idempotency-key': key })

  const calls: Record<Question, (payment: Payment, context: Context) => Promise<BankAnswer | undefined>> = {
    async authorise({ orderId, amountCents, currency, cardToken }, context) {
      const request = {
        headers: withKey(`${orderId}:authorise`),
        body: { reference: orderId, amountCents, currency, cardToken: cardToken ?? '' },
      }
      const authorisation = await client.call(bankAuthorise, request, context, callOptions)
      if (authorisation.reference !== orderId || authorisation.amountCents !== amountCents) {
        throw new Error('the bank has answered for another payment')
      }
      const authorisationId = authorisation.id
      if (authorisation.state !== 'declined') return { is: 'authorised', authorisationId }
      return { is: 'declined', authorisationId, code: authorisation.declineCode ?? 'declined' }
    },
    async capture(payment, context) {
      const request = { params: idOf(payment), headers: withKey(`${payment.orderId}:capture`) }
      const { state, declineCode } = await client.call(bankCapture, request, context, callOptions)
      if (state === 'captured') return { is: 'captured' }
      // Voided or expired at the bank: refused just as well.
      if (state !== 'authorised') return { is: 'capture_refused', code: declineCode ?? state }
    },
    async void(payment, context) {
      const request = { params: idOf(payment), headers: withKey(`${payment.orderId}:void`) }
      const { state } = await client.call(bankVoid, request, context, callOptions)
      if (state === 'captured') return { is: 'already_captured' }
      if (state === 'voided' || state === 'expired') return { is: 'voided' }
    },
    async refund(payment, context) {
      const amountCents = payment.capturedCents - payment.refundedCents
      if (amountCents > 0) await callRefund(payment, `${payment.orderId}:refund`, amountCents, context)
      return { is: 'refunded' }
    },
  }

  const callRefund = (payment: Payment, key: string, amountCents: number, context: Context) =>
    client.call(
      bankRefund,
      { params: idOf(payment), headers: withKey(key), body: { amountCents } },
      context,
      callOptions,
    )

  /** Makes a call, counts what came of it, and turns what is no answer into `undefined`. */
  async function definite<A>(call: Question, context: Context, ask: () => Promise<A>, decides: (no: Refused) => A) {
    try {
      const answer = await ask()
      counters.bankCalls.inc({ call, outcome: answer === undefined ? 'unclear' : 'answered' })
      return answer
    } catch (error) {
      const answer = error instanceof Refused ? decides(error) : undefined
      const outcome = error instanceof NoAnswer ? 'no_answer' : answer === undefined ? 'unclear' : 'refused'
      counters.bankCalls.inc({ call, outcome })
      // Without an answer the same call is made again later; an unclear one needs somebody to look at it, too.
      if (outcome === 'no_answer')
        context.log.warn({ call, reason: (error as NoAnswer).reason }, 'no answer from the bank')
      if (outcome === 'unclear') context.log.error({ call, err: error }, 'the bank has answered what decides nothing')
      return answer
    }
  }

  return {
    /** Asks what the payment waits for. */
    ask(payment: Payment, context: Context): Promise<BankAnswer | undefined> {
      const question = questionOf(payment)
      if (!question) throw new Error(`a payment that is ${payment.state} has nothing to ask`)
      return definite(
        question,
        context,
        () => calls[question](payment, context),
        (no) => (question === 'authorise' && isDecline(no) ? { is: 'declined', code: no.code } : undefined),
      )
    },

    /** Gives a part of what was captured back. */
    refund(refund: Refund, payment: Payment, context: Context): Promise<'refunded' | 'refused' | undefined> {
      const ask = async () => {
        await callRefund(payment, `${refund.refundId}:refund`, refund.amountCents, context)
        return 'refunded' as const
      }
      return definite<'refunded' | 'refused' | undefined>('refund', context, ask, (no) =>
        no.code === 'refund_refused' ? 'refused' : undefined,
      )
    },

    /**
     * The bank's statement, a page of it.
     * @throws NoAnswer
     */
    async ledger(query: { after: number; limit: number; minAgeSeconds: number }, context: Context) {
      const { rows } = await client.call(bankLedger, { headers: { authorization }, query }, context, callOptions)
      return rows
    },

    /**
     * All authorisations of these orders as they are now; at most `referencesAtOnce` orders.
     * @throws NoAnswer
     */
    async authorisations(orderIds: readonly string[], context: Context): Promise<Authorisation[]> {
      const request = { headers: { authorization }, query: { references: orderIds.join(',') } }
      return (await client.call(bankAuthorisations, request, context, callOptions)).authorisations
    },

    /** Lets go what the authorisation holds, or gives back what was taken. False: the bank has not confirmed it. */
    async undo({ id, refundedCents }: Authorisation, context: Context): Promise<boolean> {
      const params = { authorisationId: id }
      const done = await definite<true | undefined>(
        'void',
        context,
        async () => {
          const voiding = { params, headers: withKey(`${id}:reconcile-void`) }
          const { state, amountCents } = await client.call(bankVoid, voiding, context, callOptions)
          const leftCents = state === 'captured' ? amountCents - refundedCents : 0
          if (leftCents === 0) return true
          const headers = withKey(`${id}:reconcile-refund-${refundedCents}`)
          await client.call(bankRefund, { params, headers, body: { amountCents: leftCents } }, context, callOptions)
          return true
        },
        () => undefined,
      )
      return done === true
    },
  }
}

/** Refusals of the request as such, which would be the same for ever: the bank will never authorise it. */
const isDecline = ({ status, code }: Refused) => (status === 400 || status === 422) && code !== 'key_reused'

function idOf({ authorisationId, orderId }: Payment): { authorisationId: Authorisation['id'] } {
  if (!authorisationId) throw new Error(`the payment ${orderId} has no authorisation to speak of`)
  return { authorisationId }
}
