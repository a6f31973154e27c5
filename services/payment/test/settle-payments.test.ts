import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { PeriodicWorker } from '@saleday/chassis/worker'
import { eventually } from '@saleday/testing/eventually'
import { testChassis } from '@saleday/testing/test-chassis'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'
import { newId, paymentAndBank, paymentEnvironment, type Rig, startPayment } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  const settings = { BANK_TIMEOUT_MS: '200' }
  rig = await paymentAndBank(settings)
  rig.start(rig.payment)
  // A second process on the same database: whichever of the two settles, it is settled once.
  rig.start(startPayment(rig.databaseUrl, rig.bankUrl, settings))
})
beforeEach(() => rig.faults({}))
after(() => rig.close())

const isIn = (orderId: string, state: string) => async () => (await rig.get(orderId)).body.state === state

test('settle-payments, the bank closed and opened again: an unknown authorisation is asked again until it is known', async () => {
  const orderId = newId()
  await rig.faults({ down: true })
  assert.equal((await rig.authorise(orderId)).body.outcome, 'pending')
  await rig.faults({})
  await eventually('the authorisation is settled', isIn(orderId, 'authorised'))
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
})

test('settle-payments, a bank that loses three answers of four: all is settled, each thing done once', async () => {
  await rig.faults({ loseAnswerShare: 0.75 })
  const orders = Array.from({ length: 8 }, newId)
  await Promise.all(orders.map((orderId) => rig.authorise(orderId)))
  await rig.faults({ loseAnswerShare: 0.3 })
  for (const orderId of orders) await eventually('the authorisation is settled', isIn(orderId, 'authorised'))
  await rig.faults({})
  for (const orderId of orders) assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
})

test('settle-payments, a void while the bank is closed: the recorded wish is carried out without being asked again', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  await rig.faults({ down: true })
  assert.deepEqual((await rig.void(orderId)).body.outcome, 'pending')
  await rig.faults({})
  await eventually('the void is settled', isIn(orderId, 'refunded'))
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 5000'])
  assert.deepEqual(await rig.balances(orderId), {})
})

test('settle-payments, a refund without an answer: is asked again', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  await rig.faults({ loseAnswerShare: 1 })
  assert.equal((await rig.refund(orderId, newId(), 900)).body.state, 'refunding')
  await rig.faults({})
  await eventually('the refund is settled', async () => (await rig.get(orderId)).body.refundedCents === 900)
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 900'])
})

test('settle-payments, a bank that says "not found": is no answer, and is asked again', async () => {
  const orderId = newId()
  await rig.pool.query(
    `INSERT INTO payment (order_id, state, amount_cents, currency, card_token, authorisation_id, ask_at, waiting_since)
     VALUES ($1, 'capturing', 5000, 'EUR', 'tok_test_4242', $2, now(), now())`,
    [orderId, newId()],
  )
  await eventually('the bank was asked twice', async () => {
    const { rows } = await rig.pool.query('SELECT attempts FROM payment WHERE order_id = $1', [orderId])
    return rows[0].attempts >= 2
  })
  assert.equal((await rig.get(orderId)).body.state, 'capturing')
})

test('settle-payments, a merchant key that the bank refuses: nothing is taken for declined', async () => {
  const orderId = newId()
  const stranger = await paymentAndBank({ BANK_MERCHANT_KEY: 'not-the-merchant-key' })
  try {
    assert.equal((await stranger.authorise(orderId)).body.outcome, 'pending')
    assert.equal((await stranger.void(orderId)).body.outcome, 'pending')
    assert.deepEqual(await stranger.history(orderId), ['authorising', 'authorising'])
  } finally {
    await stranger.close()
  }
})

test('watch-unknown, a payment without an answer: shows in the metrics with its age', async () => {
  const metrics = testChassis('payment')
  const watching = build(loadConfig(paymentEnvironment(rig.databaseUrl, rig.bankUrl)), metrics)
  await rig.pool.query(
    `INSERT INTO payment (order_id, state, amount_cents, currency, card_token, ask_at, waiting_since)
     VALUES ($1, 'authorising', 5000, 'EUR', 'tok_test_4242', now() + interval '1 hour', now() - interval '90 seconds')`,
    [newId()],
  )
  const watcher = watching.workers?.find(({ name }) => name === 'watch-unknown') as PeriodicWorker
  watcher.start()
  watcher.kick()
  await watcher.stop()
  const text = await metrics.metrics.metrics()
  await watching.close?.()
  assert.match(text, /saleday_payment_unknown\{state="authorising"\} 1\n/)
  assert.match(text, /saleday_payment_oldest_unknown_seconds 9\d/)
})
