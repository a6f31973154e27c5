import { randomUUIDv7 } from 'node:crypto'
import { printBooks } from '../../../load/audit/print-books.ts'
import { makeBuyer } from './buyer.ts'
import type { Shop } from './open-shop.ts'
import { placeText, type Referee, type Strike } from './referee.ts'
import type { Scenario } from './scenarios.ts'
import { until } from './until.ts'

/** Nothing after it could be told from it. */
export class BooksBroken extends Error {}

/** What was to be struck did not come up this time: nothing is known yet. */
export class NotReached extends Error {}

export type Parts = { runId: string; shop: Shop; referee: Referee }

/** Runs a scenario under strikes, and audits the books. @throws Error for whatever is not as it must be */
export async function walk(
  { runId, shop, referee }: Parts,
  scenario: Scenario,
  strikes: readonly Strike[],
): Promise<void> {
  await shop.processes.whole()
  const buyer = await makeBuyer(shop.urls.order, `${runId}-${randomUUIDv7()}`, shop.note)
  referee.begin(strikes, scenario.holds ?? [])
  const strikesAreOver = () => referee.left().length === 0
  const look = await scenario.run({ shop, buyer, release: referee.release, strikesAreOver })
  await until('the strikes have come', 20_000, async () => strikesAreOver()).catch(() => {
    throw new NotReached(`nobody came to ${referee.left().map(placeText).join(', then ')}`)
  })
  referee.release()
  const result = await shop.audit()
  if (!result.balanced) throw new BooksBroken(`the books do not balance\n${printBooks(result)}`)
  await look?.()
  const crash = shop.processes.crashes.shift()
  if (crash !== undefined) throw new Error(crash)
}
