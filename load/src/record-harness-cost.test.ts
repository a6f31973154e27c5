import assert from 'node:assert/strict'
import { test } from 'node:test'
import { harnessCost } from './record-harness-cost.ts'

test('the cost of the harness is its CPU time over the time that went by', () => {
  const readings = [
    { cpuMs: 100, wallMs: 0 },
    { cpuMs: 150, wallMs: 1000 },
    { cpuMs: 350, wallMs: 2000 },
  ]
  const cost = harnessCost(() => readings.shift()!)
  assert.equal(cost.sample(), 5)
  assert.equal(cost.sample(), 20)
  assert.deepEqual(cost.total(), { cpuSeconds: 0.25, wallSeconds: 2, meanPercent: 12.5, maxPercent: 20 })
})
