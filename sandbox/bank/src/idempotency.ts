import { createHash } from 'node:crypto'
import type { Authorisation as Answer } from '@saleday/contracts/bank'
import type { Decision } from './authorisation.ts'
import { problem } from './errors.ts'
import type { Kept } from './store.ts'

/** What tells one request from another under the same key. */
export const requestHash = (operation: string, subject: string, body?: unknown): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([operation, subject, body ?? null]))
    .digest()

/** The answer that the key had before. @throws ProblemError key_reused if that was to another request */
export function keptAnswer(kept: Pick<Kept, 'requestHash' | 'answer'>, hash: Buffer): Answer {
  if (!hash.equals(kept.requestHash)) throw problem('key_reused', 'Make a new key for each new request.')
  return answerOf(kept.answer as Decision)
}

/** @throws ProblemError where the decision is a refusal */
export function answerOf(decision: Decision): Answer {
  if ('answer' in decision) return decision.answer
  throw problem(decision.refused, `${decision.leftCents} cents are left.`, { leftCents: decision.leftCents })
}

/** What of a decision is kept under its key. */
export const keepable = (decision: Decision) => ('answer' in decision ? { answer: decision.answer } : decision)
