import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { plansOf } from '@saleday/testing/query-plans'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { reconciliationStore } from '../src/reconciliation-store.ts'
import { refundStore } from '../src/refund-store.ts'
import { paymentStore } from '../src/store.ts'
import { webhookStore } from '../src/webhook-store.ts'
import { newId } from './payment-and-bank.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase(new URL('../migrations', import.meta.url))
})
after(() => database.close())

test('what is planned while there are no payments reads no table from end to end, since that is kept when there are many', async () => {
  const orderId = newId()
  const times = { askAgainMs: 1_000 }
  const plans = await plansOf(
    database.pool,
    async (db) => {
      const [payments, refunds] = [paymentStore(db, times), refundStore(db, times)]
      await payments.find(orderId)
      await payments.beginCapture(orderId)
      await payments.claimDue(10)
      await payments.unknown()
      await refunds.claimDue(10)
      await webhookStore(db).hint(newId(), orderId)
      await webhookStore(db).forgetOld()
      await reconciliationStore(db).changedSince(0, 1_000, 60)
      await reconciliationStore(db).ordersAfter(orderId, 1_000)
    },
    { seqScans: false },
  )
  assert.equal(plans.size, 9)
  for (const [name, plan] of plans) assert.doesNotMatch(plan, /Seq Scan/, `${name}:\n${plan}`)
})
