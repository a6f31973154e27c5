import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Point } from '../src/frame.ts'
import { binEnds, outcomeRates, serviceLines } from './bin-points.ts'

const none = { confirmed: 0, soldOut: 0, declined: 0, refused: 0, undecided: 0, failed: null }
const pointAt = (at: number, confirmed: number, failed: number | null = null): Point => ({
  at,
  services: {},
  checkoutsPerSecond: confirmed,
  wantedPerSecond: null,
  failedCustomers: failed,
  totals: { ...none, confirmed, failed },
})

test('bins end at multiples of their length, and the last one holds now', () => {
  const ends = binEnds(1_000_500, 5_000)
  assert.equal(ends.length, 120)
  assert.equal(ends.at(-1), 1_005_000)
  assert.equal(ends[0], 1_005_000 - 119 * 5_000)
  assert.deepEqual(binEnds(1_004_999, 5_000), ends)
})

test('a bin has the highest of its values for each service, and null where there is none', () => {
  const of = (requestsPerSecond: number | null, scaling: (number | null)[] = []) => ({
    requestsPerSecond,
    errorsPerSecond: 0,
    p95Ms: null,
    ready: 1,
    wanted: 1,
    scaling,
  })
  const points = [
    { ...pointAt(11_000, 0), services: { order: of(3), cart: of(1) } },
    { ...pointAt(12_000, 0), services: { order: of(9, [0.5, null, 1.2]) } },
    { ...pointAt(15_000, 0), services: { order: of(null) } },
    { ...pointAt(19_000, 0), services: { order: of(0) } },
  ]
  const lines = serviceLines(points, binEnds(20_000, 5_000), ['order', 'cart', 'gone'])
  assert.deepEqual(lines.get('order')!.requests.slice(-3), [null, 9, 0])
  assert.deepEqual(lines.get('order')!.scaling.slice(-3), [null, 1.2, null])
  assert.deepEqual(lines.get('order')!.errors.slice(-3), [null, 0, 0])
  assert.deepEqual(lines.get('cart')!.requests.slice(-3), [null, 1, null])
  assert.ok(lines.get('gone')!.requests.every((value) => value === null))
})

test('what came between two points is told for each second, also where some are missing', () => {
  const ends = binEnds(20_000, 5_000)
  const points = [pointAt(10_000, 100, 0), pointAt(12_000, 120, 1), pointAt(16_000, 160, 1), pointAt(20_000, 200, 3)]
  const rates = outcomeRates(points, ends)
  assert.deepEqual(rates.confirmed.slice(-3), [null, 10, 10])
  assert.deepEqual(rates.failed.slice(-3), [null, 0.5, 0.25])
})

test('another day that begins from zero is no fall below zero', () => {
  const rates = outcomeRates([pointAt(16_000, 500), pointAt(17_000, 2), pointAt(18_000, 6)], binEnds(20_000, 5_000))
  assert.deepEqual(rates.confirmed.slice(-2), [null, 4])
})
