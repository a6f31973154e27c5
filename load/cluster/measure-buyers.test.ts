import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answered, p95BackMs } from './measure-buyers.ts'

/** Ten answers a second. */
const day = (msAt: (at: number) => number, from = 0, to = 40_000): Answered[] =>
  Array.from({ length: (to - from) / 100 }, (_, index) => from + index * 100).map((at) => ({ at, ms: msAt(at) }))

test('p95 is back when five seconds are within a fifth of the ten before', () => {
  const slow = day((at) => (at >= 10_000 && at < 13_000 ? 900 : 100))
  assert.equal(p95BackMs(10_000, slow, 40_000), 3_000)
})

test('it never left where few waited', () => {
  assert.equal(
    p95BackMs(
      10_000,
      day((at) => (at === 10_100 ? 5_000 : 100)),
      40_000,
    ),
    0,
  )
})

test('a little slower for good is within the tolerance, and much slower is never back', () => {
  assert.equal(
    p95BackMs(
      10_000,
      day((at) => (at >= 10_000 ? 119 : 100)),
      40_000,
    ),
    0,
  )
  assert.equal(
    p95BackMs(
      10_000,
      day((at) => (at >= 10_000 ? 130 : 100)),
      40_000,
    ),
    null,
  )
})

test('too few answers before or after say nothing', () => {
  const steady = (): number => 100
  assert.equal(p95BackMs(10_000, day(steady, 9_000), 40_000), null)
  assert.equal(p95BackMs(10_000, day(steady, 0, 11_000), 40_000), null)
  assert.equal(p95BackMs(10_000, [], 40_000), null)
})
