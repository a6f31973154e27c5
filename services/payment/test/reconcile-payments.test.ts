import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from '@saleday/chassis/chassis'
import { newContext } from '@saleday/chassis/context'
import { serviceClient } from '@saleday/chassis/service-client'
import type { PeriodicWorker } from '@saleday/chassis/worker'
import { eventually } from '@saleday/testing/eventually'
import { testChassis } from '@saleday/testing/test-chassis'
import { build } from '../src/build.ts'
import { bankClient } from '../src/clients.ts'
import { loadConfig } from '../src/config.ts'
import { makeCounters } from '../src/metrics.ts'
import { compare } from '../src/reconcile-payments.ts'
import { reconciliationStore } from '../src/reconciliation-store.ts'
import { refundStore } from '../src/refund-store.ts'
import { type Repairing, repairDifference } from '../src/repair-difference.ts'
import { paymentStore } from '../src/store.ts'
import {
  assertSameBooks,
  cards,
  merchantKey,
  newId,
  paymentAndBank,
  paymentEnvironment,
  type Rig,
} from './payment-and-bank.ts'

const settings = {
  RECONCILE_EVERY_MS: '300',
  RECONCILE_GRACE_SECONDS: '1',
  RECONCILE_STRAY_AFTER_SECONDS: '1',
}

let rig: Rig
let reconcilers: { service: Service; metrics: () => Promise<string> }[]
beforeEach(async () => {
  rig = await paymentAndBank()
  reconcilers = []
})
afterEach(async () => {
  for (const { service } of reconcilers) {
    await Promise.all((service.workers ?? []).map((worker) => worker.stop()))
    await service.close?.()
  }
  await rig.close()
})

/** One more process, of which only these workers run. */
function start(names = ['reconcile-payments', 'watch-unknown'], more: Record<string, string> = {}) {
  const chassis = testChassis('payment')
  const environment = { ...paymentEnvironment(rig.databaseUrl, rig.bankUrl), ...settings, ...more }
  const service = build(loadConfig(environment), chassis)
  const workers = (service.workers ?? []).filter(({ name }) => names.includes(name)) as PeriodicWorker[]
  for (const worker of workers) worker.start()
  reconcilers.push({ service, metrics: () => chassis.metrics.metrics() })
  return { workers, metrics: () => chassis.metrics.metrics() }
}

async function outcomes(orderId: string): Promise<string[]> {
  const { rows } = await rig.pool.query('SELECT kind, outcome FROM difference WHERE order_id = $1 ORDER BY kind', [
    orderId,
  ])
  return rows.map(({ kind, outcome }) => `${kind} ${outcome}`)
}

const becomes = (orderId: string, ...expected: string[]) =>
  eventually(
    `the differences of ${orderId} become ${expected.join()}`,
    async () => (await outcomes(orderId)).join() === expected.join(),
  ).catch(async (error) => {
    assert.deepEqual(await outcomes(orderId), expected, error.message)
  })

const authoriseAtBank = (orderId: string, cardToken = cards.good) =>
  rig.atBank('', { body: { reference: orderId, amountCents: 5_000, currency: 'EUR', cardToken } })

test('reconcile-payments, a capture whose answer was lost with our row: asks with the same key and writes it down', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.atBank(`/${await rig.authorisationOf(orderId)}/capture`, { key: `${orderId}:capture` })
  start()
  await becomes(orderId, 'unknown_capture repaired')
  assert.equal((await rig.get(orderId)).body.state, 'captured')
  await assertSameBooks(rig, orderId)
})

test('reconcile-payments, an authorisation of an order that we do not know: a tombstone, then a void', async () => {
  const orderId = newId()
  await authoriseAtBank(orderId)
  start()
  await becomes(orderId, 'unknown_authorisation repaired')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'voided 5000'])
  assert.equal((await rig.authorise(orderId)).body.outcome, 'over')
})

test('reconcile-payments, an authorisation that we do not know, and young: is left alone, and told of', async () => {
  const orderId = newId()
  await authoriseAtBank(orderId)
  start(undefined, { RECONCILE_STRAY_AFTER_SECONDS: '3600' })
  await becomes(orderId, 'unknown_authorisation open')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
  assert.equal((await rig.get(orderId)).status, 404, 'no tombstone yet')
})

test('reconcile-payments, money taken for an order that we do not know: is for a person, since the order may stand', async () => {
  const orderId = newId()
  const { id } = await authoriseAtBank(orderId)
  await rig.atBank(`/${id}/capture`)
  start()
  await becomes(orderId, 'unknown_authorisation reported')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000'])
})

