import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sample } from '../src/record-sample.ts'
import { buildTimeline, quantile } from './build-timeline.ts'
import type { Checkout, JournalFacts } from './read-journal.ts'

const journal = (checkouts: Checkout[], firstErrors: number[] = []): JournalFacts => ({
  startAt: 1000,
  endAt: 5000,
  checkouts,
  firstErrors,
  failures: [],
})
const traffic = { requestsPerSecond: 10, errorsPerSecond: 0, p50Ms: 1, p95Ms: 2, p99Ms: 3, cpuPercent: 4 }
const sample = (at: number): Sample =>
  ({
    at,
    shop: traffic,
    services: { bank: { ...traffic, wanted: 1, ready: 1 }, order: { ...traffic, wanted: 2, ready: 1 } },
  }) as unknown as Sample

test('every second has what began and what ended in it', () => {
  const checkouts: Checkout[] = [
    { key: 'a', at: 1100, end: { at: 1900, outcome: 'confirmed', ms: 800 } },
    { key: 'b', at: 1999, end: { at: 3500, outcome: 'sold_out', ms: 1501 } },
    { key: 'c', at: 4999, end: null },
  ]
  const timeline = buildTimeline(journal(checkouts, [2500, 2600]), [], 1000, 5000)
  assert.equal(timeline.seconds, 4)
  assert.deepEqual(timeline.arrivals, [2, 0, 0, 1])
  assert.deepEqual(timeline.outcomes.confirmed, [1, 0, 0, 0])
  assert.deepEqual(timeline.outcomes.sold_out, [0, 0, 1, 0])
  assert.deepEqual(timeline.firstAttemptErrors, [0, 2, 0, 0])
  assert.deepEqual(timeline.wait.p50Ms, [800, 800, 800, 1501])
})

test('a sample tells of the second before it, and a second without one stays empty', () => {
  const timeline = buildTimeline(journal([]), [sample(2010), sample(4005)], 1000, 5000)
  assert.deepEqual(timeline.services.order?.ready, [1, null, 1, null])
  assert.deepEqual(timeline.shop.p99Ms, [3, null, 3, null])
  assert.deepEqual(Object.keys(timeline.services), ['order', 'bank'])
})

test('a sample that is taken every three seconds tells of all three', () => {
  const samples = [2010, 5020].map((at, index) => ({
    ...sample(at),
    everyMs: 3000,
    shop: { ...traffic, p99Ms: index },
  }))
  const timeline = buildTimeline(journal([]), samples, 1000, 6000)
  assert.deepEqual(timeline.shop.p99Ms, [0, 1, 1, 1, null])
})

test('a quantile is one of the values', () => {
  assert.deepEqual([quantile([], 0.5), quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 0.99)], [null, 2, 4])
})
