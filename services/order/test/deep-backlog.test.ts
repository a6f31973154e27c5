import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { outboxKinds } from '../src/order.ts'
import { countedAtMost, outboxStore } from '../src/outbox-store.ts'
import { orderStore } from '../src/store.ts'
import { migrations } from './order-service.ts'

/** What a long fault leaves: of 20,000 orders all work waits, and their keys are a day old. */
const orders = 20_000
let database: TestDatabase
before(async () => {
  database = await testDatabase(migrations)
  await database.pool.query(
    `INSERT INTO customer_order (id, customer_id, state, total_cents, currency, card_token)
     SELECT uuidv7(), uuidv7(), 'confirmed', 1000, 'EUR', 'tok_test_4242' FROM generate_series(1, $1::integer)`,
    [orders],
  )
  for (const kind of ['commit', 'capture', 'take_out']) {
    await database.pool.query(
      `INSERT INTO outbox (order_id, kind, due_at, created_at)
       SELECT id, $1, now() - random() * interval '1 hour', now() - interval '1 hour' FROM customer_order`,
      [kind],
    )
  }
  await database.pool.query(`
    INSERT INTO idempotency_key (customer_id, key, request_hash, order_id, created_at)
    SELECT customer_id, 'key-' || id, 'x', id, now() - interval '2 days' * random() FROM customer_order`)
  await database.pool.query('ANALYZE customer_order, outbox, idempotency_key')
})
after(() => database.close())

test('claims, pruning and the search for what can be shipped read an index from its beginning, and sort nothing, however much waits', async () => {
  const plans = await plansOf(database.pool, async (db) => {
    await outboxStore(db).claim('capture', 32, 1_000)
    await orderStore(db).pruneKeys(500)
    await orderStore(db).findShippable(60, undefined, 500)
  })
  assert.equal(plans.size, 3)
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan on|Sort {2}|Hash/, `${name}:\n${plan}`)
  assert.match(plans.get('claim_outbox')!, /Index Scan using outbox_due/)
  assert.match(plans.get('prune_keys')!, /Index Scan using idempotency_key_age/)
})

test('a claim takes the longest due rows of its kind, and no row that another claim holds', async () => {
  const outbox = outboxStore(database.pool)
  const oldest = await database.pool.query(
    `SELECT order_id FROM outbox WHERE kind = 'capture' ORDER BY due_at LIMIT 64`,
  )
  const claims = await Promise.all([1, 2].map(() => outbox.claim('capture', 32, 60_000)))
  assert.deepEqual(
    claims.flatMap((rows) => rows.map(({ orderId }) => orderId)).sort(),
    oldest.rows.map((row) => row.order_id).sort(),
  )
  assert.ok(claims.flat().every(({ kind, attempts }) => kind === 'capture' && attempts === 1))
})

test('a scrape counts no more than it must to say that it is too much', async () => {
  const outbox = outboxStore(database.pool)
  const counts = await outbox.countWaiting(outboxKinds)
  assert.deepEqual(
    counts.map(({ kind, count, setAside }) => [kind, count, setAside]),
    outboxKinds.map((kind) => [kind, ['commit', 'capture', 'take_out'].includes(kind) ? countedAtMost : 0, 0]),
  )
  assert.ok(counts[0]!.oldestSeconds >= 3_600)
  const plans = await plansOf(database.pool, (db) => outboxStore(db).countWaiting(outboxKinds))
  assert.doesNotMatch(plans.get('count_outbox')!, /Seq Scan|Sort/)
})

test('keys of a day and more are pruned in small batches, and those of orders that are being decided are kept', async () => {
  const count = async () =>
    (
      await database.pool.query(
        `SELECT count(*)::int AS old, (SELECT count(*)::int FROM idempotency_key) AS "all"
         FROM idempotency_key WHERE created_at < now() - interval '24 hours'`,
      )
    ).rows[0] as { old: number; all: number }
  const customerId = randomUUIDv7()
  const store = orderStore(database.pool)
  const placed = randomUUIDv7()
  await store.insertOrder({
    id: placed,
    customerId,
    key: 'a-key-of-long-ago',
    requestHash: Buffer.from('x'),
    cardToken: 'tok_test_4242',
    currency: 'EUR',
    priced: { lines: [], totalCents: 0, unknown: [], short: [] },
    leaseMs: 1_000,
  })
  await database.pool.query(`UPDATE idempotency_key SET created_at = now() - interval '9 days' WHERE order_id = $1`, [
    placed,
  ])
  const start = await count()
  assert.equal(await store.pruneKeys(500), 500)
  assert.deepEqual(await count(), { old: start.old - 500, all: start.all - 500 })
  while ((await store.pruneKeys(1_000)) > 0);
  assert.deepEqual(await count(), { old: 1, all: start.all - start.old + 1 })
  assert.ok(await store.findKey(customerId, 'a-key-of-long-ago'))
})
