import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundTop, sparkPath } from './spark-path.ts'

test('a line begins anew after a gap, and stays within its box', () => {
  assert.equal(sparkPath([0, 10, null, 40], 20), 'M0 100h.1L1 50M3 0h.1')
  assert.equal(sparkPath([null, null], 20), '')
})

test('the top of a scale is a round number at or over the highest value', () => {
  assert.equal(roundTop([null, 3, 12.2], 1), 15)
  assert.equal(roundTop([], 1), 1)
  assert.equal(roundTop([100], 1), 100)
  assert.equal(roundTop([801], 1), 1000)
})
