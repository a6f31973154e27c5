import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { reservationStore } from '../src/reservation-store.ts'
import { productStore } from '../src/store.ts'
import { migrations } from './product-service.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase(migrations)
})
after(() => database.close())

test('what is planned while there are no orders reads no table from end to end, since that is kept when there are many', async () => {
  const [orderId, productId] = [randomUUIDv7(), randomUUIDv7()]
  const plans = await plansOf(
    database.pool,
    async (db) => {
      const holds = reservationStore(db)
      await holds.reserve([{ orderId, lines: [{ productId, quantity: 1 }] }])
      await holds.commit([orderId])
      await holds.release([orderId])
      await productStore(db).readPrices([productId])
    },
    { seqScans: false },
  )
  assert.equal(plans.size, 4)
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan/, `${name}:\n${plan}`)
})

test('nor does the count of old holds, by the pool that may', async () => {
  const plans = await plansOf(database.pool, (db) => reservationStore(db).countOldHolds(10))
  assert.equal(plans.size, 1)
  for (const [name, plan] of plans) assert.match(plan, /Index (Only )?Scan using reservation_held/, `${name}:\n${plan}`)
})
