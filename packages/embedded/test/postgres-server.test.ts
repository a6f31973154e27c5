import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type PostgresOptions, startPostgres } from '../src/postgres-server.ts'
import { processInfo } from '../src/process-info.ts'
import { freePort, takenPort } from './free-port.ts'
import { killHard, runHolder } from './run-holder.ts'
import { temporaryFolder } from './temporary-folder.ts'

const password = 'a p@ssword/with?signs'

test('startPostgres, no data yet, makes a database that survives a restart', async (t) => {
  const options = await optionsFor()
  const first = await start(t, options)
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
  assert.equal(await first.exited, 0)
  const second = await start(t, options)
  assert.deepEqual(await query(second.url, 'SELECT answer FROM kept'), [{ answer: 42 }])
})

test('startPostgres, a wrong password or another address, lets nobody in', async (t) => {
  const { url } = await start(t, await optionsFor())
  await assert.rejects(query(url.replace('a%20', 'b%20'), 'SELECT 1'), /password authentication failed/)
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const outside = others.find(({ family, internal }) => family === 'IPv4' && !internal)
  if (outside)
    await assert.rejects(query(url.replace('127.0.0.1', outside.address), 'SELECT 1'), { code: 'ECONNREFUSED' })
})

test('startPostgres, the starter was killed, stops the server left behind and opens its data', async (t) => {
  const options = await optionsFor()
  const { holder, pid } = await runHolder('postgres', options)
  await query(urlOf(options), 'CREATE TABLE kept AS SELECT 42 AS answer')
  await killHard(holder)
  assert.ok(await processInfo(pid), 'the server outlives its starter')
  const { url } = await start(t, options)
  assert.equal(await processInfo(pid), undefined)
  assert.deepEqual(await query(url, 'SELECT answer FROM kept'), [{ answer: 42 }])
})

test('startPostgres, the starter is alive, refuses and leaves its server alone', async (t) => {
  const options = await optionsFor()
  const { url } = await start(t, options)
  await assert.rejects(startPostgres({ ...options, port: await freePort() }), {
    code: 'already_running',
    message: new RegExp(`started by process ${process.pid}`),
  })
  assert.deepEqual(await query(url, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('startPostgres, the server itself was killed, recovers its data', async (t) => {
  const options = await optionsFor()
  const first = await start(t, options)
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  process.kill(first.pid, 'SIGKILL')
  assert.equal(await first.exited, null)
  const { url } = await start(t, options)
  assert.deepEqual(await query(url, 'SELECT answer FROM kept'), [{ answer: 42 }])
})

test('startPostgres, killed while it made the database, makes it anew', async (t) => {
  const options = await optionsFor()
  const script = join(import.meta.dirname, 'hold-server.ts')
  const holder = spawn(process.execPath, [script, 'postgres', JSON.stringify(options)], { stdio: 'ignore' })
  while ((await readdir(dirname(options.dataDir))).length === 0) await sleep(10)
  await sleep(150)
  await killHard(holder)
  const halfDone = await readdir(dirname(options.dataDir))
  assert.match(halfDone.join(), /^postgres\.new-/)
  const { url } = await start(t, options)
  assert.deepEqual(await query(url, 'SELECT 1 AS one'), [{ one: 1 }])
  assert.deepEqual(await readdir(dirname(options.dataDir)), ['postgres'])
})

test('startPostgres, the port is taken, says which', async (t) => {
  const { port, release } = await takenPort()
  t.after(release)
  await assert.rejects(startPostgres({ ...(await optionsFor()), port }), {
    code: 'port_in_use',
    message: new RegExp(`^Port ${port} for PostgreSQL is in use`),
  })
})

test('startPostgres, a setting that PostgreSQL refuses, gives its words', async () => {
  await assert.rejects(startPostgres({ ...(await optionsFor()), settings: { fsync: 'off', shared_buffers: 'much' } }), {
    code: 'failed',
    message: /invalid value for parameter "shared_buffers": "much"/,
  })
})

test('startPostgres, a folder with something else in it, leaves it as it is', async () => {
  const options = await optionsFor()
  await mkdir(options.dataDir)
  await writeFile(join(options.dataDir, 'letter.txt'), 'dear')
  await assert.rejects(startPostgres(options), { code: 'failed', message: /is not empty and holds no database/ })
  assert.deepEqual(await readdir(options.dataDir), ['letter.txt'])
  await writeFile(join(options.dataDir, 'PG_VERSION'), '14\n')
  await assert.rejects(startPostgres(options), { code: 'failed', message: /was made by PostgreSQL 14, this is 18/ })
})

test('startPostgres, by root in a folder that is closed to others, starts', {
  skip: process.getuid?.() !== 0,
}, async (t) => {
  const options = await optionsFor()
  await chmod(dirname(options.dataDir), 0o700)
  const { url } = await start(t, options)
  assert.deepEqual(await query(url, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('a server that was started keeps running when Ctrl-C reaches the group of its starter', async (t) => {
  const { pid } = await start(t, await optionsFor())
  const session = spawn('ps', ['-o', 'pgid=', '-p', String(pid)])
  const [group] = await once(session.stdout, 'data')
  assert.equal(Number(group), pid)
})

async function optionsFor(): Promise<PostgresOptions> {
  const dataDir = join(await temporaryFolder(), 'postgres')
  return { dataDir, port: await freePort(), password, settings: { fsync: 'off' } }
}

async function start(t: TestContext, options: PostgresOptions) {
  const server = await startPostgres(options)
  t.after(() => server.stop())
  return server
}

const urlOf = ({ port }: PostgresOptions) =>
  `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
