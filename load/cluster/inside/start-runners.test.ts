import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startRunners } from './start-runners.ts'

function runnerWithClock(aheadMs: number) {
  const started: number[] = []
  return {
    started,
    status: async () => ({ now: Date.now() + aheadMs, hasInputs: true, k6: null, journalBytes: 0 }),
    start: async (at: number) => void started.push(at - aheadMs),
  }
}

test('all begin at one moment, each by its own clock', async () => {
  const runners = [0, 300, -300].map(runnerWithClock)
  await startRunners(runners)
  const moments = runners.flatMap(({ started }) => started)
  assert.equal(moments.length, 3)
  assert.ok(Math.max(...moments) - Math.min(...moments) <= 20)
  assert.ok(Math.min(...moments) > Date.now())
})

test('a clock that is too far from that of this machine begins nothing', async () => {
  const runners = [0, -4_000].map(runnerWithClock)
  await assert.rejects(startRunners(runners), /clock of a runner is 4\.0 s behind/)
  assert.deepEqual(
    runners.flatMap(({ started }) => started),
    [],
  )
})
