import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bin } from './chart-bins.ts'
import { areaPath, barPath, linePath, percentOf, stepPath } from './chart-path.ts'
import { linearScale, logScale, timeTicks } from './chart-scale.ts'

test('a linear scale ends at a round number that holds the largest value', () => {
  assert.deepEqual(linearScale(31, 3).ticks, [0, 20, 40])
  assert.deepEqual(linearScale(720, 3).ticks, [0, 500, 1000])
  assert.deepEqual(linearScale(0).ticks, [0, 1])
  assert.deepEqual(linearScale(40, 4).ticks, [0, 10, 20, 30, 40])
  assert.equal(linearScale(31, 3).of(20), 0.5)
  assert.equal(linearScale(31, 3).of(99), 1)
})

test('a logarithmic scale has whole powers of ten around its values', () => {
  const scale = logScale([4, 31, 2300])
  assert.deepEqual(scale.ticks, [1, 10, 100, 1000, 10_000])
  assert.equal(scale.of(100), 0.5)
  assert.equal(scale.of(0), 0)
  assert.deepEqual(logScale([]).ticks, [10, 100])
  assert.deepEqual(logScale([100, 1000]).ticks, [10, 100, 1000])
})

test('an axis of time has round seconds, and never too many', () => {
  assert.deepEqual(timeTicks(32), [0, 5, 10, 15, 20, 25, 30])
  assert.deepEqual(timeTicks(182), [0, 30, 60, 90, 120, 150, 180])
  for (const seconds of [1, 30, 60, 240, 900, 3600, 20_000, 100_000]) assert.ok(timeTicks(seconds).length <= 7)
})

test('a long day is drawn in fewer points, without hiding the worst', () => {
  const day = Array.from({ length: 900 }, (_, second) => (second === 400 ? 99 : second < 3 ? null : 1))
  assert.equal(bin(day, 'max').length, 300)
  assert.equal(bin(day, 'max')[0], null)
  assert.equal(bin(day, 'max')[133], 99)
  assert.equal(bin(day, 'min')[133], 1)
  assert.equal(bin([1, null, 3], 'mean').length, 3)
})

const scale = linearScale(10, 2)

test('a line breaks where nothing was measured', () => {
  assert.equal(linePath([0, 10, null, 5], scale), 'M125 100L375 0M875 50')
})

test('an area lies between two lines', () => {
  assert.equal(areaPath([0, 0], [10, 5], scale), 'M250 0L750 50L750 100L250 100Z')
  assert.equal(areaPath([], [], scale), '')
})

test('bars stand where there is something to count', () => {
  assert.equal(barPath([0, 10, null, 0], scale), 'M270 100V0H480V100Z')
})

test('steps hold their value until the next one', () => {
  assert.equal(stepPath([10, 10, 5, null], scale), 'M0 0H500V50H1000')
  assert.equal(stepPath([null], scale), '')
})

test('a place on the axis is never outside of it', () => {
  assert.deepEqual([percentOf(45, 180), percentOf(-2, 180), percentOf(500, 180)], ['25%', '0%', '100%'])
})
