import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { paymentStore } from '../src/store.ts'
import { webhookStore } from '../src/webhook-store.ts'
import { newId } from './payment-and-bank.ts'

/** Many payments, all at rest: what PostgreSQL knows of its tables on the morning of a sale day. */
let database: TestDatabase
before(async () => {
  database = await testDatabase(new URL('../migrations', import.meta.url))
  await database.pool.query(`
    INSERT INTO payment (order_id, state, amount_cents, captured_cents, currency, card_token, authorisation_id)
    SELECT uuidv7(), 'captured', 1000, 1000, 'EUR', 'tok_test_4242', uuidv7() FROM generate_series(1, 20000)`)
  await database.pool.query(`
    INSERT INTO refund (refund_id, order_id, amount_cents, state) SELECT uuidv7(), order_id, 1, 'refunded' FROM payment`)
  await database.pool.query('ANALYZE payment, refund')
})
after(() => database.close())

test('a statement about one payment finds it by its key, and not among all that wait for the bank', async () => {
  const orderId = newId()
  const plans = await plansOf(database.pool, async (db) => {
    const payments = paymentStore(db, { askAgainMs: 1_000 })
    await payments.find(orderId)
    await payments.beginCapture(orderId)
    await webhookStore(db).hint(newId(), orderId)
  })
  assert.equal(plans.size, 3)
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan|_to_ask/, `${name}:\n${plan}`)
})
