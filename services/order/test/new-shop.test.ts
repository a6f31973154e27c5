import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { outboxKinds } from '../src/order.ts'
import { countedAtMost, outboxStore } from '../src/outbox-store.ts'
import { refundStore } from '../src/refund-store.ts'
import { orderStore } from '../src/store.ts'
import { migrations } from './order-service.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase(migrations)
})
after(() => database.close())

test('what is planned while there are no orders reads no table from end to end, since that is kept when there are many', async () => {
  const orderId = randomUUIDv7()
  const row = { orderId, kind: 'void', attempts: 1, waitedMs: 0 } as const
  const plans = await plansOf(
    database.pool,
    async (db) => {
      const [orders, outbox] = [orderStore(db), outboxStore(db)]
      await orders.findKey(orderId, 'a-key')
      await orders.move({ orderId, from: 'placed', to: 'confirmed', epoch: 1 })
      await orders.ship(orderId)
      await orders.takeLease(orderId, 1_000)
      await orders.takeExpiredLeases(20, 1_000)
      await orders.findShippable(60, undefined, 500)
      await orders.versions([orderId])
      await orders.countOpen(countedAtMost)
      await orders.pruneKeys(500)
      await outbox.claim('capture', 32, 1_000)
      await outbox.postpone(row, 0, '')
      await outbox.finish([row])
      await outbox.finishUndoing(row)
      await outbox.countWaiting(outboxKinds)
      await refundStore(db).finishRow(orderId)
    },
    { seqScans: false },
  )
  assert.equal(plans.size, 16)
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan/, `${name}:\n${plan}`)
})
