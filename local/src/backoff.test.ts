import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countQuickEnds, restartDelayMs } from './backoff.ts'

test('restartDelayMs: at once after the first end, then longer with each quick one, up to 10 s', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 50].map(restartDelayMs),
    [0, 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000],
  )
})

test('countQuickEnds: a process that lived long starts the count anew', () => {
  assert.equal(countQuickEnds(0, 100), 1)
  assert.equal(countQuickEnds(4, 100), 5)
  assert.equal(countQuickEnds(4, 60_000), 1)
})
