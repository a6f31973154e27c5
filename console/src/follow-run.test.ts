import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveDay } from '@saleday/load/live-day'
import { followRun } from './follow-run.ts'

const checkouts = {
  confirmed: 80,
  sold_out: 10,
  declined: 5,
  price_changed: 2,
  timed_out: 1,
  shed: 1,
  failed: 2,
  unknown: 3,
}
const dayOf = (changes: Partial<LiveDay> = {}): LiveDay => ({
  at: 12_000,
  run: 'run-1',
  scenario: {
    name: 'smoke',
    phases: [
      { name: 'opening', seconds: 5 },
      { name: 'plateau', seconds: 20 },
    ],
  },
  state: 'running',
  elapsedMs: 7_000,
  wantedPerSecond: 12,
  begunPerSecond: 11.5,
  crowd: { arrivals: 110, underWay: 6, checkouts, failures: 4, firstAttemptErrors: 9 },
  events: [],
  ...changes,
})

test('a sale day is shown as its customers see it: its phase, its outcomes, and whom it failed', () => {
  const run = followRun()
  assert.deepEqual(
    run.take(dayOf(), 20_000).map(({ id, kind, at, endedAt }) => [id, kind, at, endedAt]),
    [['run-1', 'run', 20_000, null]],
  )
  assert.deepEqual(run.now(), {
    run: {
      id: 'run-1',
      name: 'smoke',
      state: 'running',
      phase: { name: 'plateau', elapsedSeconds: 2, seconds: 20 },
      phases: dayOf().scenario.phases,
      elapsedSeconds: 7,
      lengthSeconds: 25,
      startedAt: 5_000,
      wantedPerSecond: 12,
      begunPerSecond: 11.5,
    },
    totals: { confirmed: 80, soldOut: 10, declined: 5, refused: 3, undecided: 6, failed: 6 },
    failedCustomers: 10,
  })
})

test('before the crowd comes, while the last answers are waited for, and while the books are checked there is no phase', () => {
  const phaseIn = (changes: Partial<LiveDay>) => {
    const run = followRun()
    run.take(dayOf(changes), 0)
    const { state, phase, startedAt } = run.now()!.run
    return [state, phase, startedAt]
  }
  assert.deepEqual(phaseIn({ state: 'waiting', elapsedMs: null }), ['waiting', null, null])
  assert.deepEqual(phaseIn({ elapsedMs: 26_000 }), ['running', null, -14_000])
  assert.deepEqual(phaseIn({ state: 'checking', elapsedMs: 26_000 }), ['checking', null, -14_000])
})

test('a day that is over is shown for ten minutes, with the figures that it ended with', () => {
  const run = followRun()
  run.take(dayOf(), 0)
  const [end] = run.take(undefined, 5_000)
  assert.deepEqual([end!.id, end!.at, end!.endedAt], ['run-1', 0, 5_000])
  assert.deepEqual(run.take(undefined, 6_000), [])
  const { run: shown, failedCustomers } = run.now()!
  assert.deepEqual([shown.state, shown.wantedPerSecond, failedCustomers], ['over', null, 10])
  run.take(undefined, 606_000)
  assert.equal(run.now(), undefined)
})

test('a harness that was killed leaves its last word behind: after 15 s without another the day is over, and goes on if it comes', () => {
  const run = followRun()
  run.take(dayOf(), 0)
  assert.deepEqual(run.take(dayOf(), 15_000), [])
  assert.equal(run.take(dayOf(), 15_001)[0]!.endedAt, 15_001)
  assert.equal(run.now()!.run.state, 'over')
  run.take(dayOf({ at: 13_000 }), 16_000)
  assert.equal(run.now()!.run.state, 'running')
})

test('the next day ends the one before', () => {
  const run = followRun()
  run.take(dayOf(), 0)
  const told = run.take(dayOf({ run: 'run-2', at: 13_000 }), 1_000)
  assert.deepEqual(
    told.map(({ id, endedAt }) => [id, endedAt]),
    [
      ['run-1', 1_000],
      ['run-2', null],
    ],
  )
})
