import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimetableEvent } from '@saleday/load/timetable-event'
import type { TimelineEvent } from './frame.ts'
import { eventOfDay, timeline } from './timeline.ts'

const seen = (id: string, changes: Partial<TimelineEvent> = {}): TimelineEvent => ({
  id,
  at: 10_000,
  endedAt: null,
  kind: 'kill',
  by: 'seen',
  subject: 'order',
  says: 'order-1 ended',
  kubectl: null,
  ...changes,
})
const done = (id: string, changes: Partial<TimelineEvent> = {}) =>
  seen(id, { by: 'sale-day', says: 'SIGKILL to order', kubectl: 'kubectl delete pod order-1', ...changes })

test('what was done and then seen is one event, which ends when what was seen ends', () => {
  const events = timeline()
  assert.deepEqual(events.take([done('a'), seen('b', { at: 11_000 })], 11_000), [done('a')])
  assert.deepEqual(events.take([seen('b', { at: 11_000, endedAt: 15_000 })], 15_000), [done('a', { endedAt: 15_000 })])
  assert.deepEqual(events.all(), [done('a', { endedAt: 15_000 })])
})

test('what was seen first gets the words and the command of what was done, under the id that is known', () => {
  const events = timeline()
  events.take([seen('b')], 10_000)
  assert.deepEqual(events.take([done('a', { at: 9_500 })], 11_000), [done('b', { at: 9_500 })])
  assert.deepEqual(events.take([done('a', { at: 9_500 })], 12_000), [], 'told again, and the same')
  events.take([seen('b', { endedAt: 14_000 })], 14_000)
  assert.deepEqual(events.all(), [done('b', { at: 9_500, endedAt: 14_000 })])
})

test('two kills of one service are two events, each joined once', () => {
  const events = timeline()
  events.take([done('a'), done('b', { at: 12_000 }), seen('c', { at: 10_500 }), seen('d', { at: 12_500 })], 13_000)
  events.take([seen('d', { at: 12_500, endedAt: 14_000 })], 14_000)
  assert.deepEqual(events.all(), [done('a'), done('b', { at: 12_000, endedAt: 14_000 })])
})

test('other kinds, other services and other times are other events', () => {
  const events = timeline()
  events.take(
    [done('a'), seen('b', { kind: 'restart' }), seen('c', { subject: 'cart' }), seen('d', { at: 30_000 })],
    30_000,
  )
  assert.equal(events.all().length, 4)
})

test('what is over is forgotten after ten minutes', () => {
  const events = timeline()
  events.take([seen('a', { endedAt: 20_000 }), seen('b', { kind: 'scale' })], 20_000)
  events.take([], 615_000)
  assert.deepEqual(
    events.all().map(({ id }) => id),
    ['a'],
  )
})

test('eventOfDay tells what the timetable did, with its command, and when it was replaced', () => {
  const event: TimetableEvent = {
    at: 10_000,
    plannedMs: 8_000,
    kind: 'evict',
    service: 'cart',
    says: 'eviction of cart',
    hit: 'cart-1',
    inFlight: 2,
    checkoutsInFlight: 3,
    replacedMs: 4_500,
    recoveredMs: null,
    details: { kubectl: 'kubectl evict' },
  }
  assert.deepEqual(eventOfDay('run-1', event), {
    id: 'run-1 8000 evict cart',
    at: 10_000,
    endedAt: 14_500,
    kind: 'restart',
    by: 'sale-day',
    subject: 'cart',
    says: 'eviction of cart',
    kubectl: 'kubectl evict',
  })
  const missed = eventOfDay('run-1', { ...event, hit: null, replacedMs: null, details: {} })
  assert.deepEqual([missed.says, missed.endedAt, missed.kubectl], ['eviction of cart hit nothing', null, null])
})
