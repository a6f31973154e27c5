import assert from 'node:assert/strict'
import test, { after, beforeEach } from 'node:test'
import { armFailpoints } from '@saleday/chassis/failpoint'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { isUnavailable } from '../src/errors.ts'
import { inTransaction } from '../src/in-transaction.ts'
import { migrate } from '../src/migrate.ts'
import { createPool } from '../src/pool.ts'
import { makeDatabase, migrationsDir } from './database.ts'

/** The failpoints that were passed, and the one at which the connection breaks. */
const passed: string[] = []
let breaksAt = ''
armFailpoints(async (name, work, lost) => {
  const stand = (place: string) => {
    passed.push(place)
    if (place === breaksAt) throw lost()
  }
  stand(`${name} before`)
  const result = await work()
  stand(`${name} after`)
  return result
})

const database = await makeDatabase()
await migrate({ url: database.url, dir: migrationsDir })
const log = pino({ level: 'silent' })
const pool = createPool({ url: database.url, max: 2, name: 'struck', log, metrics: new Registry() })
after(async () => {
  await pool.end()
  await database.close()
})
const set = (cents: number) => ({ name: 'set', text: 'UPDATE account SET cents = $1 WHERE id = 1', values: [cents] })
const cents = async () => (await pool.query('SELECT cents FROM account WHERE id = 1')).rows[0].cents
beforeEach(async () => {
  breaksAt = ''
  await pool.query(set(100))
  passed.length = 0
})

test('a statement that writes is a failpoint, one that reads or locks is none', async () => {
  await pool.query(set(90))
  await pool.query({ name: 'lock', text: 'SELECT id FROM account WHERE id = 1 FOR UPDATE' })
  assert.deepEqual(passed, ['db.set before', 'db.set after'])
})

test('a statement that writes and has no name is refused, in a pool and in a transaction', async () => {
  await assert.rejects(pool.query('UPDATE account SET cents = 1'), /has no name, and so no failpoint/)
  await assert.rejects(
    inTransaction(pool, 'test', (tx) => tx.query('UPDATE account SET cents = 1')),
    /has no name/,
  )
  assert.equal(await cents(), 100)
})

for (const [side, expected] of [
  ['before', 100],
  ['after', 90],
] as const) {
  test(`a statement whose connection breaks ${side} it is unavailable, ${side === 'after' ? 'and done' : 'and not done'}`, async () => {
    breaksAt = `db.set ${side}`
    await assert.rejects(pool.query(set(90)), isUnavailable)
    assert.equal(await cents(), expected)
  })

  test(`a transaction whose connection breaks ${side} its COMMIT is unavailable, ${side === 'after' ? 'and committed' : 'and rolled back'}`, async () => {
    breaksAt = `tx.move ${side}`
    await assert.rejects(
      inTransaction(pool, 'move', (tx) => tx.query(set(90))),
      isUnavailable,
    )
    assert.equal(await cents(), expected)
    assert.deepEqual(passed.slice(0, 3), ['db.set before', 'db.set after', 'tx.move before'])
  })
}
