import assert from 'node:assert/strict'
import { test } from 'node:test'
import { availabilityOf } from './product.ts'

test('availabilityOf tells apart plenty, few left and sold out', () => {
  assert.deepEqual([0, 1, 5, 6].map(availabilityOf), ['sold_out', 'few_left', 'few_left', 'in_stock'])
})
