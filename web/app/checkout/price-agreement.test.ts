import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProductDetail } from '@saleday/contracts/product'
import { priceCart } from '../cart/price-cart.ts'
import { agreeOn } from './price-agreement.ts'

const priced = (priceOf: Record<string, number>) =>
  priceCart(
    [
      { productId: 'lamp', quantity: 2 },
      { productId: 'kite', quantity: 1 },
    ],
    (id) => (id in priceOf ? ({ priceCents: priceOf[id], available: 9 } as ProductDetail) : undefined),
  )

test('prices that were just told go before those of the pages', () => {
  const { totalCents, unitPrices } = agreeOn(priced({ lamp: 100, kite: 50 }), [
    { productId: 'lamp', unitPriceCents: 120 },
  ])
  assert.equal(totalCents, 290)
  assert.deepEqual(
    [...unitPrices],
    [
      ['lamp', 120],
      ['kite', 50],
    ],
  )
})

test('a price that nobody knows leaves no total to agree to', () => {
  assert.equal(agreeOn(priced({ lamp: 100 }), []).totalCents, undefined)
  assert.equal(agreeOn(priced({ lamp: 100 }), [{ productId: 'kite', unitPriceCents: 1 }]).totalCents, 201)
})
