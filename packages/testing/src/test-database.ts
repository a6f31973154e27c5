import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '@saleday/postgres/migrate'
import { createPool, type Pool } from '@saleday/postgres/pool'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { postgresVariable } from './test-servers.ts'

export type TestDatabase = { url: string; pool: Pool; close(): Promise<void> }

/** As in production, whoever runs the migrations owns the database and is no superuser. */
const owner = { name: 'test_owner', password: 'test_owner' }

/** A database of its own with the folder's migrations applied: a clone of a template that all test files share. */
export async function testDatabase(migrationsDir: string | URL): Promise<TestDatabase> {
  const dir = migrationsDir instanceof URL ? fileURLToPath(migrationsDir) : migrationsDir
  const serverUrl = process.env[postgresVariable]
  if (!serverUrl)
    throw new Error(`${postgresVariable} is not set: run tests with --test-global-setup, as npm test does`)
  const template = `template_${await hashOf(dir)}`
  const name = `test_${randomBytes(8).toString('hex')}`
  await asSuperuser(serverUrl, async (admin) => {
    await makeTemplate(admin, serverUrl, template, dir)
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${owner.name}`)
  })
  const url = urlOf(serverUrl, name)
  const pool = createPool({ url, max: 8, name, log: pino({ level: 'silent' }), metrics: new Registry() })
  // A test that failed before it closed the pool must not keep its process waiting.
  pool.options.allowExitOnIdle = true
  return {
    url,
    pool,
    close: async () => {
      await pool.end()
      await asSuperuser(serverUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** Only a template that is complete is marked as one. Test files that need the same one at once wait for the first. */
async function makeTemplate(admin: pg.Client, serverUrl: string, template: string, dir: string): Promise<void> {
  if (await isTemplate(admin, template)) return
  await admin.query(`SELECT pg_advisory_lock(hashtext('saleday test templates'))`)
  try {
    if (await isTemplate(admin, template)) return
    const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [owner.name])
    if (!rowCount) await admin.query(`CREATE ROLE ${owner.name} LOGIN PASSWORD '${owner.password}'`)
    await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
    await admin.query(`CREATE DATABASE ${template} OWNER ${owner.name}`)
    await migrate({ url: urlOf(serverUrl, template), dir })
    await admin.query(`ALTER DATABASE ${template} IS_TEMPLATE true`)
  } finally {
    await admin.query(`SELECT pg_advisory_unlock(hashtext('saleday test templates'))`)
  }
}

async function isTemplate(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [name])
  return rowCount === 1
}

/** Other migrations, another template: an edited file is seen without anybody clearing anything. */
async function hashOf(dir: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(dir)).sort()) hash.update(`${file}\n`).update(await readFile(join(dir, file)))
  return hash.digest('hex').slice(0, 16)
}

async function asSuperuser<T>(serverUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: serverUrl, application_name: 'test-database' })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.username = owner.name
  url.password = owner.password
  url.pathname = `/${database}`
  return url.href
}
