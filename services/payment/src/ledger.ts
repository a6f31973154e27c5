/**
 * The ledger's accounts. The first two say what is held on cards and owed back to them while nothing is captured; the
 * last two say what the bank owes the shop and what the shop has sold.
 */
export type Account = 'card_holds' | 'holds_owed' | 'bank' | 'sales'

/** One of the rows that a movement writes. Debits are positive, credits negative. */
export type Entry = { account: Account; amountCents: number }

export type MovementKind = 'authorised' | 'captured' | 'voided' | 'refunded'

/** Money that moves, or is held or let go: its entries add up to nothing. */
export type Movement = { kind: MovementKind; entries: readonly Entry[] }

const transfer = (to: Account, from: Account, amountCents: number): Entry[] => [
  { account: to, amountCents },
  { account: from, amountCents: -amountCents },
]

const entriesOf: Record<MovementKind, (amountCents: number) => Entry[]> = {
  authorised: (amountCents) => transfer('card_holds', 'holds_owed', amountCents),
  captured: (amountCents) => [
    ...transfer('holds_owed', 'card_holds', amountCents),
    ...transfer('bank', 'sales', amountCents),
  ],
  voided: (amountCents) => transfer('holds_owed', 'card_holds', amountCents),
  refunded: (amountCents) => transfer('sales', 'bank', amountCents),
}

/** The movement of an amount above zero. */
export const movement = (kind: MovementKind, amountCents: number): Movement => ({
  kind,
  entries: entriesOf[kind](amountCents),
})
