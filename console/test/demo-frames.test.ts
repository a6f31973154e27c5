import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historySeconds, pointOf } from '../src/frame.ts'
import { demoFrame, demoHistory } from './demo-frames.ts'

test('pointOf keeps the figures that plots need of each service, and none of the databases', () => {
  const frame = demoFrame(82, 0)
  const point = pointOf(frame)
  assert.deepEqual(Object.keys(point.services), ['product', 'cart', 'order', 'payment', 'auth', 'bank'])
  assert.deepEqual(point.services.order, {
    requestsPerSecond: frame.services[2]!.requestsPerSecond,
    errorsPerSecond: 2.5,
    p95Ms: frame.services[2]!.p95Ms,
    ready: 3,
    wanted: 4,
    scaling: frame.services[2]!.autoscaler!.metrics.map(({ value, target }) => value! / target),
  })
  assert.deepEqual(point.totals, frame.checkouts.totals)
  assert.deepEqual([point.at, point.wantedPerSecond, point.failedCustomers], [82_000, 34, 0])
})

test('the day that never was is the same each time, and its history ends with its last frame', () => {
  const history = demoHistory(700, 1_000)
  assert.equal(history.points.length, historySeconds)
  assert.deepEqual(history.frame, demoFrame(700, 1_000))
  assert.deepEqual(history.points.at(-1), pointOf(history.frame))
  assert.deepEqual(
    history.events.filter(({ kind }) => kind === 'kill').map(({ endedAt, at }) => endedAt! - at),
    [6_000],
  )
})
