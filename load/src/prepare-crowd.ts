import { writeFileSync } from 'node:fs'
import type { CrowdPlan } from './crowd-plan.ts'
import type { Options } from './options.ts'
import { readGoods } from './read-goods.ts'
import { checkoutJourneys } from './scenario.ts'
import type { ShopUnderLoad } from './with-shop.ts'

/** The bank's sandbox knows its test cards by the last digits in such a token: one that pays, and one that is declined. */
const cards = { good: 'tok_test_4242', declined: 'tok_test_0002' }

/** Enough that no two visitors are the same customer at a time; more only make the preparation longer. */
const mostCustomers = 2_000

/** Writes customers, goods and the plan, as the files that k6 reads. */
export async function prepareCrowd(parts: {
  options: Options
  shop: ShopUnderLoad
  runId: string
  runDir: string
  files: { plan: string; goods: string; customers: string; figures: string }
  baseUrl: string
  say: (line: string) => void
}): Promise<void> {
  const { options, shop, files, say } = parts
  const goods = await readGoods(shop.baseUrl)
  const customers = await shop.customers(Math.min(mostCustomers, 2 * checkoutJourneys(options.scenario)), parts.runDir)
  const soldOut = goods.filter((good) => good.weight === 0).length
  say(`${customers.length} customers; ${goods.length} products, ${soldOut === 0 ? 'none' : soldOut} of them sold out`)
  if (soldOut > goods.length / 2) say('More than half of the shop is sold out: npm run reset fills the shelves.')

  const plan: CrowdPlan = {
    runId: parts.runId,
    baseUrl: parts.baseUrl,
    seed: options.seed,
    scenario: options.scenario,
    cards,
    customersFile: files.customers,
    goodsFile: files.goods,
    figuresFile: files.figures,
  }
  writeFileSync(files.customers, JSON.stringify(customers), { mode: 0o600 })
  writeFileSync(files.goods, JSON.stringify(goods))
  writeFileSync(files.plan, JSON.stringify(plan))
}
