import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { cards, newId, paymentAndBank, type Rig } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  rig = await paymentAndBank()
})
beforeEach(() => rig.faults({}))
after(() => rig.close())

test('POST /internal/payments/:orderId/capture captures what was authorised, once', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  for (const answer of [await rig.capture(orderId), await rig.capture(orderId)]) {
    assert.deepEqual(answer.body, { orderId, outcome: 'done', state: 'captured', declineCode: null })
  }
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000'])
  assert.deepEqual(await rig.history(orderId), ['authorising', 'authorised', 'capturing', 'captured'])
  assert.deepEqual(await rig.balances(orderId), { bank: 5_000, sales: -5_000 })
  assert.equal((await rig.get(orderId)).body.capturedCents, 5_000)
})

test('POST /internal/payments/:orderId/capture ten times at once captures once', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  const answers = await Promise.all(Array.from({ length: 10 }, () => rig.capture(orderId)))
  for (const { body } of answers) assert.equal(body.outcome, 'done')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000'])
  assert.deepEqual(await rig.balances(orderId), { bank: 5_000, sales: -5_000 })
})

for (const [what, card, code] of [
  ['that the issuer refuses', cards.captureRefused, 'refused_by_issuer'],
  ['of an authorisation that has expired', cards.expires, 'authorisation_expired'],
] as const) {
  test(`POST /internal/payments/:orderId/capture ${what} answers refused; a void then closes the hold`, async () => {
    const orderId = newId()
    await rig.authorise(orderId, card)
    assert.deepEqual((await rig.capture(orderId)).body, {
      orderId,
      outcome: 'refused',
      state: 'capture_refused',
      declineCode: code,
    })
    assert.equal((await rig.capture(orderId)).body.outcome, 'refused')
    assert.equal((await rig.void(orderId)).body.outcome, 'done')
    assert.deepEqual(await rig.balances(orderId), {})
    assert.equal((await rig.get(orderId)).body.state, 'voided')
  })
}

test('POST /internal/payments/:orderId/capture, the answer lost: pending, and asked again one capture', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.faults({ loseAnswerShare: 1 })
  assert.deepEqual((await rig.capture(orderId)).body, {
    orderId,
    outcome: 'pending',
    state: 'capturing',
    declineCode: null,
  })
  await rig.faults({})
  assert.equal((await rig.capture(orderId)).body.outcome, 'done')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000'])
})

test('POST /internal/payments/:orderId/capture after a void is over, and captures nothing', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.void(orderId)
  assert.deepEqual((await rig.capture(orderId)).body, { orderId, outcome: 'over', state: 'voided', declineCode: null })
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'voided 5000'])
})

test('POST /internal/payments/:orderId/capture while the authorisation is unknown is pending; of nothing it is 404', async () => {
  const orderId = newId()
  await rig.faults({ down: true })
  await rig.authorise(orderId)
  assert.deepEqual((await rig.capture(orderId)).body, {
    orderId,
    outcome: 'pending',
    state: 'authorising',
    declineCode: null,
  })
  const unknown = await rig.capture(newId())
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'payment_not_found'])
})
