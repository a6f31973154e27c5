import assert from 'node:assert/strict'
import test, { after, beforeEach } from 'node:test'
import { isConstraintViolation, isUnavailable } from '../src/errors.ts'
import { inTransaction } from '../src/in-transaction.ts'
import { migrate } from '../src/migrate.ts'
import type { PoolClient } from '../src/pool.ts'
import { makeDatabase, migrationsDir } from './database.ts'

const { url, pool, close } = await makeDatabase()
await migrate({ url, dir: migrationsDir })
after(close)
beforeEach(() => pool.query('UPDATE account SET cents = 100'))

const add = (tx: PoolClient, id: number, cents: number) =>
  tx.query('UPDATE account SET cents = cents + $2 WHERE id = $1', [id, cents])
const balances = async () => (await pool.query('SELECT cents FROM account ORDER BY id')).rows.map(({ cents }) => cents)

test('inTransaction commits what the work did and gives what it returned', async () => {
  const result = await inTransaction(pool, 'test', async (tx) => {
    await add(tx, 1, -30)
    await add(tx, 2, 30)
    return 'moved'
  })
  assert.equal(result, 'moved')
  assert.deepEqual(await balances(), [70, 130])
})

test('inTransaction, the work throws, undoes all and throws the same', async () => {
  const error = await inTransaction(pool, 'test', async (tx) => {
    await add(tx, 2, 500)
    await add(tx, 1, -500)
  }).catch((error) => error)
  assert.ok(isConstraintViolation(error, 'account_not_overdrawn'))
  assert.deepEqual(await balances(), [100, 100])
})

test('inTransaction, two that lock in opposite order, both succeed: the deadlocked one is run again', async () => {
  let attempts = 0
  let holders = 0
  const bothHold = Promise.withResolvers<void>()
  const move = (from: number, to: number) =>
    inTransaction(pool, 'test', async (tx) => {
      attempts++
      await add(tx, from, -10)
      if (++holders === 2) bothHold.resolve()
      await bothHold.promise
      await add(tx, to, 10)
    })
  await Promise.all([move(1, 2), move(2, 1)])
  assert.equal(attempts, 3)
  assert.deepEqual(await balances(), [100, 100])
})

test('inTransaction, the work swallows a failed statement, throws rather than pretend to have committed', async () => {
  const work = inTransaction(pool, 'test', async (tx) => {
    await add(tx, 2, 10)
    await add(tx, 1, -500).catch(() => undefined)
  })
  await assert.rejects(work, /was rolled back: an error of one of its statements was swallowed/)
  assert.deepEqual(await balances(), [100, 100])
})

test('inTransaction, the connection ends in the middle, is unavailable and the pool goes on', async () => {
  const error = await inTransaction(pool, 'test', async (tx) => {
    const { rows } = await tx.query('SELECT pg_backend_pid() AS pid')
    await pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await add(tx, 1, 1)
  }).catch((error) => error)
  assert.ok(isUnavailable(error), error.message)
  assert.deepEqual(await balances(), [100, 100])
  assert.equal(pool.waitingCount, 0)
})
