import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { type LiveState, liveFrame } from './live-frame.ts'
import { plainLine } from './live-plain.ts'
import { visibleLength } from './live-text.ts'
import { crowdCounts } from './record-crowd.ts'
import type { TimetableEvent } from './timetable-event.ts'

const traffic = { requestsPerSecond: 712, errorsPerSecond: 0, p50Ms: 4.2, p95Ms: 24, p99Ms: 61, cpuPercent: 90 }
const crowd = { ...crowdCounts().now(), arrivals: 1300, underWay: 3, firstAttemptErrors: 12 }
crowd.checkouts.confirmed = 1204
crowd.checkouts.sold_out = 41
const kill: TimetableEvent = {
  at: 1_000_026_000,
  plannedMs: 26_000,
  kind: 'kill',
  service: 'order',
  says: 'SIGKILL to order, process 4711 (12 requests in flight)',
  hit: 'process 4711',
  inFlight: 12,
  checkoutsInFlight: 4,
  replacedMs: 810,
  recoveredMs: null,
  details: {},
}
const state: LiveState = {
  scenario: { name: 'sale-day', phases: [{ name: 'plateau', seconds: 180, share: 1 }] },
  elapsedMs: 42_000,
  crowd,
  arrivalsPerSecond: 31.2,
  sample: {
    at: 1_000_041_500,
    elapsedMs: 41_500,
    services: {
      order: { ...traffic, wanted: 2, ready: 1, processes: [] },
      payment: { ...traffic, wanted: 2, ready: 2, processes: [] },
    },
    shop: traffic,
    crowd,
    harnessCpuPercent: 6,
  },
  events: [kill, { ...kill, hit: null, says: 'SIGKILL to cart, of which no process was there', replacedMs: null }],
}

test('the live view shows phase, crowd, checkouts, the shop, replicas and the last events', () => {
  const text = liveFrame(state, 120, 40).map((line) => stripVTControlCharacters(line))
  assert.deepEqual(text, [
    '',
    'sale-day  plateau, 2:18 left of it',
    '━━━━━━━━━━━━━━──────────────────────────────────────────────  0:42 of 3:00'.replace('  0:42', ' 0:42'),
    'crowd      31.2 checkouts/s begun, 3 under way',
    'checkouts  1,204 confirmed  41 sold out  0 failed  0 unknown',
    'failed     0 other requests for the customer; 12 first attempts',
    'shop       712 requests/s, no errors',
    'answers in p50 4.2 ms  p95 24 ms  p99 61 ms',
    'replicas   order ●○  payment ●●',
    '     0:26  SIGKILL to order, process 4711 (12 requests in flight), replaced after 810 ms',
    '     0:26  SIGKILL to cart, of which no process was there hit nothing',
  ])
})

test('no line of the live view is wider than the terminal, and events give way where it is low', () => {
  for (const columns of [20, 34, 50, 80]) {
    for (const line of liveFrame(state, columns, 40)) assert.ok(visibleLength(line) <= columns, `${columns}: ${line}`)
  }
  assert.equal(liveFrame(state, 120, 12).length, 10)
  assert.equal(liveFrame(state, 120, 8).length, 9, 'the screen cuts what is left, from below')
})

test('before the crowd has come the live view waits for it', () => {
  const waiting = liveFrame({ ...state, elapsedMs: undefined, sample: undefined, events: [] }, 80, 24)
  assert.match(waiting.join('\n'), /the crowd is on its way/)
})

test('the plain line says the same in one line, and names what is missing', () => {
  assert.equal(
    plainLine(state),
    ' 0:42 plateau  31.2 checkouts/s  712 requests/s, p99 61 ms  1,204 confirmed, 41 sold out  0 other failures, 12 first attempts failed  order 1 of 2 ready',
  )
})
