import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { newId, paymentAndBank, type Rig } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  rig = await paymentAndBank()
})
beforeEach(() => rig.faults({}))
after(() => rig.close())

async function captured(): Promise<string> {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  return orderId
}

test('PUT /internal/payments/:orderId/refunds/:refundId gives a part back, once for each id', async () => {
  const orderId = await captured()
  const refundId = newId()
  for (const answer of [await rig.refund(orderId, refundId, 1_200), await rig.refund(orderId, refundId, 1_200)]) {
    assert.deepEqual([answer.status, answer.body], [200, { refundId, orderId, amountCents: 1_200, state: 'refunded' }])
  }
  await rig.refund(orderId, newId(), 800)
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 1200', 'refunded 800'])
  assert.deepEqual(await rig.balances(orderId), { bank: 3_000, sales: -3_000 })
  const { body } = await rig.get(orderId)
  assert.deepEqual([body.state, body.capturedCents, body.refundedCents], ['captured', 5_000, 2_000])
})

test('PUT /internal/payments/:orderId/refunds/:refundId, many at once: never more than was captured', async () => {
  const orderId = await captured()
  const answers = await Promise.all(Array.from({ length: 12 }, () => rig.refund(orderId, newId(), 1_000)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 5)
  for (const { status, body } of answers) assert.ok(status === 200 || body.code === 'refund_too_large')
  assert.equal((await rig.get(orderId)).body.refundedCents, 5_000)
  assert.deepEqual(await rig.balances(orderId), {})
})

test('PUT /internal/payments/:orderId/refunds/:refundId, the answer lost: counts against what is left, and asked again it is one refund', async () => {
  const orderId = await captured()
  const refundId = newId()
  await rig.faults({ loseAnswerShare: 1 })
  assert.equal((await rig.refund(orderId, refundId, 4_000)).body.state, 'refunding')
  const tooMuch = await rig.refund(orderId, newId(), 1_001)
  assert.deepEqual([tooMuch.status, tooMuch.body.code, tooMuch.body.leftCents], [422, 'refund_too_large', 1_000])
  await rig.faults({})
  assert.equal((await rig.refund(orderId, refundId, 4_000)).body.state, 'refunded')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 4000'])
  assert.equal((await rig.get(orderId)).body.refundedCents, 4_000)
})

test('PUT /internal/payments/:orderId/refunds/:refundId, then a void: the rest is given back, after the refund under way', async () => {
  const orderId = await captured()
  await rig.refund(orderId, newId(), 500)
  await rig.faults({ loseAnswerShare: 1 })
  await rig.refund(orderId, newId(), 700)
  assert.equal((await rig.void(orderId)).body.outcome, 'pending')
  await rig.faults({})
  assert.deepEqual((await rig.void(orderId)).body.state, 'refunded')
  assert.deepEqual(await rig.statement(orderId), [
    'authorised 5000',
    'captured 5000',
    'refunded 500',
    'refunded 700',
    'refunded 3800',
  ])
  assert.deepEqual(await rig.balances(orderId), {})
  const late = await rig.refund(orderId, newId(), 1)
  assert.deepEqual([late.status, late.body.code], [409, 'payment_not_captured'])
})

test('PUT /internal/payments/:orderId/refunds/:refundId of everything, then a void: done without another refund', async () => {
  const orderId = await captured()
  await rig.refund(orderId, newId(), 5_000)
  assert.deepEqual((await rig.void(orderId)).body.state, 'refunded')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 5000'])
})

test('PUT /internal/payments/:orderId/refunds/:refundId with an id of another amount or order is 422, of nothing captured 409 or 404', async () => {
  const orderId = await captured()
  const other = await captured()
  const refundId = newId()
  await rig.refund(orderId, refundId, 100)
  for (const answer of [await rig.refund(orderId, refundId, 101), await rig.refund(other, refundId, 100)]) {
    assert.deepEqual([answer.status, answer.body.code], [422, 'refund_mismatch'])
  }
  const authorised = newId()
  await rig.authorise(authorised)
  const early = await rig.refund(authorised, newId(), 100)
  assert.deepEqual([early.status, early.body.code], [409, 'payment_not_captured'])
  const unknown = await rig.refund(newId(), newId(), 100)
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'payment_not_found'])
})
