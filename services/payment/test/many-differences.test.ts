import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PeriodicWorker } from '@saleday/chassis/worker'
import { fillDatabase } from '@saleday/testing/fill-database'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { reconciliationStore } from '../src/reconciliation-store.ts'
import { webhookStore } from '../src/webhook-store.ts'
import { newId, startPayment } from './payment-and-bank.ts'

const many = 1_000_000

/** The evening of a sale day: a million payments with their history, and the bank's news of two days. */
let database: TestDatabase
before(async () => {
  database = await testDatabase(new URL('../migrations', import.meta.url))
  await fillDatabase(database.pool, [
    `
    INSERT INTO payment (order_id, state, amount_cents, captured_cents, currency, card_token, authorisation_id, updated_at)
    SELECT uuidv7(), 'captured', 1000, 1000, 'EUR', 'tok_test_4242', uuidv7(), now() - interval '1 hour'
    FROM generate_series(1, ${many})`,
    `
    INSERT INTO payment_event (order_id, state, undo, at)
    SELECT order_id, 'captured', false, now() - interval '1 hour' FROM payment`,
    `INSERT INTO refund (refund_id, order_id, amount_cents, state)
    SELECT uuidv7(), order_id, 1, 'refunded' FROM payment LIMIT 20000`,
    `
    INSERT INTO webhook_seen (webhook_id, seen_at) SELECT uuidv7(), now() - random() * interval '25 hours'
    FROM generate_series(1, ${many})`,
    `
    INSERT INTO difference (order_id, authorisation_id, kind, bank_side, payment_side, outcome)
    SELECT order_id, authorisation_id, 'unknown_capture', '', '', 'repaired' FROM payment LIMIT 20000`,
    'ANALYZE payment, payment_event, refund, webhook_seen, difference',
  ])
})
after(() => database.close())

test('a million payments: a page of the comparison, and what is forgotten, is found by indexes', async () => {
  const plans = await plansOf(database.pool, async (db) => {
    const store = reconciliationStore(db)
    await store.changedSince(0, 1_000, 60)
    await store.payments([newId()], 60)
    await store.ordersAfter(newId(), 1_000)
    await store.dueOrders(1_000)
    await store.endGone([newId()], [])
    await store.putOff([newId()], 1_000)
    await webhookStore(db).forgetOld()
  })
  assert.equal(plans.size, 7)
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan/, `${name}:\n${plan}`)
})

test('a million payments: page after page of changes comes with its payments', async () => {
  const store = reconciliationStore(database.pool)
  let after = 500_000
  for (let page = 0; page < 5; page++) {
    const changes = await store.changedSince(after, 1_000, 60)
    assert.equal(changes.length, 1_000)
    after = changes.at(-1)!.id
    const payments = await store.payments(
      changes.slice(0, 100).map(({ orderId }) => orderId),
      60,
    )
    assert.equal(payments.size, 100)
    assert.ok([...payments.values()].every(({ isQuiet }) => isQuiet))
  }
})

test('forget-news, some forty thousand that are older than a day: all are forgotten in batches, the others are not', async () => {
  const old = async () => {
    const { rows } = await database.pool.query(
      "SELECT count(*) FILTER (WHERE seen_at < now() - interval '1 day') AS old, count(*) AS all FROM webhook_seen",
    )
    return rows[0] as { old: number; all: number }
  }
  const before = await old()
  assert.ok(before.old > 30_000)
  const service = startPayment(database.url, 'http://127.0.0.1:9')
  const worker = service.workers?.find(({ name }) => name === 'forget-news') as PeriodicWorker
  worker.start()
  worker.kick()
  while ((await old()).old > 500) await new Promise((resolve) => setTimeout(resolve, 200))
  await worker.stop()
  await service.close?.()
  const { all } = await old()
  assert.ok(all >= before.all - before.old - 5_000 && all < before.all - 30_000, `${before.all} became ${all}`)
})
