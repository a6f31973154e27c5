import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { reservationStore } from '../src/reservation-store.ts'
import { migrations } from './product-service.ts'

/** Many orders, all decided: what PostgreSQL knows of its tables on the morning of a sale day. */
let database: TestDatabase
before(async () => {
  database = await testDatabase(migrations)
  await database.pool.query(`
    INSERT INTO reservation (order_id, state) SELECT uuidv7(), 'committed' FROM generate_series(1, 20000)`)
  await database.pool.query(`
    INSERT INTO reservation_line (order_id, product_id, quantity) SELECT order_id, uuidv7(), 1 FROM reservation`)
  await database.pool.query('ANALYZE reservation, reservation_line')
})
after(() => database.close())

test('reserve, commit and release find an order by its key, and not among all holds', async () => {
  const orderId = randomUUIDv7()
  const plans = await plansOf(database.pool, async (db) => {
    const store = reservationStore(db)
    await store.reserve([{ orderId, lines: [{ productId: randomUUIDv7(), quantity: 1 }] }])
    await store.commit([orderId])
    await store.release([orderId])
  })
  assert.equal(plans.size, 3)
  for (const [name, plan] of plans)
    assert.doesNotMatch(plan, /Seq Scan on reservation|reservation_held/, `${name}:\n${plan}`)
})
