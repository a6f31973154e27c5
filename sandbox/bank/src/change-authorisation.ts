import type { Authorisation as Answer } from '@saleday/contracts/bank'
import { decide, type Operation } from './authorisation.ts'
import type { Banking } from './authorise-card.ts'
import { problem } from './errors.ts'
import { answerOf, keepable, keptAnswer, requestHash } from './idempotency.ts'

/** Captures, voids or refunds. The key gives the same answer for ever, whatever becomes of the authorisation later. */
export async function changeAuthorisation(
  { store, chance, counters }: Banking,
  key: string,
  authorisationId: string,
  operation: Operation,
): Promise<Answer> {
  const hash = requestHash(operation.is, authorisationId, operation)
  for (;;) {
    const { kept, authorisation } = await store.findForChange(key, authorisationId)
    if (kept) return keptAnswer(kept, hash)
    if (!authorisation) throw problem('authorisation_not_found', 'No authorisation has this id.')
    const decision = decide(authorisation, operation, new Date(), chance.refusesCapture())
    const keep = { key, requestHash: hash, answer: keepable(decision), authorisationId }
    const change = 'change' in decision ? decision.change : undefined
    const written = change
      ? await store.change(keep, authorisation, change, chance.newsDelayMs())
      : await store.keep(keep)
    if (!written) continue // another call was faster: look again at what there is now
    if (change) counters.movements.inc({ kind: change.kind })
    return answerOf(decision)
  }
}
