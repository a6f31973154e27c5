import type { Checkouts } from './frame.ts'

/** Over so many seconds a rate is taken: a second alone has too few checkouts for a figure on a wall. */
const overMs = 5_000

/** Checkouts decided each second, lately, from totals that only grow. */
export function checkoutRate() {
  let seen: { at: number; decided: number }[] = []
  let counted = ''
  return {
    /** @param of who counts: totals of another one are no continuation @returns null after the first look */
    take(
      of: string,
      { confirmed, soldOut, declined, refused, failed }: Checkouts['totals'],
      at: number,
    ): number | null {
      if (of !== counted) seen = []
      counted = of
      const decided = confirmed + soldOut + declined + refused + (failed ?? 0)
      seen = [...seen.filter((each) => at - each.at <= overMs), { at, decided }]
      const first = seen[0]!
      return at === first.at ? null : Math.round(((decided - first.decided) * 10_000) / (at - first.at)) / 10
    },
  }
}
