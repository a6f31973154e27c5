import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Authorisation as Answer } from '@saleday/contracts/bank'
import { type Authorisation, toAnswer } from './authorisation.ts'
import { type Card, cardOfTestToken, declineCodeOf } from './card.ts'
import { problem } from './errors.ts'
import type { Chance } from './faults.ts'
import { keptAnswer, requestHash } from './idempotency.ts'
import type { Counters } from './metrics.ts'
import type { BankStore } from './store.ts'

export type Banking = {
  store: BankStore
  chance: Chance
  counters: Counters
  authorisationTtlMs: number
  slowCardMs: number
}

export type AuthoriseRequest = { reference: string; amountCents: number; currency: 'EUR'; cardToken: string }

/** Authorises or declines; whichever it was, the key gives the same answer for ever. */
export async function authoriseCard(bank: Banking, key: string, request: AuthoriseRequest): Promise<Answer> {
  const hash = requestHash('authorise', request.reference, request)
  for (;;) {
    const { kept, card: tokenised } = await bank.store.findForAuthorise(key, request.cardToken)
    if (kept) return keptAnswer(kept, hash)
    const card = tokenised ?? cardOfTestToken(request.cardToken)
    if (!card) throw problem('unknown_card_token', 'Change the card for a token first: POST /bank/tokens.')
    if (card.behaviour === 'slow') await sleep(bank.slowCardMs)
    const made = authorisation(bank, request, card)
    const answer = toAnswer(made)
    if (
      await bank.store.insert(
        { key, requestHash: hash, answer: { answer }, authorisationId: made.id },
        made,
        bank.chance.newsDelayMs(),
      )
    ) {
      bank.counters.movements.inc({ kind: made.state })
      return answer
    }
  }
}

function authorisation(bank: Banking, request: AuthoriseRequest, card: Card): Authorisation {
  const { reference, amountCents, currency } = request
  const now = Date.now()
  const expiresAtOnce = card.behaviour === 'expires_at_once' || bank.chance.expiresAtOnce()
  const declineCode = declineCodeOf(card.behaviour) ?? (bank.chance.declines() ? 'card_declined' : null)
  return {
    id: randomUUIDv7(),
    reference,
    state: declineCode === null ? 'authorised' : 'declined',
    amountCents,
    refundedCents: 0,
    currency,
    declineCode,
    behaviour: card.behaviour,
    last4: card.last4,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(expiresAtOnce ? now : now + bank.authorisationTtlMs).toISOString(),
  }
}
