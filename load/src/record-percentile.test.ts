import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addBuckets, percentileMs } from './record-percentile.ts'

const infinity = Number.POSITIVE_INFINITY
const buckets = [
  { atMostSeconds: 0.01, count: 50 },
  { atMostSeconds: 0.1, count: 90 },
  { atMostSeconds: 1, count: 99 },
  { atMostSeconds: infinity, count: 100 },
]

test('a percentile lies within its bucket, in proportion', () => {
  assert.equal(percentileMs(buckets, 0.5), 10)
  assert.equal(Math.round(percentileMs(buckets, 0.7)!), 55)
  assert.equal(percentileMs(buckets, 0.99), 1000)
})

test('past the last bound the bound itself is given', () => {
  assert.equal(percentileMs(buckets, 1), 1000)
})

test('without requests there is no percentile', () => {
  assert.equal(percentileMs([], 0.5), null)
  assert.equal(percentileMs([{ atMostSeconds: infinity, count: 0 }], 0.5), null)
})

test('an empty bucket is passed over', () => {
  const sparse = [
    { atMostSeconds: 0.01, count: 0 },
    { atMostSeconds: 0.1, count: 10 },
  ]
  assert.equal(Math.round(percentileMs(sparse, 0.5)!), 55)
})

test('histograms of several processes count together', () => {
  assert.deepEqual(addBuckets([buckets.slice(0, 2), buckets.slice(1, 2)]), [
    { atMostSeconds: 0.01, count: 50 },
    { atMostSeconds: 0.1, count: 180 },
  ])
})
