import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { processInfo } from '@saleday/embedded/process-info'
import { takeWorkLock } from './work-lock.ts'

function temporaryPath(t: { after(work: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-work-lock-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'deeper', 'work.lock')
}

test('a lock that is held is waited for, and taken when it is let go', async (t) => {
  const path = temporaryPath(t)
  const first = await takeWorkLock(path, 'kind:up', () => {})
  const said: string[] = []
  const second = takeWorkLock(path, 'kind:down', (line) => said.push(line))
  await new Promise((resolve) => setTimeout(resolve, 250))
  assert.deepEqual(said, [`waiting for kind:up, which is at work (process ${process.pid})`])
  first.release()
  const lock = await second
  lock.release()
  assert.equal(existsSync(path), false)
})

test('a lock of one that was killed is taken at once', async (t) => {
  const path = temporaryPath(t)
  ;(await takeWorkLock(path, 'kind:up', () => {})).release()
  writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'long ago', command: 'kind:up' }))
  const lock = await takeWorkLock(path, 'kind:up', (line) => assert.fail(line))
  lock.release()
})

test('a lock of one that was killed, its child still running, is waited for', async (t) => {
  const path = temporaryPath(t)
  ;(await takeWorkLock(path, 'kind:up', () => {})).release()
  const child = spawn('sleep', ['10'])
  t.after(() => child.kill())
  const { started } = (await processInfo(child.pid!))!
  writeFileSync(
    path,
    JSON.stringify({ pid: 1, started: 'long ago', command: 'kind:up', child: { pid: child.pid, started } }),
  )
  const said: string[] = []
  const waiting = takeWorkLock(path, 'kind:up', (line) => said.push(line))
  await new Promise((resolve) => setTimeout(resolve, 250))
  assert.match(said.join(), new RegExp(`process ${child.pid}`))
  child.kill()
  ;(await waiting).release()
})
