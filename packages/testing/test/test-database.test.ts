import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import pg from 'pg'
import { testDatabase } from '../src/test-database.ts'
import { postgresVariable } from '../src/test-servers.ts'

const migrations = new URL('migrations', import.meta.url)

test('testDatabase gives each caller a migrated database of its own, also several at once', async () => {
  const databases = await Promise.all([1, 2, 3, 4].map(() => testDatabase(migrations)))
  assert.equal(new Set(databases.map(({ url }) => url)).size, 4)
  for (const { pool } of databases) {
    await pool.query(`INSERT INTO thing VALUES ('mine')`)
    assert.deepEqual((await pool.query('SELECT name FROM thing')).rows, [{ name: 'mine' }])
  }
  await Promise.all(databases.map(({ close }) => close()))
})

test('testDatabase: the role owns its database and is no superuser, as in production', async () => {
  const { pool, close } = await testDatabase(migrations)
  const { rows } = await pool.query(
    `SELECT pg_get_userbyid(datdba) = current_user AS owns, rolsuper AS super
     FROM pg_database JOIN pg_roles ON rolname = current_user WHERE datname = current_database()`,
  )
  assert.deepEqual(rows, [{ owns: true, super: false }])
  await close()
})

test('testDatabase.close leaves no database behind, whoever is still connected', async () => {
  const { url, close } = await testDatabase(migrations)
  const forgotten = new pg.Client(url)
  forgotten.on('error', () => undefined)
  await forgotten.connect()
  await close()
  const admin = new pg.Client(process.env[postgresVariable])
  await admin.connect()
  const { rows } = await admin.query('SELECT datname FROM pg_database WHERE datname = $1', [
    new URL(url).pathname.slice(1),
  ])
  await admin.end()
  assert.deepEqual(rows, [])
})

test('testDatabase sees migrations that were edited; some that fail are reported, and tried again', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'saleday-migrations-'))
  t.after(() => rm(dir, { recursive: true }))
  await cp(migrations, dir, { recursive: true })
  const first = await testDatabase(dir)
  await writeFile(join(dir, '0002_more.sql'), '-- Up Migration\nALTER TABLE nowhere ADD COLUMN more text;\n')
  for (const _ of [1, 2]) await assert.rejects(testDatabase(dir), /relation "nowhere" does not exist/)
  await writeFile(join(dir, '0002_more.sql'), '-- Up Migration\nALTER TABLE thing ADD COLUMN more text;\n')
  const second = await testDatabase(dir)
  await assert.rejects(first.pool.query('SELECT more FROM thing'), /column "more" does not exist/)
  assert.deepEqual((await second.pool.query('SELECT more FROM thing')).rows, [])
  await Promise.all([first.close(), second.close()])
})
