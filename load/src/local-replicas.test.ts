import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { localReplicas } from './local-replicas.ts'

function shopFileOf(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-replicas-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'shop.json')
  return {
    file,
    write: (content: unknown) => writeFileSync(file, JSON.stringify({ replicas: 2, ...(content as object) })),
  }
}

function waiting(t: TestContext): { child: ChildProcess; ended: Promise<unknown[]> } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  t.after(() => child.kill('SIGKILL'))
  return { child, ended: once(child, 'exit') }
}

test('the shop on this machine: its processes are listed, killed and restarted, and others left alone', async (t) => {
  const shop = shopFileOf(t)
  const first = waiting(t)
  const second = waiting(t)
  const processes = [
    { pid: first.child.pid, ready: true, adminUrl: 'http://a' },
    { pid: 0, ready: true, adminUrl: 'http://b' },
    { pid: second.child.pid, ready: false, adminUrl: 'http://c' },
  ]
  shop.write({ servers: { order: { processes } } })
  const replicas = localReplicas(shop.file)
  const listed = await replicas.list('order')
  assert.deepEqual(listed, [
    {
      service: 'order',
      id: `process ${first.child.pid}`,
      life: `process ${first.child.pid}`,
      ready: true,
      adminUrl: 'http://a',
    },
    {
      service: 'order',
      id: `process ${second.child.pid}`,
      life: `process ${second.child.pid}`,
      ready: false,
      adminUrl: 'http://c',
    },
  ])
  assert.equal(replicas.wanted('order'), 2)
  assert.equal(replicas.wanted('bank'), 1)
  assert.deepEqual(await replicas.kill(listed[0]!), { how: 'SIGKILL to' })
  assert.deepEqual(await first.ended, [null, 'SIGKILL'])
  assert.equal(await replicas.kill(listed[0]!), undefined)
  assert.deepEqual(await replicas.restart(listed[1]!), { how: 'SIGTERM to' })
  assert.deepEqual(await second.ended, [null, 'SIGTERM'])
  assert.deepEqual(await replicas.list('toString'), [])
})

test('the shop on this machine: a database server is ended as by a crash, and back when another one is listed', async (t) => {
  const shop = shopFileOf(t)
  const server = waiting(t)
  const pid = server.child.pid!
  shop.write({ databases: { servers: { PostgreSQL: { pid, port: 1 } } } })
  const replicas = localReplicas(shop.file)
  const hit = await replicas.restartServer('postgres')
  assert.equal(hit?.id, `process ${pid}`)
  assert.deepEqual(await server.ended, [null, 'SIGQUIT'])
  assert.equal(await hit?.isBack(), false)
  shop.write({ databases: { servers: { PostgreSQL: { pid: pid + 1, port: 1 } } } })
  assert.equal(await hit?.isBack(), true)
  assert.equal(await replicas.restartServer('carts'), null)
})

test('the shop on this machine: CPU of its database servers, with what they have started', {
  skip: !existsSync('/proc/self/stat'),
}, async (t) => {
  const shop = shopFileOf(t)
  shop.write({
    databases: { servers: { PostgreSQL: { pid: process.pid, port: 1 }, other: { pid: process.pid, port: 2 } } },
  })
  const seconds = await localReplicas(shop.file).databaseCpuSeconds!()
  assert.deepEqual(Object.keys(seconds), ['postgres'])
  assert.ok(seconds.postgres! > 0)
  assert.deepEqual(await localReplicas('/nowhere/shop.json').databaseCpuSeconds!(), {})
})

test('no shop on this machine: nothing is listed, and nothing hit', async () => {
  const replicas = localReplicas('/nowhere/shop.json')
  assert.deepEqual(await replicas.list('order'), [])
  assert.equal(await replicas.restartServer('postgres'), null)
})
