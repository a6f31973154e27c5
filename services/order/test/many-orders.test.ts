import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { outboxKinds } from '../src/order.ts'
import { countedAtMost, outboxStore } from '../src/outbox-store.ts'
import { refundStore } from '../src/refund-store.ts'
import { setAsideStore } from '../src/set-aside-store.ts'
import { orderStore } from '../src/store.ts'
import { migrations } from './order-service.ts'

/** Many orders, all at rest: what PostgreSQL knows of its tables on the morning of a sale day. */
let database: TestDatabase
before(async () => {
  database = await testDatabase(migrations)
  await database.pool.query(`
    INSERT INTO customer_order (id, customer_id, state, total_cents, currency, card_token)
    SELECT uuidv7(), uuidv7(), 'shipped', 1000, 'EUR', 'tok_test_4242' FROM generate_series(1, 20000)`)
  await database.pool.query(`
    INSERT INTO outbox (order_id, kind, done_at)
    SELECT id, kind, now() FROM customer_order, unnest('{commit,capture,take_out}'::text[]) AS kind`)
  await database.pool.query('ANALYZE customer_order, outbox')
})
after(() => database.close())

test('a statement about one order finds it by its key, and not among all that waits', async () => {
  const orderId = randomUUIDv7()
  const row = { orderId, kind: 'void', attempts: 1, waitedMs: 0 } as const
  const plans = await plansOf(database.pool, async (db) => {
    const [orders, outbox] = [orderStore(db), outboxStore(db)]
    await orders.takeLease(orderId, 1_000)
    await orders.giveLeaseBack({ orderId, epoch: 1 }, 0)
    await orders.move({ orderId, from: 'placed', to: 'confirmed', epoch: 1 })
    await orders.ship(orderId)
    await outbox.postpone(row, 0, '')
    await outbox.setAside(row, '')
    await outbox.finish([row])
    await outbox.finishUndoing(row)
    await outbox.finishRefusedCapture(row)
    const refunds = refundStore(db)
    // Nothing is carried out, so there is nothing to read from the row that comes back.
    await Promise.allSettled([refunds.find(orderId), refunds.ofOrder(orderId)])
    await refunds.insert({ refundId: row.orderId, orderId, amountCents: 1 })
    await refunds.finishRow(orderId)
  })
  assert.equal(plans.size, 14)
  for (const [name, plan] of plans)
    assert.doesNotMatch(plan, /Seq Scan|customer_order_(lease|open|confirmed)|outbox_due/, `${name}:\n${plan}`)
})

test('looking for work and counting it read no table from end to end', async () => {
  const plans = await plansOf(database.pool, async (db) => {
    const [orders, outbox] = [orderStore(db), outboxStore(db)]
    await orders.takeExpiredLeases(20, 1_000)
    await orders.findShippable(60, undefined, 500)
    await orders.versions([randomUUIDv7()])
    await orders.countOpen(countedAtMost)
    await outbox.claim('capture', 32, 1_000)
    await outbox.countWaiting(outboxKinds)
    await setAsideStore(db).list({}, 1_000)
    await setAsideStore(db).replay({ kind: 'capture' }, 1_000)
  })
  assert.equal(plans.size, 8)
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan/, `${name}:\n${plan}`)
})
