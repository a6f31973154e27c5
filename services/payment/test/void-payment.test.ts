import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cards, newId, paymentAndBank, type Rig } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  rig = await paymentAndBank()
})
beforeEach(() => rig.faults({}))
after(() => rig.close())

test('POST /internal/payments/:orderId/void of an authorised payment voids it at the bank, once', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  for (const answer of [await rig.void(orderId), await rig.void(orderId)]) {
    assert.deepEqual(answer.body, { orderId, outcome: 'done', state: 'voided', declineCode: null })
  }
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'voided 5000'])
  assert.deepEqual(await rig.history(orderId), ['authorising', 'authorised', 'voiding', 'voided'])
  assert.deepEqual(await rig.balances(orderId), {})
})

test('POST /internal/payments/:orderId/void before the authorisation leaves a tombstone: what comes later is over, and the bank hears nothing', async () => {
  const orderId = newId()
  assert.deepEqual((await rig.void(orderId)).body, { orderId, outcome: 'done', state: 'voided', declineCode: null })
  assert.equal((await rig.authorise(orderId)).body.outcome, 'over')
  assert.equal((await rig.capture(orderId)).body.outcome, 'over')
  assert.equal((await rig.void(orderId)).body.outcome, 'done')
  assert.deepEqual(await rig.statement(orderId), [])
})

test('POST /internal/payments/:orderId/void of a captured payment refunds it', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  assert.deepEqual((await rig.void(orderId)).body, { orderId, outcome: 'done', state: 'refunded', declineCode: null })
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 5000'])
  assert.deepEqual(await rig.balances(orderId), {})
  const { body } = await rig.get(orderId)
  assert.deepEqual([body.capturedCents, body.refundedCents, body.undo], [5_000, 5_000, true])
})

test('POST /internal/payments/:orderId/void of a declined payment is done with nothing to do', async () => {
  const orderId = newId()
  await rig.authorise(orderId, cards.declined)
  assert.equal((await rig.void(orderId)).body.outcome, 'done')
  assert.equal((await rig.authorise(orderId, cards.declined)).body.outcome, 'over')
  assert.deepEqual(await rig.statement(orderId), ['declined 5000'])
})

test('POST /internal/payments/:orderId/void while the bank is being asked: the authorisation is over and then voided', async () => {
  const orderId = newId()
  await rig.faults({ slowMs: 300 })
  const authorising = rig.authorise(orderId)
  await sleep(100)
  const voiding = rig.void(orderId)
  assert.equal((await authorising).body.outcome, 'over')
  assert.equal((await voiding).body.outcome, 'done')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'voided 5000'])
  assert.deepEqual(await rig.history(orderId), ['authorising', 'authorising', 'authorised', 'voiding', 'voided'])
  assert.deepEqual(await rig.balances(orderId), {})
})

test('POST /internal/payments/:orderId/void while the capture is unknown: pending, bars the capture, and refunds when it is known', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.faults({ loseAnswerShare: 1 })
  await rig.capture(orderId)
  assert.deepEqual((await rig.void(orderId)).body, {
    orderId,
    outcome: 'pending',
    state: 'capturing',
    declineCode: null,
  })
  assert.equal((await rig.capture(orderId)).body.outcome, 'over')
  await rig.faults({})
  assert.equal((await rig.void(orderId)).body.state, 'refunded')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 5000'])
  assert.deepEqual(await rig.balances(orderId), {})
})

test('POST /internal/payments/:orderId/void, its answer lost at the bank: pending, and asked again done with one void', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.faults({ loseAnswerShare: 1 })
  assert.deepEqual((await rig.void(orderId)).body.outcome, 'pending')
  await rig.faults({})
  assert.equal((await rig.void(orderId)).body.outcome, 'done')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'voided 5000'])
})

test('POST /internal/payments/:orderId/void, which the bank answers with "already captured": refunds', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  // Captured behind our back: the bank's state is changed, ours is not.
  const { rows } = await rig.pool.query('SELECT authorisation_id FROM payment WHERE order_id = $1', [orderId])
  const captured = await fetch(`${rig.bankUrl}/bank/v1/authorisations/${rows[0].authorisation_id}/capture`, {
    method: 'POST',
    headers: { authorization: 'Bearer merchant-key-for-tests', 'idempotency-key': newId() },
  })
  assert.equal(captured.status, 200)
  assert.deepEqual((await rig.void(orderId)).body, { orderId, outcome: 'done', state: 'refunded', declineCode: null })
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 5000'])
  assert.deepEqual(await rig.balances(orderId), {})
})

test('POST /internal/payments/:orderId: authorise, capture and void all at once, many times over, end with nothing open', async () => {
  const orders = Array.from({ length: 15 }, newId)
  await Promise.all(
    orders.flatMap((orderId) => [
      rig.authorise(orderId),
      rig.void(orderId),
      rig.authorise(orderId),
      rig.capture(orderId),
      rig.void(orderId),
    ]),
  )
  for (const orderId of orders) {
    assert.equal((await rig.void(orderId)).body.outcome, 'done')
    assert.deepEqual(await rig.balances(orderId), {})
    const statement = await rig.statement(orderId)
    assert.ok(
      ['', 'authorised 5000,voided 5000', 'authorised 5000,captured 5000,refunded 5000'].includes(statement.join()),
      statement.join(),
    )
  }
})
