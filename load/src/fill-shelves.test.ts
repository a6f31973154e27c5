import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Good } from './crowd-plan.ts'
import { fillShelves, unitsOfEach } from './fill-shelves.ts'
import { shippedScenario } from './scenarios.ts'
import { soldOutFlaws } from './sold-out.ts'

const good = (id: string, doorbuster = false): Good => ({ id, category: 'garden', word: id, weight: 1, doorbuster })
const goods = [good('plenty'), good('few'), good('bargain', true)]

function stockOf(onHand: Record<string, number>, reserved = 0) {
  const restocked: string[] = []
  return {
    restocked,
    level: async (productId: string) => ({
      productId,
      onHand: onHand[productId]!,
      reserved: productId === 'bargain' ? reserved-- : 0,
      sold: 7,
      initial: 0,
    }),
    restock: async (productId: string, units: number) => {
      restocked.push(`${productId} ${units}`)
      onHand[productId]! += units
    },
  }
}

const smoke = shippedScenario('smoke')
const flash = shippedScenario('flash-sale')
const wanted = unitsOfEach(smoke, 2)

test('goods that would run out are filled up, others left alone, and it is said', async () => {
  const stock = stockOf({ plenty: 10_000, few: 3, bargain: 500 })
  const said: string[] = []
  const shelves = await fillShelves({ scenario: smoke, goods, stock, say: (line) => said.push(line) })
  assert.deepEqual(stock.restocked, [`few ${wanted - 3}`])
  assert.deepEqual(shelves.restocked, { products: 1, units: wanted - 3 })
  assert.match(said[0] ?? '', /1 products .* filled up/)
})

test('the doorbuster of a flash sale has exactly its units on hand, once nothing is held any more', async () => {
  const stock = stockOf({ plenty: 1, few: 1, bargain: 12 }, 1)
  const { doorbuster } = await fillShelves({ scenario: flash, goods, stock, say: () => undefined })
  assert.deepEqual(stock.restocked, ['bargain 488'])
  assert.deepEqual(doorbuster, { productId: 'bargain', onHandBefore: 12, onHand: 500, soldBefore: 7 })
})

test('a doorbuster with too many units is refused where all are to be sold, and fine elsewhere', async () => {
  const stock = () => stockOf({ plenty: 10_000, few: 10_000, bargain: 501 })
  await assert.rejects(fillShelves({ scenario: flash, goods, stock: stock(), say: () => undefined }), {
    name: 'UserError',
    message: /has 501 units/,
    advice: /npm run reset/,
  })
  const other = stock()
  await fillShelves({ scenario: smoke, goods, stock: other, say: () => undefined })
  assert.deepEqual(other.restocked, [])
})

test('a shop without a doorbuster is refused where people come for it', async () => {
  const stock = stockOf({ plenty: 10_000, few: 10_000 })
  const parts = { scenario: smoke, goods: goods.slice(0, 2), stock, say: () => undefined }
  await assert.rejects(fillShelves(parts), { name: 'UserError', message: /no doorbuster/ })
})

const told = {
  confirmed: 500,
  sold_out: 4_500,
  declined: 0,
  price_changed: 0,
  timed_out: 0,
  shed: 0,
  failed: 0,
  unknown: 0,
}
const shelves = {
  doorbuster: { productId: 'bargain', onHandBefore: 0, onHand: 500, soldBefore: 1_000 },
  restocked: { products: 0, units: 0 },
}

test('a doorbuster that is sold to the last unit, with everybody else told so, is as it should be', () => {
  assert.deepEqual(soldOutFlaws({ shelves, soldAfter: 1_500, byOutcome: told }), [])
})

test('a unit too many or too few, sold or told, and somebody told something else, are flaws', () => {
  assert.match(soldOutFlaws({ shelves, soldAfter: 1_501, byOutcome: told })[0] ?? '', /501 units .* there were 500/)
  assert.match(
    soldOutFlaws({ shelves, soldAfter: 1_500, byOutcome: { ...told, confirmed: 499 } })[0] ?? '',
    /499 buyers/,
  )
  assert.match(
    soldOutFlaws({ shelves, soldAfter: 1_500, byOutcome: { ...told, timed_out: 2 } })[0] ?? '',
    /2 buyers .* something else/,
  )
})
