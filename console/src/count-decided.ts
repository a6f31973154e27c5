import type { Checkouts } from './frame.ts'

/** What a process of order has decided since it started, by outcome, and how many checkouts are open in all of order. */
export type Decided = { outcomes: ReadonlyMap<string, number>; open: number }

const decidedName = 'saleday_orders_decided_total{'
const refusedName = 'saleday_checkouts_refused_total{'
const openName = 'saleday_orders_open{'

/** @returns undefined for a process of another service */
export function readDecided(metrics: string): Decided | undefined {
  if (!metrics.includes('\n# TYPE saleday_orders_decided_total ')) return undefined
  const outcomes = new Map<string, number>()
  let open = 0
  for (const line of metrics.split('\n')) {
    const value = Number(line.slice(line.lastIndexOf(' ') + 1))
    if (line.startsWith(openName)) open += value
    else if (line.startsWith(decidedName) || line.startsWith(refusedName)) {
      const outcome = /"([^"]*)"/.exec(line)?.[1] ?? ''
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + value)
    }
  }
  return { outcomes, open }
}

type Counted = 'confirmed' | 'soldOut' | 'declined' | 'refused'

const countedAs: Readonly<Record<string, Counted>> = {
  confirmed: 'confirmed',
  out_of_stock: 'soldOut',
  payment_declined: 'declined',
}

/** Adds up what order decides while we look, over processes that come and go. */
export function countDecided() {
  const last = new Map<string, ReadonlyMap<string, number>>()
  const totals = { confirmed: 0, soldOut: 0, declined: 0, refused: 0 }
  let open = 0
  return {
    /** @param decided of each process, by its life; where it is not new, what it has decided so far is only what the next look is compared with */
    take(decided: ReadonlyMap<string, Decided & { isNew: boolean }>): void {
      for (const [life, { outcomes, isNew }] of decided) {
        const before = last.get(life)
        last.set(life, outcomes)
        if (before === undefined && !isNew) continue
        for (const [outcome, count] of outcomes)
          totals[countedAs[outcome] ?? 'refused'] += Math.max(0, count - (before?.get(outcome) ?? 0))
      }
      // Each process counts the open orders of all of them.
      if (decided.size > 0) open = Math.max(...[...decided.values()].map((each) => each.open))
    },
    totals: (): Checkouts['totals'] => ({ ...totals, undecided: open, failed: null }),
  }
}
