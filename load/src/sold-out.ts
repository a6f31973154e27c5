import type { Shelves } from './fill-shelves.ts'
import type { Outcome } from './measure-names.ts'

/** What is wrong where all of the doorbuster was to be sold, and everybody else told so. Failed checkouts are told elsewhere. */
export function soldOutFlaws(parts: {
  shelves: Shelves
  soldAfter: number
  byOutcome: Readonly<Record<Outcome, number>>
}): string[] {
  const { shelves, soldAfter, byOutcome } = parts
  if (shelves.doorbuster === null) return []
  const { onHand, soldBefore } = shelves.doorbuster
  const sold = soldAfter - soldBefore
  const others = byOutcome.declined + byOutcome.price_changed + byOutcome.timed_out
  return [
    ...(sold === onHand ? [] : [`${sold} units of the doorbuster were sold; there were ${onHand}`]),
    ...(byOutcome.confirmed === onHand
      ? []
      : [`${byOutcome.confirmed} buyers were told that they have the doorbuster; there were ${onHand} units`]),
    ...(others === 0 ? [] : [`${others} buyers were told something else than that it is sold out`]),
  ]
}
