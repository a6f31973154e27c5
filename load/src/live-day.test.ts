import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveDay } from './live-day.ts'
import { crowdCounts } from './record-crowd.ts'
import { rateAt, type Scenario } from './scenario.ts'
import type { TimetableEvent } from './timetable-event.ts'

const scenario = {
  name: 'smoke',
  checkoutsPerSecond: 10,
  journeys: { browse: 3, search: 1, cart: 1, checkout: 1, history: 0.5, doorbuster: 0.5 },
  phases: [
    { name: 'opening', seconds: 10, share: 1 },
    { name: 'plateau', seconds: 20, share: 1 },
    { name: 'evening', seconds: 10, share: 0 },
  ],
} as unknown as Scenario

test('rateAt goes in a straight line to the rate of each phase, and is 0 after the last', () => {
  assert.deepEqual(
    [0, 5_000, 10_000, 29_999, 35_000, 40_000].map((ms) => rateAt(scenario, ms)),
    [0, 7.5, 15, 15, 7.5, 0],
  )
})

test('liveDay tells what is wanted and what came, with the last twenty events', () => {
  const events = Array.from({ length: 25 }, (_, index) => ({ at: index }) as TimetableEvent)
  const state = { elapsedMs: 12_000, crowd: crowdCounts().now(), arrivalsPerSecond: 14.23456, events }
  const day = liveDay('run-1', scenario, state, false, 99)
  assert.deepEqual([day.state, day.elapsedMs, day.wantedPerSecond, day.begunPerSecond], ['running', 12_000, 15, 14.23])
  assert.deepEqual([day.events.length, day.events[0]!.at, day.at, day.run], [20, 5, 99, 'run-1'])
  assert.deepEqual(day.scenario.phases[0], { name: 'opening', seconds: 10 })
})

test('liveDay wants nothing before the crowd came, and nothing after it has gone', () => {
  const state = { elapsedMs: undefined, crowd: crowdCounts().now(), arrivalsPerSecond: 0, events: [] }
  const before = liveDay('run-1', scenario, state, false, 0)
  assert.deepEqual([before.state, before.elapsedMs, before.wantedPerSecond], ['waiting', null, 0])
  const after = liveDay('run-1', scenario, { ...state, elapsedMs: 15_000, arrivalsPerSecond: 3 }, true, 0)
  assert.deepEqual([after.state, after.wantedPerSecond, after.begunPerSecond], ['checking', 0, 0])
})
