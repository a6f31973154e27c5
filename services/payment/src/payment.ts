import type { PaymentOutcome, PaymentState } from '@saleday/contracts/payment'
import { type Movement, movement } from './ledger.ts'

/** The payment of one order, as the books have it. */
export type Payment = {
  orderId: string
  state: PaymentState
  /** The wish to void is recorded: nothing is authorised or captured any more. */
  undo: boolean
  amountCents: number
  capturedCents: number
  refundedCents: number
  currency: 'EUR'
  /** Null in a tombstone only. */
  cardToken: string | null
  authorisationId: string | null
  declineCode: string | null
  createdAt: Date
  updatedAt: Date
}

/** What the order asks to be authorised. */
export type Authorisation = { orderId: string; amountCents: number; currency: 'EUR'; cardToken: string }

/** A definite answer of the bank. What is not definite is no answer. */
export type BankAnswer =
  | { is: 'authorised'; authorisationId: string }
  | { is: 'declined'; authorisationId?: string; code: string }
  | { is: 'captured' }
  | { is: 'capture_refused'; code: string }
  | { is: 'voided' }
  | { is: 'already_captured' }
  | { is: 'refunded' }

/** What becomes of a payment in one step. It holds only for the state and the undo that it was made from. */
export type Change = Pick<
  Payment,
  'state' | 'undo' | 'capturedCents' | 'refundedCents' | 'authorisationId' | 'declineCode'
> & {
  /** The states that it goes through, for the history. Empty: only the wish to undo is new. */
  steps: readonly PaymentState[]
  movement?: Movement
}

export type Question = 'authorise' | 'capture' | 'void' | 'refund'

const questions: Partial<Record<PaymentState, Question>> = {
  authorising: 'authorise',
  capturing: 'capture',
  voiding: 'void',
  refunding: 'refund',
}

/** What the bank is to be asked, if anything is open. */
export const questionOf = (payment: Pick<Payment, 'state'>): Question | undefined => questions[payment.state]

/** How a wish to undo goes on from a state at rest. Other states are undone already, or wait for a definite answer first. */
const undoing: Partial<Record<PaymentState, PaymentState>> = {
  authorised: 'voiding',
  capture_refused: 'voiding',
  captured: 'refunding',
}

/** Records the wish to void, and turns at once what can be turned. Undefined: it is recorded already. */
export function recordUndo(payment: Payment): Change | undefined {
  if (payment.undo) return undefined
  return turned(payment, { ...unchanged(payment), undo: true })
}

/** Undefined: there is nothing to capture in this state. */
export function beginCapture(payment: Payment): Change | undefined {
  if (payment.undo || payment.state !== 'authorised') return undefined
  return { ...unchanged(payment), state: 'capturing', steps: ['capturing'] }
}

/** What the bank's answer to the open question makes of the payment. */
export function hearBank(payment: Payment, answer: BankAnswer): Change {
  const heard = afterAnswer(payment, answer)
  return turned(payment, heard)
}

function afterAnswer(payment: Payment, answer: BankAnswer): Change {
  const { amountCents, capturedCents, refundedCents } = payment
  const to = (state: PaymentState, rest: Partial<Change> = {}): Change => ({
    ...unchanged(payment),
    state,
    steps: [state],
    ...rest,
  })
  switch (`${payment.state} ${answer.is}`) {
    case 'authorising authorised':
      return to('authorised', { ...idIn(answer), movement: movement('authorised', amountCents) })
    case 'authorising declined':
      return to('declined', { ...idIn(answer), ...codeIn(answer) })
    case 'capturing captured':
    case 'voiding already_captured':
      return to('captured', { capturedCents: amountCents, movement: movement('captured', amountCents) })
    case 'capturing capture_refused':
      return to('capture_refused', codeIn(answer))
    case 'voiding voided':
      return to('voided', { movement: movement('voided', amountCents) })
    case 'refunding refunded': {
      const left = capturedCents - refundedCents
      return to('refunded', {
        refundedCents: capturedCents,
        ...(left > 0 && { movement: movement('refunded', left) }),
      })
    }
    default:
      throw new Error(`a payment that is ${payment.state} cannot hear that it is ${answer.is}`)
  }
}

const idIn = (answer: BankAnswer) =>
  'authorisationId' in answer && answer.authorisationId ? { authorisationId: answer.authorisationId } : {}
const codeIn = (answer: BankAnswer) => ('code' in answer ? { declineCode: answer.code } : {})

function turned(payment: Payment, change: Change): Change {
  const next = change.undo ? undoing[change.state] : undefined
  if (!next) return change
  const wasThere = change.steps.length === 0 && change.state === payment.state
  return { ...change, state: next, steps: wasThere ? [next] : [...change.steps, next] }
}

function unchanged({ state, undo, capturedCents, refundedCents, authorisationId, declineCode }: Payment): Change {
  return { state, undo, capturedCents, refundedCents, authorisationId, declineCode, steps: [] }
}

/** The payment after the change. */
export function changed(payment: Payment, change: Change): Payment {
  const { steps: _steps, movement: _movement, ...columns } = change
  return { ...payment, ...columns }
}

export const isSameRequest = (payment: Payment, order: Authorisation) =>
  payment.amountCents === order.amountCents &&
  payment.currency === order.currency &&
  payment.cardToken === order.cardToken

// ---- What the caller is told ----

const outcomesOfAuthorise: Partial<Record<PaymentState, PaymentOutcome['outcome']>> = {
  authorising: 'pending',
  declined: 'declined',
}
const outcomesOfCapture: Partial<Record<PaymentState, PaymentOutcome['outcome']>> = {
  captured: 'done',
  capture_refused: 'refused',
  declined: 'refused',
}

export const authoriseOutcome = (payment: Payment) =>
  outcome(payment, payment.undo ? 'over' : (outcomesOfAuthorise[payment.state] ?? 'done'))

export const captureOutcome = (payment: Payment) =>
  outcome(payment, payment.undo ? 'over' : (outcomesOfCapture[payment.state] ?? 'pending'))

export const voidOutcome = (payment: Payment) => outcome(payment, questionOf(payment) ? 'pending' : 'done')

const outcome = ({ orderId, state, declineCode }: Payment, word: PaymentOutcome['outcome']): PaymentOutcome => ({
  orderId,
  outcome: word,
  state,
  declineCode,
})
