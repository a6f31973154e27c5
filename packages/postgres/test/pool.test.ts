import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { isConstraintViolation, isUnavailable } from '../src/errors.ts'
import { inTransaction } from '../src/in-transaction.ts'
import { migrate } from '../src/migrate.ts'
import { createPool } from '../src/pool.ts'
import { makeDatabase, migrationsDir } from './database.ts'

const database = await makeDatabase()
await migrate({ url: database.url, dir: migrationsDir })
after(database.close)
const log = pino({ level: 'silent' })

function poolFor(t: test.TestContext, options: Partial<Parameters<typeof createPool>[0]> = {}) {
  const metrics = new Registry()
  const pool = createPool({ url: database.url, max: 2, name: 'order', log, metrics, ...options })
  t.after(() => pool.end())
  return { pool, metrics }
}

test('createPool gives sessions generic plans, a time limit and a name', async (t) => {
  const { pool } = poolFor(t)
  const { rows } = await pool.query(
    `SELECT name, setting FROM pg_settings WHERE name IN ('plan_cache_mode', 'statement_timeout', 'application_name') ORDER BY name`,
  )
  assert.deepEqual(
    rows.map(({ setting }) => setting),
    ['order', 'force_generic_plan', '5000'],
  )
})

test('bigint comes as a number, alone and in arrays; one that a number cannot hold is refused', async (t) => {
  const { pool } = poolFor(t)
  const { rows } = await pool.query(
    'SELECT id, count(*) OVER () AS n, ARRAY[cents, NULL] AS list FROM account WHERE id = 1',
  )
  assert.deepEqual(rows, [{ id: 1, n: 1, list: [100, null] }])
  await assert.rejects(pool.query('SELECT 9007199254740993::bigint'), /9007199254740993 is too large for a number/)
})

test('saleday_postgres_connections counts connections by pool and state, also of two pools', async (t) => {
  const { pool, metrics } = poolFor(t)
  const other = createPool({ url: database.url, max: 1, name: 'other', log, metrics })
  t.after(() => other.end())
  const busy = await pool.connect()
  await pool.query('SELECT 1')
  const text = await metrics.metrics()
  busy.release()
  assert.match(text, /saleday_postgres_connections\{pool="order",state="total"\} 2/)
  assert.match(text, /saleday_postgres_connections\{pool="order",state="idle"\} 1/)
  assert.match(text, /saleday_postgres_connections\{pool="other",state="total"\} 0/)
})

test('a constraint violation is told by its name, and is not unavailability', async (t) => {
  const { pool } = poolFor(t)
  const error = await pool.query('UPDATE account SET cents = -1 WHERE id = 1').catch((error) => error)
  assert.ok(isConstraintViolation(error, 'account_not_overdrawn'))
  assert.ok(isConstraintViolation(error))
  assert.ok(!isConstraintViolation(error, 'account_pkey'))
  assert.ok(!isConstraintViolation(new Error('other')))
  assert.ok(!isUnavailable(error))
})

test('a pool goes on after its connections were ended, idle or at work', async (t) => {
  const { pool } = poolFor(t)
  const { rows } = await pool.query('SELECT pg_backend_pid() AS pid')
  await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
  while (pool.totalCount > 0) await sleep(5)
  const working = pool.query('SELECT pg_terminate_backend(pg_backend_pid())').catch((error) => error)
  assert.ok(isUnavailable(await working))
  assert.deepEqual((await pool.query('SELECT 1 AS one')).rows, [{ one: 1 }])
})

test('all connections in use for too long, a slow statement, nobody there: unavailable', async (t) => {
  const { pool } = poolFor(t, { max: 1, connectionTimeoutMs: 100, statementTimeoutMs: 100 })
  const busy = await pool.connect()
  const waiting = await pool.query('SELECT 1').catch((error) => error)
  const slow = await busy.query('SELECT pg_sleep(1)').catch((error) => error)
  busy.release()
  const { pool: nowhere } = poolFor(t, { url: 'postgres://nobody@127.0.0.1:1/none' })
  const refused = await nowhere.query('SELECT 1').catch((error) => error)
  for (const error of [waiting, slow, refused]) assert.ok(isUnavailable(error), error.message)
})

test('a server that takes the connection and never speaks: unavailable', async (t) => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.after(() => silent.close())
  const { port } = silent.address() as { port: number }
  const { pool } = poolFor(t, { url: `postgres://nobody@127.0.0.1:${port}/none`, connectionTimeoutMs: 100 })
  const error = await pool.query('SELECT 1').catch((error) => error)
  assert.ok(isUnavailable(error), error.message)
})

test('a server that ends a connection in the moment it gives it: unavailable, and the process lives', async (t) => {
  const { pool } = poolFor(t, { url: await urlOfServerThatCutsAtOnce(t) })
  const transaction = await inTransaction(pool, 'move', (tx) => tx.query('SELECT 1')).catch((error) => error)
  const statement = await pool.query('SELECT 1').catch((error) => error)
  for (const error of [transaction, statement]) assert.ok(isUnavailable(error), error.message)
})

/** "Ready" and "I end this connection" come in one packet: https://www.postgresql.org/docs/18/protocol-message-formats.html */
async function urlOfServerThatCutsAtOnce(t: test.TestContext): Promise<string> {
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(4 + body.length)
    return Buffer.concat([Buffer.from(type), length, body])
  }
  const answer = Buffer.concat([
    message('R', Buffer.alloc(4)),
    message('Z', Buffer.from('I')),
    message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')),
  ])
  const server = createServer((socket) => {
    socket.on('error', () => undefined) // the client goes, too
    socket.once('data', () => socket.end(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `postgres://somebody@127.0.0.1:${(server.address() as { port: number }).port}/shop`
}
