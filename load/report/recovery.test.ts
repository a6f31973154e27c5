import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recoveredMs } from './recovery.ts'

test('recovered is the first second without a failed first attempt', () => {
  assert.equal(recoveredMs(10_000, [9_900, 10_050, 11_900, 13_100], 60_000), 2_000)
})

test('where no first attempt failed in the first second nobody noticed', () => {
  assert.equal(recoveredMs(10_000, [9_999, 11_500], 60_000), 0)
})

test('a run that ends before a good second has not recovered', () => {
  assert.equal(recoveredMs(10_000, [10_100, 11_100], 12_500), null)
})
