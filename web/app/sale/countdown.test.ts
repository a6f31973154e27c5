import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockOffsetMs, phaseAt, splitTime } from './countdown.ts'

const sale = { startsAtMs: 1000, endsAtMs: 5000 }

test('before, during and after the sale', () => {
  assert.deepEqual(phaseAt(0, sale), { is: 'before', leftMs: 1000 })
  assert.deepEqual(phaseAt(1000, sale), { is: 'on', leftMs: 4000 })
  assert.deepEqual(phaseAt(4999, sale), { is: 'on', leftMs: 1 })
  assert.deepEqual(phaseAt(5000, sale), { is: 'over' })
})

test('what is left, in days, hours, minutes and seconds', () => {
  assert.deepEqual(splitTime(((26 * 60 + 3) * 60 + 4) * 1000), { days: 1, hours: 2, minutes: 3, seconds: 4 })
  assert.deepEqual(splitTime(1), { days: 0, hours: 0, minutes: 0, seconds: 1 })
  assert.deepEqual(splitTime(-5), { days: 0, hours: 0, minutes: 0, seconds: 0 })
})

test("the shop's clock counts, wherever the customer's stands", () => {
  assert.equal(clockOffsetMs('1970-01-01T00:01:00.000Z', 10_000, 10_200), 49_900)
})