test('reconcile-payments, a second authorisation, held or captured: is undone, the first one stays', async () => {
  const [held, captured] = [newId(), newId()]
  for (const orderId of [held, captured]) {
    await rig.authorise(orderId)
    await rig.capture(orderId)
    await authoriseAtBank(orderId)
  }
  const { id } = await authoriseAtBank(captured)
  await rig.atBank(`/${id}/capture`)
  start()
  await becomes(held, 'second_authorisation repaired')
  await becomes(captured, 'second_authorisation repaired', 'second_authorisation repaired')
  assert.deepEqual(await rig.statement(held), ['authorised 5000', 'captured 5000', 'authorised 5000', 'voided 5000'])
  assert.deepEqual((await rig.statement(captured)).slice(-2).sort(), ['refunded 5000', 'voided 5000'])
  for (const orderId of [held, captured]) assert.equal((await rig.get(orderId)).body.state, 'captured')
})

test('reconcile-payments, a stray authorisation of an order that was voided before: is voided', async () => {
  const orderId = newId()
  await rig.void(orderId)
  await authoriseAtBank(orderId)
  start()
  await becomes(orderId, 'second_authorisation repaired')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'voided 5000'])
})

test('reconcile-payments, a hold that the bank has ended: our payment hears of it', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.atBank(`/${await rig.authorisationOf(orderId)}/void`)
  start()
  await becomes(orderId, 'ended_at_bank repaired')
  assert.equal((await rig.capture(orderId)).body.outcome, 'refused')
  assert.equal((await rig.void(orderId)).body.outcome, 'done')
  await assertSameBooks(rig, orderId)
})

test('reconcile-payments, a refund that we do not know: is written down once', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  await rig.atBank(`/${await rig.authorisationOf(orderId)}/refunds`, { body: { amountCents: 700 } })
  start()
  start()
  await becomes(orderId, 'unknown_refund repaired')
  assert.equal((await rig.get(orderId)).body.refundedCents, 700)
  await assertSameBooks(rig, orderId)
  assert.deepEqual(await rig.balances(orderId), { bank: 4_300, sales: -4_300 })
})

test('reconcile-payments, captured here and not at the bank: is reported with both sides, and no money is invented', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  const id = await rig.authorisationOf(orderId)
  // The bank has forgotten it: its authorisation is as it was before.
  await rig.bankPool.query("UPDATE authorisation SET state = 'authorised' WHERE id = $1", [id])
  const { metrics } = start()
  await becomes(orderId, 'missing_capture reported')
  const { rows } = await rig.pool.query('SELECT bank_side, payment_side FROM difference WHERE order_id = $1', [orderId])
  assert.deepEqual(rows[0], {
    bank_side: 'authorised 5000, refunded 0',
    payment_side: 'captured 5000, captured 5000, refunded 0',
  })
  assert.deepEqual(await rig.movements(orderId), ['authorised 5000', 'captured 5000'])
  await eventually(
    'the metrics tell',
    async () =>
      /saleday_reconciliation_differences\{kind="missing_capture",outcome="reported"\} 1\n/.test(await metrics()) &&
      /saleday_reconciliation_completed_timestamp_seconds 1\d{9}/.test(await metrics()),
  )

  // A person has put it right: the alarm ends at the next look.
  await rig.bankPool.query("UPDATE authorisation SET state = 'captured' WHERE id = $1", [id])
  await rig.pool.query('UPDATE difference SET look_at = now()')
  await becomes(orderId, 'missing_capture gone')
})

test('reconcile-payments, the bank away while it repairs: goes on from where it was when the bank is back', async () => {
  const orderId = newId()
  await authoriseAtBank(orderId)
  await rig.faults({ down: true })
  const { metrics } = start()
  await eventually('a round has failed', async () =>
    /saleday_worker_failures_total\{worker="reconcile-payments"\} [1-9]/.test(await metrics()),
  )
  assert.deepEqual(await outcomes(orderId), [])
  await rig.faults({})
  await becomes(orderId, 'unknown_authorisation repaired')
})

