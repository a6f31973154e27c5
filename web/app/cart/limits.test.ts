import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as contract from '@saleday/contracts/values'
import { maximumQuantity } from './limits.ts'

test('as much of one product may be chosen as the cart holds', () => {
  assert.equal(maximumQuantity, contract.maximumQuantity)
})
