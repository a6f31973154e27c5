import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProductSummary } from '@saleday/contracts/product'
import { arrange, countByCategory, pageSize } from './arrange.ts'
import { parseListing } from './listing.ts'

const product = (id: number, differs: Partial<ProductSummary> = {}): ProductSummary => ({
  id: String(id),
  slug: `product-${id}`,
  name: `Product ${id}`,
  category: 'audio',
  priceCents: 1000,
  currency: 'EUR',
  imageUrl: '/api/products/images/x.svg',
  doorbuster: false,
  availability: 'in_stock',
  ...differs,
})
const idsOf = (products: readonly ProductSummary[], query: Record<string, string>) =>
  arrange(products, parseListing(query)).shown.map(({ id }) => id)

test('filters keep what matches all of them', () => {
  const products = [
    product(1, { category: 'toys', doorbuster: true, priceCents: 2500 }),
    product(2, { category: 'toys', availability: 'sold_out' }),
    product(3, { doorbuster: true, priceCents: 2501, availability: 'few_left' }),
  ]
  assert.deepEqual(idsOf(products, {}), ['1', '2', '3'])
  assert.deepEqual(idsOf(products, { category: 'toys' }), ['1', '2'])
  assert.deepEqual(idsOf(products, { stock: '1' }), ['1', '3'])
  assert.deepEqual(idsOf(products, { offers: '1' }), ['1', '3'])
  assert.deepEqual(idsOf(products, { max: '25', offers: '1' }), ['1'])
})

test('products are sorted by price or name, equals as the shop has them', () => {
  const products = [
    product(1, { priceCents: 30 }),
    product(2, { priceCents: 10, name: 'Zebra' }),
    product(3, { priceCents: 10 }),
  ]
  assert.deepEqual(idsOf(products, { sort: 'price-up' }), ['2', '3', '1'])
  assert.deepEqual(idsOf(products, { sort: 'price-down' }), ['1', '2', '3'])
  assert.deepEqual(idsOf(products, { sort: 'name' }), ['1', '3', '2'])
})

test('a list is shown a page at a time; beyond the last page stands the last one', () => {
  const products = Array.from({ length: pageSize + 1 }, (_, id) => product(id))
  assert.equal(idsOf(products, {}).length, pageSize)
  assert.deepEqual(idsOf(products, { page: '2' }), [String(pageSize)])
  assert.equal(arrange(products, parseListing({ page: '99' })).page, 2)
  assert.deepEqual(arrange([], parseListing({ page: '2' })), { shown: [], total: 0, pages: 1, page: 1 })
})

test('the products of each category are counted', () => {
  const products = [product(1), product(2, { category: 'toys' }), product(3)]
  assert.deepEqual(countByCategory(products), [
    { category: 'audio', count: 2 },
    { category: 'toys', count: 1 },
  ])
})
