import type { Authorisation } from '@saleday/contracts/bank'
import { type Payment, questionOf } from './payment.ts'

/** What can be different. The first six are repaired; the others are money that only a person may move. */
export const differenceKinds = [
  'unknown_authorisation',
  'second_authorisation',
  'open_at_bank',
  'unknown_capture',
  'ended_at_bank',
  'unknown_refund',
  'missing_authorisation',
  'missing_capture',
  'missing_refund',
  'other_amount',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

export type Difference = { kind: DifferenceKind; orderId: string; authorisation: Authorisation | undefined } & (
  | { payment: undefined; authorisation: Authorisation }
  | { payment: Payment }
)

/** Does the bank hold or keep money for it? */
export const isOpen = ({ state, amountCents, refundedCents }: Authorisation): boolean =>
  state === 'authorised' || state === 'capture_refused' || (state === 'captured' && refundedCents < amountCents)

/**
 * Where the books of one order are not the same.
 * @param payment at rest: what waits for the bank is no difference
 * @param authorisations all that the bank has with the order as reference
 */
export function differencesOf(
  orderId: string,
  payment: Payment | undefined,
  authorisations: readonly Authorisation[],
): Difference[] {
  const open = authorisations.filter(isOpen)
  if (!payment) {
    return open.map((authorisation) => ({ kind: 'unknown_authorisation', orderId, authorisation, payment }))
  }
  if (questionOf(payment)) return []
  const own = authorisations.find(({ id }) => id === payment.authorisationId)
  const ownKind = kindOfOwn(payment, own)
  return [
    ...(ownKind ? [{ kind: ownKind, orderId, authorisation: own, payment }] : []),
    ...open
      .filter((authorisation) => authorisation !== own)
      .map((authorisation) => ({ kind: 'second_authorisation' as const, orderId, authorisation, payment })),
  ]
}

function kindOfOwn(payment: Payment, own: Authorisation | undefined): DifferenceKind | undefined {
  if (payment.authorisationId === null) return undefined
  if (own && own.amountCents !== payment.amountCents) return 'other_amount'
  switch (payment.state) {
    case 'authorised':
      if (!own) return 'missing_authorisation'
      if (own.state === 'authorised') return undefined
      return own.state === 'captured' ? 'unknown_capture' : 'ended_at_bank'
    case 'captured':
      if (own?.state !== 'captured') return 'missing_capture'
      if (own.refundedCents === payment.refundedCents) return undefined
      return own.refundedCents > payment.refundedCents ? 'unknown_refund' : 'missing_refund'
    case 'capture_refused': // its hold waits for the order's void
      return own && isOpen(own) && own.state !== 'capture_refused' ? 'open_at_bank' : undefined
    case 'refunded':
      if (own?.state !== 'captured') return 'missing_capture'
      return isOpen(own) ? 'open_at_bank' : undefined
    default: // declined, voided
      return own && isOpen(own) ? 'open_at_bank' : undefined
  }
}
