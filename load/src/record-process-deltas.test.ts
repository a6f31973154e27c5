import assert from 'node:assert/strict'
import { test } from 'node:test'
import { processDeltas } from './record-process-deltas.ts'

const metrics = (requests: number) => ({
  requests,
  errors: 0,
  inFlight: 1,
  cpuSeconds: requests / 100,
  durations: [{ atMostSeconds: 1, count: requests }],
})

test('a process that was there at the first look is measured from then on', () => {
  const deltas = processDeltas()
  assert.equal(deltas.take('a', 1000, metrics(500)), undefined)
  deltas.endRound(1000)
  const delta = deltas.take('a', 3000, metrics(520))
  assert.equal(delta?.requests, 20)
  assert.equal(delta?.seconds, 2)
  assert.deepEqual(delta?.durations, [{ atMostSeconds: 1, count: 20 }])
})

test('a process that takes the place of another counts from its own beginning', () => {
  const deltas = processDeltas()
  deltas.take('a', 1000, metrics(500))
  deltas.endRound(1000)
  const delta = deltas.take('b', 2000, metrics(30))
  assert.equal(delta?.requests, 30)
  assert.equal(delta?.seconds, 1)
})

test('a process of the same name whose totals went back was started again', () => {
  const deltas = processDeltas()
  deltas.take('a', 1000, metrics(500))
  deltas.endRound(1000)
  assert.equal(deltas.take('a', 2000, metrics(8))?.requests, 8)
})

test('a process that did not answer for a while is measured over the whole of it', () => {
  const deltas = processDeltas()
  deltas.take('a', 1000, metrics(0))
  for (const at of [1000, 2000, 3000]) deltas.endRound(at)
  assert.equal(deltas.take('a', 4000, metrics(90))?.seconds, 3)
})

test('where nobody answered at the first look, whoever comes after it is new', () => {
  const deltas = processDeltas()
  deltas.endRound(1000)
  assert.equal(deltas.take('a', 2000, metrics(5))?.requests, 5)
})
