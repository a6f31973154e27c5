import { type Authorisation, type Decision, decide, type Operation, toAnswer } from '@saleday/bank/authorisation'
import { type Behaviour, declineCodeOf } from '@saleday/bank/card'
import { ProblemError } from '@saleday/chassis/problem'
import type { Authorisation as Answer } from '@saleday/contracts/bank'

/** The bank's books. */
export type BankTables = ReturnType<typeof bankTables>

export const bankTables = () => ({
  authorisations: new Map<string, Authorisation>(),
  answers: new Map<string, { request: string; decision: Decision }>(),
})

export type MemoryBank = ReturnType<typeof memoryBank>

/**
 * The bank: the sandbox's rules over books in memory. A key gives the same answer for ever. The behaviour of a card is in
 * its token: `tok_<behaviour>`.
 */
export function memoryBank(tables: BankTables, nowMs: () => number, onNews: (authorisation: Answer) => void) {
  const { authorisations, answers } = tables

  /** Answers as before under a key that is known. */
  function once(key: string, request: unknown, decideNow: () => Decision): Answer {
    const asked = JSON.stringify(request)
    const kept = answers.get(key)
    if (kept && kept.request !== asked)
      throw new ProblemError('key_reused', { status: 422, title: 'Key used for another' })
    const decision = kept?.decision ?? decideNow()
    if (!kept) answers.set(key, { request: asked, decision })
    if ('refused' in decision) throw new ProblemError(decision.refused, { status: 409, title: 'Refund refused' })
    return decision.answer
  }

  return {
    authorise(key: string, request: { reference: string; amountCents: number; currency: 'EUR'; cardToken: string }) {
      return once(key, request, () => {
        const behaviour = request.cardToken.slice('tok_'.length) as Behaviour
        const declineCode = declineCodeOf(behaviour)
        const made: Authorisation = {
          id: `bank-${authorisations.size + 1}`,
          reference: request.reference,
          state: declineCode === null ? 'authorised' : 'declined',
          amountCents: request.amountCents,
          refundedCents: 0,
          currency: request.currency,
          declineCode,
          behaviour,
          last4: '4242',
          createdAt: new Date(nowMs()).toISOString(),
          expiresAt: new Date(nowMs() + 7 * 24 * 3_600_000).toISOString(),
        }
        authorisations.set(made.id, made)
        onNews(toAnswer(made))
        return { answer: toAnswer(made) }
      })
    },

    change(key: string, authorisationId: string, operation: Operation): Answer {
      return once(key, [authorisationId, operation], () => {
        const authorisation = authorisations.get(authorisationId)
        if (!authorisation)
          throw new ProblemError('authorisation_not_found', { status: 404, title: 'No such authorisation' })
        const decision = decide(authorisation, operation, new Date(nowMs()), false)
        if ('change' in decision && decision.change) {
          authorisations.set(authorisationId, decision.change.to)
          onNews(toAnswer(decision.change.to))
        }
        return 'answer' in decision ? { answer: decision.answer } : decision
      })
    },

    /** What it has under the merchant's own id. The shop never asks: "not found" would be no answer. */
    lookUp: (reference: string): Answer | undefined => {
      const found = [...authorisations.values()].find((authorisation) => authorisation.reference === reference)
      return found && toAnswer(found)
    },
  }
}
