import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChildServer } from '../src/child-server.ts'

const serverThat = (script: string) => ({
  what: 'A server',
  program: process.execPath,
  args: ['-e', script],
  port: 0,
  ready: /ready/,
  portTaken: /taken/,
  stopSignals: ['SIGTERM', 'SIGKILL'] as const,
  log: () => undefined,
})

test('a server that became ready in time goes on running when that time is over', async () => {
  const server = await startChildServer({
    ...serverThat("console.log('ready'); setInterval(() => {}, 1000)"),
    readyLimitMs: 1_000,
  })
  const ended = await Promise.race([server.exited.then(() => 'ended'), sleep(1_500, 'runs')])
  assert.equal(ended, 'runs')
  await server.stop()
})

test('a server that does not become ready in time is stopped, and the error says so', async () => {
  const start = startChildServer({ ...serverThat('setInterval(() => {}, 1000)'), readyLimitMs: 300 })
  await assert.rejects(start, /A server does not start: it is not ready after 0.3 s/)
})
