import { writeFileSync } from 'node:fs'
import { UserError } from '@saleday/local/user-error'
import type { CrowdPlan } from './crowd-plan.ts'
import { fillShelves, type Shelves } from './fill-shelves.ts'
import type { Options } from './options.ts'
import { readGoods, shelfOf } from './read-goods.ts'
import type { RunFiles } from './run-files.ts'
import { checkoutVisits, type Scenario, visits } from './scenario.ts'
import type { ShopUnderLoad } from './with-shop.ts'

/** The bank's sandbox knows its test cards by the last digits in such a token: one that pays, and one that is declined. */
const cards = { good: 'tok_test_4242', declined: 'tok_test_0002' }

/** Enough that no two visitors are the same customer at a time; more only make the preparation longer. */
const enoughCustomers = 2_000
const mostCustomers = 10_000

/** Fills the shelves, and writes customers, goods and the plan, as the files that k6 reads. */
export async function prepareCrowd(parts: {
  options: Options
  shop: ShopUnderLoad
  runId: string
  files: RunFiles
  baseUrl: string
  say: (line: string) => void
}): Promise<Shelves | undefined> {
  const { options, shop, files, say } = parts
  const { scenario, seed } = options
  const customers = await shop.customers(customersFor(scenario), files.dir)
  const before = await readGoods(shop.baseUrl)
  const shelves = shop.stock && (await fillShelves({ scenario, goods: before, stock: shop.stock, say }))
  const goods = (shelves?.restocked.units ?? 0) > 0 ? await readGoods(shop.baseUrl) : before
  const shelf = shelfOf(goods)
  if (shelf.length === 0 && scenario.journeys.checkout > 0)
    throw new UserError(
      'The whole shop is sold out: there is nothing left for a crowd to buy.',
      'Start it afresh: npm run reset, then npm start',
    )
  say(`${customers.length} customers; ${goods.length} products`)

  const plan: CrowdPlan = {
    runId: parts.runId,
    baseUrl: parts.baseUrl,
    seed,
    scenario,
    cards,
    doorbusterId: doorbusterOf(goods, scenario),
    customersFile: files.customers,
    goodsFile: files.goods,
    shelfFile: files.shelf,
    figuresFile: files.figures,
  }
  writeFileSync(files.customers, JSON.stringify(customers), { mode: 0o600 })
  writeFileSync(files.goods, JSON.stringify(goods))
  writeFileSync(files.shelf, JSON.stringify(shelf))
  writeFileSync(files.plan, JSON.stringify(plan))
  writeFileSync(files.stock, JSON.stringify(shelves ?? null))
  return shelves
}

/** Those who fight for the doorbuster are all different people. */
function customersFor(scenario: Scenario): number {
  const fighters = visits(scenario, 'doorbuster')
  return Math.min(mostCustomers, Math.max(fighters, Math.min(enoughCustomers, 2 * checkoutVisits(scenario))))
}

function doorbusterOf(goods: Awaited<ReturnType<typeof readGoods>>, { journeys }: Scenario): string {
  const { id } = goods.find((good) => good.doorbuster) ?? {}
  if (id === undefined && journeys.doorbuster > 0)
    throw new UserError('The shop has no doorbuster for its crowd to fight for.', 'Start it afresh: npm run reset')
  return id ?? ''
}
