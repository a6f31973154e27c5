import type { Authorisation as Answer, LedgerRow } from '@saleday/contracts/bank'
import type { z } from 'zod'
import type { Behaviour } from './card.ts'

/** What a merchant may take from a card, and what became of it. */
export type Authorisation = Answer & { behaviour: Behaviour; last4: string; expiresAt: string }

export type LedgerKind = z.output<typeof LedgerRow>['kind']

export type Operation = { is: 'capture' } | { is: 'void' } | { is: 'refund'; amountCents: number }

/** What an operation makes of an authorisation, and what the ledger says of it. */
export type Change = { to: Authorisation; kind: LedgerKind; amountCents: number }

/**
 * What a definite answer holds. It is kept under the call's key, a refusal too.
 * @property change absent where there is nothing to do
 */
export type Decision = { answer: Answer; change?: Change } | { refused: 'refund_refused'; leftCents: number }

/**
 * Capture and void are never refused: they answer with the state in which the authorisation is.
 * @param refuseCapture the issuer's will, where the card does not say it already
 */
export function decide(from: Authorisation, operation: Operation, now: Date, refuseCapture: boolean): Decision {
  switch (operation.is) {
    case 'capture': {
      if (from.state !== 'authorised') return { answer: toAnswer(from) }
      if (now.toISOString() >= from.expiresAt) return turn(from, 'expired', 'authorisation_expired')
      if (refuseCapture || from.behaviour === 'capture_refused')
        return turn(from, 'capture_refused', 'refused_by_issuer')
      return turn(from, 'captured')
    }
    case 'void':
      if (from.state !== 'authorised' && from.state !== 'capture_refused') return { answer: toAnswer(from) }
      return turn(from, 'voided')
    case 'refund': {
      const leftCents = from.state === 'captured' ? from.amountCents - from.refundedCents : 0
      if (operation.amountCents > leftCents) return { refused: 'refund_refused', leftCents }
      const to = { ...from, refundedCents: from.refundedCents + operation.amountCents }
      return { answer: toAnswer(to), change: { to, kind: 'refunded', amountCents: operation.amountCents } }
    }
  }
}

function turn(
  from: Authorisation,
  state: Exclude<Answer['state'], 'authorised'>,
  declineCode = from.declineCode,
): Decision {
  const to = { ...from, state, declineCode }
  return { answer: toAnswer(to), change: { to, kind: state, amountCents: from.amountCents } }
}

/** What the merchant sees. */
export function toAnswer({ behaviour: _b, last4: _l, expiresAt: _e, ...answer }: Authorisation): Answer {
  return answer
}