test('reconcile-payments beside live traffic on two processes: no difference where there is none, and one difference found', async () => {
  const settling = start(['settle-payments', 'reconcile-payments'], { BANK_TIMEOUT_MS: '300' })
  start(['settle-payments', 'reconcile-payments'], { BANK_TIMEOUT_MS: '300' })
  assert.equal(settling.workers.length, 2)
  const stray = newId()
  await authoriseAtBank(stray)
  const orders = Array.from({ length: 60 }, newId)
  await rig.faults({ loseAnswerShare: 0.2, slowMs: 30 })
  for (const [index, orderId] of orders.entries()) {
    await rig.authorise(orderId)
    void rig.capture(orderId)
    if (index % 3 === 0) await rig.void(orderId)
    await sleep(20)
  }
  await rig.faults({})
  await eventually('the stray authorisation is voided', async () => {
    // When the bank's answers to its void were lost, too, it is looked at again in half a minute: here at once.
    await rig.pool.query("UPDATE difference SET look_at = now() WHERE outcome = 'open'")
    return (await outcomes(stray)).join() === 'unknown_authorisation repaired'
  })
  await eventually('all is settled', async () => {
    const { rows } = await rig.pool.query('SELECT count(*) AS open FROM payment WHERE ask_at IS NOT NULL')
    return rows[0].open === 0
  })
  await rig.pool.query('UPDATE reconciliation SET completed_at = NULL')
  await sleep(1_500)
  await eventually('the comparison is through', async () => {
    const { rows } = await rig.pool.query(
      `SELECT completed_at IS NOT NULL AND event_after = (SELECT max(event_id) FROM payment_event) AS done FROM reconciliation`,
    )
    return rows[0].done
  })
  const { rows } = await rig.pool.query('SELECT order_id, kind FROM difference')
  assert.deepEqual(rows, [{ order_id: stray, kind: 'unknown_authorisation' }])
  for (const orderId of orders) await assertSameBooks(rig, orderId)
})

test('reconcile-payments, two processes: one has the claim, and it is not done again before it is due', async () => {
  const store = reconciliationStore(rig.pool)
  const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim()))
  assert.equal(claims.filter((claim) => claim !== undefined).length, 1)
  await store.advance({ bankAfter: 7, eventAfter: 9 })
  await store.advance({ bankAfter: 3, eventAfter: 3 })
  await store.complete(60_000)
  assert.equal(await store.claim(), undefined)
  await rig.pool.query('UPDATE reconciliation SET due_at = now()')
  assert.deepEqual(await store.claim(), { bankAfter: 7, eventAfter: 9 })
})

test('a refund at the bank, adopted by many at once from one comparison: is written down once', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  const id = await rig.authorisationOf(orderId)
  await rig.atBank(`/${id}/refunds`, { body: { amountCents: 700 } })
  const times = { askAgainMs: 1_000 }
  const chassis = testChassis('payment')
  const payments = paymentStore(rig.pool, times)
  const payment = await payments.find(orderId)
  const authorisation = {
    id,
    reference: orderId,
    state: 'captured' as const,
    amountCents: 5_000,
    refundedCents: 700,
    currency: 'EUR' as const,
    declineCode: null,
    createdAt: new Date().toISOString(),
  }
  const repairing = {
    pool: rig.pool,
    payments,
    refunds: refundStore(rig.pool, times),
    refundsIn: (db: Parameters<typeof refundStore>[0]) => refundStore(db, times),
  } as unknown as Repairing
  const difference = { kind: 'unknown_refund' as const, orderId, authorisation, payment: payment! }
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, () => repairDifference(repairing, difference, newContext(chassis.log, 5_000))),
  )
  assert.deepEqual(outcomes.sort(), ['later', 'later', 'later', 'later', 'later', 'repaired'])
  await assertSameBooks(rig, orderId)
})

test('compare, a capture or a refund that happens while it reads: is no difference', async () => {
  const [captured, refunded] = [newId(), newId()]
  await rig.authorise(captured)
  await rig.authorise(refunded)
  await rig.capture(refunded)
  await rig.faults({ loseAnswerShare: 1 })
  await rig.refund(refunded, newId(), 500)
  await rig.faults({})
  await rig.pool.query("UPDATE payment SET updated_at = now() - interval '1 hour'")
  const chassis = testChassis('payment')
  const client = serviceClient(chassis, { to: 'bank', url: rig.bankUrl })
  const counters = makeCounters(chassis.metrics)
  const real = bankClient({ client, counters, merchantKey, timeoutMs: 5_000 })
  const bank: typeof real = {
    ...real,
    async authorisations(orderIds, context) {
      const asItWas = await real.authorisations(orderIds, context)
      await rig.capture(captured) // between the two reads
      return asItWas
    },
  }
  const reconciliation = reconciliationStore(rig.pool)
  const comparing = { bank, reconciliation, graceSeconds: 5, log: chassis.log }
  assert.deepEqual(await compare(comparing, [captured, refunded]), { found: [], busy: [captured, refunded] })
  await client.close()
})
