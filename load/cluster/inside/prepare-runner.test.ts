import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareRunner } from './prepare-runner.ts'
import type { RunnerStatus } from './runner-client.ts'
import { runnerUp as pod } from './testing/runner-up.ts'

const status = (hasInputs: boolean, k6: RunnerStatus['k6'] = null): RunnerStatus => ({
  now: 0,
  hasInputs,
  k6,
  journalBytes: 0,
})

test('inputs are sent until they have come, and k6 is waited for', async () => {
  const answers = [
    new Error('broken'),
    status(false),
    status(false),
    status(true),
    status(true, { paused: true, status: 1 }),
  ]
  let sent = 0
  await prepareRunner({
    title: 'runner 1 of 1',
    client: {
      async status() {
        const answer = answers.shift() ?? status(true, { paused: true, status: 4 })
        if (answer instanceof Error) throw answer
        return answer
      },
      async sendInputs() {
        sent += 1
        if (sent === 1) throw new Error('terminated')
      },
    },
    inputs: {},
    pod: () => pod,
    logOf: async () => '',
    signal: AbortSignal.timeout(5_000),
  })
  assert.equal(sent, 2)
  assert.equal(answers.length, 0)
})

test('a k6 that does not start is told, with its log', async () => {
  const preparing = prepareRunner({
    title: 'runner 2 of 3',
    client: { status: async () => status(true), sendInputs: async () => {} },
    inputs: {},
    pod: () => ({ ...pod, k6Ended: { exitCode: 107, reason: 'Error' } }),
    logOf: async () => 'SyntaxError: unexpected token',
    signal: AbortSignal.timeout(5_000),
  })
  await assert.rejects(preparing, (error: Error & { advice?: string }) => {
    assert.match(error.message, /runner 2 of 3 ended before the crowd came: k6 ended with 107 \(Error\)/)
    return true
  })
})
