import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { seedCatalogue } from '../src/seed-catalogue.ts'
import { catalogue, migrations } from './product-service.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase(migrations)
})
after(() => database.close())

test('seed-catalogue, run as a command, fills an empty shop', async () => {
  const script = new URL('../src/seed-catalogue.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: database.url },
  })
  assert.equal(stdout, 'The catalogue is in the database: 200 products added, 0 updated.\n')
  const { rows } = await database.pool.query(
    'SELECT count(*) AS products, sum(on_hand) AS units, sum(initial) AS initial FROM stock',
  )
  const units = catalogue.reduce((sum, { stock }) => sum + stock, 0)
  assert.deepEqual(rows, [{ products: 200, units, initial: units }])
})

test('seed-catalogue again, also twice at once, changes nothing', async () => {
  const nothing = { added: 0, updated: 0 }
  assert.deepEqual(await Promise.all([seedCatalogue(database.pool), seedCatalogue(database.pool)]), [nothing, nothing])
})

test('seed-catalogue on a shop that has sold brings new words, and keeps stock and price', async () => {
  const { id, name, stock } = catalogue[5]!
  await database.pool.query(`UPDATE stock SET on_hand = on_hand - 3, sold = 3 WHERE product_id = $1`, [id])
  await database.pool.query(`UPDATE product SET name = 'Old name', price_cents = 1 WHERE id = $1`, [id])
  assert.deepEqual(await seedCatalogue(database.pool), { added: 0, updated: 1 })
  const { rows } = await database.pool.query(
    'SELECT name, price_cents, on_hand, sold, initial FROM product JOIN stock ON product_id = id WHERE id = $1',
    [id],
  )
  assert.deepEqual(rows, [{ name, price_cents: 1, on_hand: stock - 3, sold: 3, initial: stock }])
})
