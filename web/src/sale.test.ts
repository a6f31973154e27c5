import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saleOfToday } from './sale.ts'

test('saleOfToday is the day in UTC, from midnight to midnight', () => {
  const day = { startsAt: new Date('2026-11-27T00:00:00Z'), endsAt: new Date('2026-11-28T00:00:00Z') }
  assert.deepEqual(saleOfToday(new Date('2026-11-27T00:00:00Z')), day)
  assert.deepEqual(saleOfToday(new Date('2026-11-27T23:59:59.999Z')), day)
  assert.equal(saleOfToday(new Date('2026-11-28T00:00:00Z')).startsAt.toISOString(), '2026-11-28T00:00:00.000Z')
})
