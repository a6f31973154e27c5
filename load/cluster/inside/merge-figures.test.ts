import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Figures } from '../../src/figures.ts'
import { shippedScenario } from '../../src/scenarios.ts'
import { crowdThresholds, shopThresholds } from '../../src/thresholds.ts'
import { isCrossed, mergeFigures } from './merge-figures.ts'

const figures = (metrics: object, testRunDurationMs = 1_000): Figures =>
  ({ metrics, state: { testRunDurationMs } }) as Figures
const counter = (count: number) => ({ type: 'counter', values: { count, rate: count / 10 } })

test('counts are sums, and the crowd took as long as its slowest part', () => {
  const merged = mergeFigures([figures({ a: counter(2) }, 900), figures({ a: counter(3), b: counter(1) }, 1_100)], {})
  assert.deepEqual(merged.metrics.a?.values, { count: 5, rate: 0.5 })
  assert.equal(merged.metrics.b?.values.count, 1)
  assert.equal(merged.state.testRunDurationMs, 1_100)
  assert.equal(merged.runners, 2)
})

test('waits are those of the worst part', () => {
  const trend = (values: object) => ({ type: 'trend', values })
  const merged = mergeFigures(
    [
      figures({ wait: trend({ med: 10, 'p(95)': 40, 'p(99)': 90, max: 100, count: 7 }) }),
      figures({ wait: trend({ med: 12, 'p(95)': 30, 'p(99)': 95, max: 99, count: 8 }) }),
    ],
    {},
  )
  assert.deepEqual(merged.metrics.wait?.values, { med: 12, 'p(95)': 40, 'p(99)': 95, max: 100, count: 15 })
})

test('a share is that of the whole', () => {
  const rate = (passes: number, fails: number) => ({ type: 'rate', values: { rate: 0, passes, fails } })
  const merged = mergeFigures([figures({ r: rate(1, 3) }), figures({ r: rate(3, 1) })], {})
  assert.equal(merged.metrics.r?.values.rate, 0.5)
})

test('conditions are tried on sums: what is too little for each part may be enough for all', () => {
  const parts = [figures({ a: counter(2) }), figures({ a: counter(3) })]
  assert.equal(isCrossed(mergeFigures(parts, { a: ['count>=5'] })), false)
  assert.equal(isCrossed(mergeFigures(parts, { a: ['count>=6'] })), true)
})

test('a counter that no part has counts as 0', () => {
  const merged = mergeFigures([figures({})], { dropped: ['count==0'], sold: ['count>=1'] })
  assert.deepEqual(merged.metrics.dropped?.thresholds, { 'count==0': { ok: true } })
  assert.deepEqual(merged.metrics.sold?.thresholds, { 'count>=1': { ok: false } })
})

test('every condition of a crowd can be tried on sums', () => {
  const conditions = { ...shopThresholds(), ...crowdThresholds(shippedScenario('smoke')) }
  assert.equal(isCrossed(mergeFigures([figures({})], conditions)), true)
})
