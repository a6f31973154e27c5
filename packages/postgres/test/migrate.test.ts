import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { migrate } from '../src/migrate.ts'
import { migrationsDir as dir, makeDatabase } from './database.ts'

const run = promisify(execFile)
const program = join(import.meta.dirname, '../src/migrate.ts')
const all = ['0001_accounts', '0002_notes']

async function emptyDatabase(t: test.TestContext) {
  const database = await makeDatabase()
  t.after(database.close)
  return database
}

test('migrate applies what is missing in order, and nothing twice', async (t) => {
  const { url, pool } = await emptyDatabase(t)
  assert.deepEqual(await migrate({ url, dir }), all)
  assert.deepEqual(await migrate({ url, dir }), [])
  assert.deepEqual((await pool.query('SELECT id, note FROM account ORDER BY id')).rows, [
    { id: 1, note: null },
    { id: 2, note: null },
  ])
})

test('migrate by two processes at once, and a third in this one: each file is applied once, nobody fails', async (t) => {
  const { url, pool } = await emptyDatabase(t)
  const command = () => run(process.execPath, [program, dir], { env: { ...process.env, DATABASE_URL: url } })
  const [one, two, here] = await Promise.all([command(), command(), migrate({ url, dir })])
  const outputs = [
    one.stdout.trim(),
    two.stdout.trim(),
    here.length ? `Applied ${here.join(', ')}.` : 'The database is up to date.',
  ]
  assert.deepEqual(outputs.sort(), [`Applied ${all.join(', ')}.`, ...Array(2).fill('The database is up to date.')])
  const { rows } = await pool.query('SELECT name FROM schema_migration ORDER BY id')
  assert.deepEqual(
    rows.map(({ name }) => name),
    all,
  )
})

test('migrate, one of the files fails, leaves nothing of any and names the reason', async (t) => {
  const { url, pool } = await emptyDatabase(t)
  const broken = await mkdtemp(join(tmpdir(), 'saleday-migrations-'))
  t.after(() => rm(broken, { recursive: true }))
  await cp(dir, broken, { recursive: true })
  await writeFile(join(broken, '0003_broken.sql'), '-- Up Migration\nALTER TABLE nowhere ADD COLUMN note text;\n')
  await assert.rejects(migrate({ url, dir: broken }), /relation "nowhere" does not exist/)
  assert.deepEqual((await pool.query("SELECT to_regclass('account') AS found")).rows, [{ found: null }])
  await writeFile(join(broken, '0003_broken.sql'), '-- Up Migration\nALTER TABLE account ADD COLUMN more text;\n')
  assert.deepEqual(await migrate({ url, dir: broken }), [...all, '0003_broken'])
})

test('migrate by an older version, to which the newer files are unknown, changes nothing', async (t) => {
  const { url } = await emptyDatabase(t)
  await migrate({ url, dir })
  const older = await mkdtemp(join(tmpdir(), 'saleday-migrations-'))
  t.after(() => rm(older, { recursive: true }))
  await cp(join(dir, `${all[0]}.sql`), join(older, `${all[0]}.sql`))
  assert.deepEqual(await migrate({ url, dir: older }), [])
})

test('the command migrate.ts without DATABASE_URL or folder says how it is used', async () => {
  const { DATABASE_URL: _, ...env } = process.env
  await assert.rejects(run(process.execPath, [program, dir], { env }), { code: 2, stderr: /DATABASE_URL is not set/ })
  const used = { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  await assert.rejects(run(process.execPath, [program], { env: used }), { code: 2, stderr: /^Usage: DATABASE_URL=/ })
  await assert.rejects(run(process.execPath, [program, dir, '--wait', 'long'], { env: used }), { code: 2 })
})

test('the command migrate.ts with --wait, the URL in a file, waits for a database that comes up later', async (t) => {
  const { url } = await emptyDatabase(t)
  const { hostname, port } = new URL(url)
  const folder = await mkdtemp(join(tmpdir(), 'saleday-migrations-'))
  t.after(() => rm(folder, { recursive: true }))
  const door = createServer((near) => {
    const far = connect(Number(port), hostname)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => socket.destroy())
  })
  const later = new URL(url)
  later.hostname = '127.0.0.1'
  await once(door.listen(0, '127.0.0.1'), 'listening')
  later.port = String((door.address() as AddressInfo).port)
  await once(door.close(), 'close')
  await writeFile(join(folder, 'url'), later.href)
  const { DATABASE_URL: _, ...env } = process.env
  const command = (...args: string[]) =>
    run(process.execPath, [program, dir, ...args], { env: { ...env, DATABASE_URL_FILE: join(folder, 'url') } })

  await assert.rejects(command(), { code: 1, stderr: /ECONNREFUSED/ })
  const waiting = command('--wait', '30')
  await sleep(1_500)
  door.listen(Number(later.port), '127.0.0.1')
  assert.match((await waiting).stdout, /^Applied 0001_accounts, 0002_notes\./)
  await once(door.close(), 'close')
})
