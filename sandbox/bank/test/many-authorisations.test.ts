import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fillDatabase } from '@saleday/testing/fill-database'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { bankStore } from '../src/store.ts'
import { newId } from './open-bank.ts'

const many = 1_000_000

/** The evening of a sale day: a million authorisations, each with its key, of which half are due. */
let database: TestDatabase
before(async () => {
  database = await testDatabase(new URL('../migrations', import.meta.url))
  await fillDatabase(database.pool, [
    `
    INSERT INTO authorisation (id, reference, state, last4, behaviour, amount_cents, currency, created_at, expires_at)
    SELECT uuidv7(), uuidv7(), CASE WHEN n % 10 = 0 THEN 'authorised' ELSE 'captured' END, '4242', 'ok', 1000, 'EUR',
      now(), now() + interval '7 days'
    FROM generate_series(1, ${many}) AS n`,
    `
    INSERT INTO idempotency_key (key, request_hash, answer, authorisation_id, forget_at)
    SELECT reference || ':authorise', '\\x00', '{}', id, now() + (random() - 0.5) * interval '1 day' FROM authorisation`,
    `
    INSERT INTO ledger_row (authorisation_id, reference, kind, amount_cents)
    SELECT id, reference, 'authorised', 1000 FROM authorisation`,
    'ANALYZE authorisation, idempotency_key, ledger_row',
  ])
})
after(() => database.close())

test('a million authorisations: what a comparison reads, and what is forgotten, is found by indexes', async () => {
  const plans = await plansOf(database.pool, async (db) => {
    const store = bankStore(db)
    await store.forgetKeys()
    const noRows = () => undefined // what is planned gives made-up rows
    await store.ofReferences([newId()]).catch(noRows)
    await store.ledger({ after: 0, limit: 1_000, minAgeSeconds: 60 }).catch(noRows)
  })
  assert.deepEqual([...plans.keys()].sort(), ['forget-keys', 'ledger', 'of-references'])
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan|Hash Join/, `${name}:\n${plan}`)
})

test('a million keys: a batch forgets its number, and leaves those of open authorisations', async () => {
  const store = bankStore(database.pool)
  let looked = 0
  let forgotten = 0
  for (let round = 0; round < 10; round++) {
    const batch = await store.forgetKeys()
    looked += batch.looked
    forgotten += batch.forgotten
  }
  assert.equal(looked, 5_000)
  assert.ok(forgotten > 4_000 && forgotten < 4_900, `${forgotten} of 5000 forgotten, a tenth is open`)
})
