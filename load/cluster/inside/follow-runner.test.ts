import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followRunner } from './follow-runner.ts'
import { mergeJournals } from './merge-journals.ts'
import type { RunnerPod } from './runner-pod.ts'
import { runnerUp as up } from './testing/runner-up.ts'

const ended = (exitCode: number, reason = 'Completed'): RunnerPod => ({ ...up, k6Ended: { exitCode, reason } })
const journal = Buffer.from('{"j":"start","at":1}\n{"j":"intent","key":"a"}\n{"j":"outcome","key":"a"}\n')
const figures = { metrics: {}, state: { testRunDurationMs: 1 } }

/** A runner whose journal is fetched in these steps: so many of its bytes are there, or nothing comes. */
function follow(
  steps: (number | 'broken')[],
  podAt: (step: number) => RunnerPod,
  parts: { isStopping?: boolean; isFresh?: boolean; figures?: unknown } = {},
) {
  let written = ''
  let step = 0
  let isEnded = false
  const merge = mergeJournals(1, (lines) => {
    written += lines
  })
  const result = followRunner(
    {
      index: 0,
      title: 'runner 1 of 1',
      client: {
        async journal(from) {
          const size = steps[Math.min(step++, steps.length - 1)]!
          if (size === 'broken') throw new Error('terminated')
          return { bytes: journal.subarray(from, size), size }
        },
        figures: async () => ('figures' in parts ? parts.figures : figures),
        end: async () => {
          isEnded = true
        },
      },
      watch: { of: () => podAt(step), isFresh: () => parts.isFresh ?? true },
      merge,
      isStopping: () => parts.isStopping ?? false,
      signal: AbortSignal.timeout(5_000),
    },
    { pauseMs: 1, silenceMs: 60 },
  )
  return { result, written: () => written, isEnded: () => isEnded }
}

const all = journal.length

test('a journal is fetched to its last byte, also what k6 wrote just before it ended', async () => {
  const { result, written, isEnded } = follow([10, 30, all], (step) => (step >= 2 ? ended(0) : up))
  assert.deepEqual(await result, { figures, flaws: [] })
  assert.equal(written(), journal.toString())
  assert.equal(isEnded(), true)
})

test('a connection that breaks loses nothing and doubles nothing', async () => {
  const steps = [25, 'broken', 'broken', 40, 'broken', all] as const
  const { result, written } = follow([...steps], (step) => (step >= 5 ? ended(0) : up))
  assert.deepEqual((await result).flaws, [])
  assert.equal(written(), journal.toString())
})

test('a runner that was killed says so, and what it has left is kept', async () => {
  const { result, written } = follow([all - 5], () => ended(137, 'OOMKilled'), { figures: undefined })
  assert.deepEqual(await result, {
    figures: undefined,
    flaws: [
      'runner 1 of 1 ended with 137 (OOMKilled): its log is in k6.log',
      'the last line of the journal of runner 1 of 1 has no end',
    ],
  })
  assert.equal(written().split('\n').length, 3)
})

test('a runner that was told to stop has ended well', async () => {
  const { result } = follow([all], () => ended(103, 'Error'), { isStopping: true })
  assert.deepEqual((await result).flaws, [])
})

test('a runner that stopped by itself has not', async () => {
  const { result } = follow([all], () => ended(103, 'Error'))
  assert.match((await result).flaws[0]!, /ended with 103/)
})

test('a runner whose pod is gone is lost', async () => {
  const { result } = follow([10, 'broken'], () => ({ ...up, lost: 'Evicted: low on memory' }))
  const { figures: left, flaws } = await result
  assert.equal(left, undefined)
  assert.match(flaws[0]!, /^runner 1 of 1 \(crowd-run-0-x on worker\) was lost: Evicted: low on memory\./)
})

test('a runner that says nothing while the cluster does is lost', async () => {
  const { result } = follow([10, 'broken'], () => up)
  assert.match((await result).flaws[0]!, /was lost: it has said nothing/)
})

test('a runner that says nothing while the cluster is away is waited for', async () => {
  const steps = [10, ...Array.from({ length: 200 }, () => 'broken' as const), all]
  const { result, written } = follow(steps, (step) => (step > 200 ? ended(0) : up), { isFresh: false })
  assert.deepEqual((await result).flaws, [])
  assert.equal(written(), journal.toString())
})

test('a runner without figures is told', async () => {
  const { result } = follow([all], () => ended(0), { figures: undefined })
  assert.deepEqual((await result).flaws, ['runner 1 of 1 left no figures'])
})
