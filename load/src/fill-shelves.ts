import { setTimeout as delay } from 'node:timers/promises'
import type { StockLevel } from '@saleday/contracts/product'
import { UserError } from '@saleday/local/user-error'
import type { Good } from './crowd-plan.ts'
import { type Scenario, visits } from './scenario.ts'
import type { StockRoom } from './stock-room.ts'

/** What was done to the shelves before the doors opened. */
export type Shelves = {
  doorbuster: { productId: string; onHandBefore: number; onHand: number; soldBefore: number } | null
  restocked: { products: number; units: number }
}

const decidedWithinMs = 60_000

/**
 * Sees to it that the crowd finds enough: goods that would run out are filled up, and the doorbuster has the units on
 * hand that the scenario gives it; exactly these, where all of them are to be sold.
 * @throws UserError where the doorbuster has too many, which only a reset can change
 */
export async function fillShelves(parts: {
  scenario: Scenario
  goods: readonly Good[]
  stock: StockRoom
  say: (line: string) => void
}): Promise<Shelves> {
  const { scenario, goods, stock, say } = parts
  const doorbuster = goods.find((good) => good.doorbuster)
  const others = goods.filter((good) => !good.doorbuster)
  const restocked =
    visits(scenario, 'checkout') > 0 ? await fillUp(others, unitsOfEach(scenario, others.length), stock) : nothing
  if (restocked.units > 0)
    say(`${restocked.products} products that would have run out were filled up by ${restocked.units} units in all`)
  if (scenario.journeys.doorbuster === 0) return { doorbuster: null, restocked }
  if (doorbuster === undefined)
    throw new UserError('The shop has no doorbuster for its crowd to fight for.', 'Start it afresh: npm run reset')
  return { doorbuster: await fillDoorbuster(doorbuster.id, scenario, stock, say), restocked }
}

const nothing = { products: 0, units: 0 }

/** What a product may sell at most, with luck: three times its share, and some. */
export function unitsOfEach(scenario: Scenario, goods: number): number {
  const mean = ({ least, most }: { least: number; most: number }): number => (least + most) / 2
  const units = visits(scenario, 'checkout') * mean(scenario.productsPerOrder) * mean(scenario.unitsPerProduct)
  return Math.ceil((3 * units) / Math.max(1, goods)) + 20
}

async function fillUp(goods: readonly Good[], wanted: number, stock: StockRoom): Promise<Shelves['restocked']> {
  const done = { ...nothing }
  // A few at a time: the shop is not under test yet.
  for (let from = 0; from < goods.length; from += 8) {
    await Promise.all(
      goods.slice(from, from + 8).map(async ({ id }) => {
        const { onHand } = await stock.level(id)
        if (onHand >= wanted) return
        await stock.restock(id, wanted - onHand)
        done.products += 1
        done.units += wanted - onHand
      }),
    )
  }
  return done
}

async function fillDoorbuster(
  productId: string,
  { doorbusterStock: wanted, expectSoldOut }: Scenario,
  stock: StockRoom,
  say: (line: string) => void,
): Promise<NonNullable<Shelves['doorbuster']>> {
  const before = expectSoldOut ? await levelAtRest(productId, stock) : await stock.level(productId)
  if (expectSoldOut && before.onHand > wanted) {
    throw new UserError(
      `The doorbuster has ${before.onHand} units on hand, more than the ${wanted} of this scenario.`,
      'Start the shop afresh: npm run reset, then npm start',
    )
  }
  if (before.onHand < wanted) await stock.restock(productId, wanted - before.onHand)
  const { onHand, sold } = await stock.level(productId)
  say(
    `The doorbuster had ${before.onHand} units on hand${onHand === before.onHand ? '' : ` and was restocked to ${onHand}`}; ${sold} were sold before this run`,
  )
  return { productId, onHandBefore: before.onHand, onHand, soldBefore: sold }
}

/** Orders of an earlier run may hold units still, and give them back in the middle of this one. */
async function levelAtRest(productId: string, stock: StockRoom): Promise<StockLevel> {
  const end = performance.now() + decidedWithinMs
  for (;;) {
    const level = await stock.level(productId)
    if (level.reserved === 0) return level
    if (performance.now() > end)
      throw new UserError(
        `${level.reserved} units of the doorbuster are held for orders of an earlier run that are not decided yet.`,
        'Try again in a minute.',
      )
    await delay(500)
  }
}
