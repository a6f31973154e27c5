import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, table } from './figures.ts'

test('median is the middle one, whatever the order', () => {
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(median([4, 1, 3, 2]), 2.5)
  assert.throws(() => median([]), RangeError)
})

test('table aligns its columns', () => {
  assert.equal(
    table([
      ['a', 'ms'],
      ['long', '5'],
    ]),
    'a     ms\nlong   5',
  )
})
