import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProductDetail } from '@saleday/contracts/product'
import { priceCart, sameLines } from './price-cart.ts'

const products: Record<string, Partial<ProductDetail>> = {
  lamp: { priceCents: 1999, available: 10 },
  kite: { priceCents: 500, available: 1 },
  vase: { priceCents: 100, available: 0 },
}
const price = (lines: Record<string, number>) =>
  priceCart(
    Object.entries(lines).map(([productId, quantity]) => ({ productId, quantity })),
    (id) => products[id] as ProductDetail | undefined,
  )

test('the total is the sum of the lines', () => {
  const { totalCents, canBeBought, lines } = price({ lamp: 3, kite: 1 })
  assert.deepEqual([totalCents, canBeBought], [6497, true])
  assert.deepEqual(
    lines.map(({ lineCents }) => lineCents),
    [5997, 500],
  )
})

test('while a price is not known there is no total', () => {
  const { totalCents, canBeBought } = price({ lamp: 1, unknown: 1 })
  assert.deepEqual([totalCents, canBeBought], [undefined, false])
})

test('a line of which too few are left cannot be bought, and says why', () => {
  const { lines, canBeBought } = price({ lamp: 1, kite: 2, vase: 1 })
  assert.deepEqual(
    lines.map(({ hindrance }) => hindrance),
    [undefined, 'too_few', 'sold_out'],
  )
  assert.equal(canBeBought, false)
  assert.equal(price({}).canBeBought, false)
})

test('lines are the same in whatever order they stand', () => {
  const [a, b] = [
    { productId: 'a', quantity: 1 },
    { productId: 'b', quantity: 2 },
  ]
  assert.equal(sameLines([a, b], [b, a]), true)
  assert.equal(sameLines([a], [a, b]), false)
  assert.equal(sameLines([a], [{ productId: 'a', quantity: 2 }]), false)
})
