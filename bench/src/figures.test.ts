import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, percentile, short, table } from './figures.ts'

test('median is the middle one, whatever the order', () => {
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(median([4, 1, 3, 2]), 2.5)
  assert.throws(() => median([]), RangeError)
})

test('percentile is the smallest value that so many do not exceed', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at)
  assert.equal(percentile(values, 0.99), 99)
  assert.equal(percentile(values, 0.5), 50)
  assert.equal(percentile([7], 0.99), 7)
  assert.throws(() => percentile([], 0.5), RangeError)
})

test('short gives three digits, and all before the point', () => {
  assert.deepEqual([67_930.4, 100, 12.34, 1.234, 0.01449].map(short), ['67,930', '100', '12.3', '1.23', '0.014'])
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
