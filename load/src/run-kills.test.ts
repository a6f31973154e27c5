import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { localReplicas } from './local-replicas.ts'
import type { Replicas } from './replicas.ts'
import { type KillEvent, runKills } from './run-kills.ts'

/** Processes a and b of order; a has ended by itself since it was listed. */
const oneGone: Replicas = {
  list: async (service) => (service === 'order' ? ['a', 'b'].map((id) => ({ service, id })) : []),
  kill: async ({ id }) => id === 'b',
}

test('a kill whose process has gone meanwhile takes another one', async () => {
  const seen: KillEvent[] = []
  const kills = runKills(
    [{ service: 'order', atMs: 1 }],
    oneGone,
    () => 0,
    (event) => seen.push(event),
  )
  await delay(30)
  assert.deepEqual(await kills.stop(), [{ service: 'order', atMs: 1, hit: 'b' }])
  assert.deepEqual(seen, [{ service: 'order', atMs: 1, hit: 'b' }])
})

test('a kill that finds no process is told as one that hit nothing', async () => {
  const kills = runKills(
    [{ service: 'cart', atMs: 1 }],
    oneGone,
    () => 0,
    () => undefined,
  )
  await delay(30)
  assert.deepEqual(await kills.stop(), [{ service: 'cart', atMs: 1, hit: undefined }])
})

test('a kill whose list cannot be read is told as one that hit nothing', async () => {
  const broken = { ...oneGone, list: async () => Promise.reject(new Error('no list')) }
  const kills = runKills(
    [{ service: 'cart', atMs: 1 }],
    broken,
    () => 0,
    () => undefined,
  )
  await delay(30)
  assert.equal((await kills.stop())[0]?.hit, undefined)
})

test('kills that have not come due when the run ends never happen', async () => {
  const kills = runKills(
    [{ service: 'order', atMs: 20 }],
    oneGone,
    () => 0,
    () => assert.fail('killed'),
  )
  assert.deepEqual(await kills.stop(), [])
  await delay(40)
})

test('the shop on this machine: processes that are ready are listed and killed, others left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-kill-'))
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const ended = once(child, 'exit')
  const file = join(folder, 'shop.json')
  const processes = [
    { pid: child.pid, ready: true },
    { pid: 0, ready: true },
    { pid: process.pid, ready: false },
  ]
  writeFileSync(file, JSON.stringify({ servers: { order: { processes } } }))
  const replicas = localReplicas(file)
  const listed = await replicas.list('order')
  assert.deepEqual(listed, [{ service: 'order', id: `process ${child.pid}` }])
  assert.equal(await replicas.kill(listed[0]!), true)
  assert.deepEqual(await ended, [null, 'SIGKILL'])
  assert.equal(await replicas.kill(listed[0]!), false)
  assert.deepEqual(await replicas.list('toString'), [])
  assert.deepEqual(await localReplicas(join(folder, 'missing.json')).list('order'), [])
  rmSync(folder, { recursive: true })
})
