import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { createPool, type Pool } from '../src/pool.ts'

export const migrationsDir = join(import.meta.dirname, 'migrations')

/** An empty database on the server that the tests run with. Not by the testing package, which is built on this one. */
export async function makeDatabase(): Promise<{ url: string; pool: Pool; close(): Promise<void> }> {
  const server = process.env.SALEDAY_TEST_POSTGRES_URL
  if (!server)
    throw new Error('SALEDAY_TEST_POSTGRES_URL is not set: run tests with --test-global-setup, as npm test does')
  const name = `test_${randomBytes(8).toString('hex')}`
  await run(server, `CREATE DATABASE ${name}`)
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  const pool = createPool({ url, max: 8, name, log: pino({ level: 'silent' }), metrics: new Registry() })
  const close = async () => {
    await pool.end()
    await run(server, `DROP DATABASE ${name} WITH (FORCE)`)
  }
  return { url, pool, close }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
