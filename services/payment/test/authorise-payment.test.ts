import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { cards, newId, paymentAndBank, type Rig } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  rig = await paymentAndBank()
})
beforeEach(() => rig.faults({}))
after(() => rig.close())

test('PUT /internal/payments/:orderId with a good card authorises once and writes the hold into the ledger', async () => {
  const orderId = newId()
  const answer = await rig.authorise(orderId)
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, { orderId, outcome: 'done', state: 'authorised', declineCode: null })
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
  assert.deepEqual(await rig.history(orderId), ['authorising', 'authorised'])
  assert.deepEqual(await rig.balances(orderId), { card_holds: 5_000, holds_owed: -5_000 })
})

test('PUT /internal/payments/:orderId with a card that the bank declines answers declined with the code, again too', async () => {
  const orderId = newId()
  const declined = { orderId, outcome: 'declined', state: 'declined', declineCode: 'insufficient_funds' }
  assert.deepEqual((await rig.authorise(orderId, cards.declined)).body, declined)
  assert.deepEqual((await rig.authorise(orderId, cards.declined)).body, declined)
  assert.deepEqual(await rig.statement(orderId), ['declined 5000'])
  assert.deepEqual(await rig.balances(orderId), {})
})

test('PUT /internal/payments/:orderId with a token that the bank does not know is declined for good', async () => {
  const orderId = newId()
  const answer = await rig.authorise(orderId, 'tok_nobody_has_made_this')
  assert.deepEqual(answer.body, { orderId, outcome: 'declined', state: 'declined', declineCode: 'unknown_card_token' })
})

test('PUT /internal/payments/:orderId twenty times at once makes one authorisation', async () => {
  const orderId = newId()
  const answers = await Promise.all(Array.from({ length: 20 }, () => rig.authorise(orderId)))
  for (const { status, body } of answers) assert.deepEqual([status, body.outcome], [200, 'done'])
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
  assert.deepEqual(await rig.history(orderId), ['authorising', 'authorised'])
  assert.deepEqual(await rig.balances(orderId), { card_holds: 5_000, holds_owed: -5_000 })
})

test('PUT /internal/payments/:orderId with another amount or card than before is 422 and changes nothing', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  for (const [card, amountCents] of [
    [cards.good, 5_001],
    [`${cards.good}_other`, 5_000],
  ] as const) {
    const answer = await rig.authorise(orderId, card, amountCents)
    assert.deepEqual([answer.status, answer.body.code], [422, 'payment_mismatch'])
  }
  assert.equal((await rig.get(orderId)).body.amountCents, 5_000)
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
})

test('PUT /internal/payments/:orderId, the answer lost after the bank has done it: pending, and asked again one authorisation', async () => {
  const orderId = newId()
  await rig.faults({ loseAnswerShare: 1 })
  const lost = await rig.authorise(orderId)
  assert.deepEqual([lost.body.outcome, lost.body.state], ['pending', 'authorising'])
  await rig.faults({})
  assert.equal((await rig.authorise(orderId)).body.outcome, 'done')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
  assert.deepEqual(await rig.balances(orderId), { card_holds: 5_000, holds_owed: -5_000 })
})

for (const [what, fault] of [
  ['closed', { down: true }],
  ['broken', { errorShare: 1 }],
  ['too slow', { slowMs: 1_300 }],
] as const) {
  test(`PUT /internal/payments/:orderId with the bank ${what} answers pending in time, never declined`, async () => {
    const orderId = newId()
    await rig.faults(fault)
    const before = performance.now()
    assert.deepEqual((await rig.authorise(orderId)).body, {
      orderId,
      outcome: 'pending',
      state: 'authorising',
      declineCode: null,
    })
    assert.ok(performance.now() - before < 2_500)
  })
}

test('PUT /internal/payments/:orderId with little time left asks the bank no longer than that', async () => {
  await rig.faults({ slowMs: 900 })
  const before = performance.now()
  const answer = await rig.authorise(newId(), cards.good, 5_000, { 'x-deadline-ms': '300' })
  assert.equal(answer.body.outcome, 'pending')
  assert.ok(performance.now() - before < 800)
})

test('GET /internal/payments/:orderId tells the books and keeps the card to itself', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  const { status, body } = await rig.get(orderId)
  assert.equal(status, 200)
  assert.equal(body.state, 'authorised')
  assert.equal(JSON.stringify(body).includes('tok_'), false)
  const unknown = await rig.get(newId())
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'payment_not_found'])
})

test('the ledger takes no movement that does not balance, and lets none be changed', async () => {
  const orderId = newId()
  const entry =
    "INSERT INTO ledger_entry (transfer_id, order_id, kind, account, amount_cents) VALUES ($1, $2, 'authorised', 'card_holds', 5)"
  await assert.rejects(rig.pool.query(entry, [newId(), orderId]), { constraint: 'ledger_entry_balances' })
  for (const statement of [
    'UPDATE ledger_entry SET amount_cents = 1',
    'DELETE FROM ledger_entry',
    'TRUNCATE ledger_entry',
    'DELETE FROM payment_event',
  ]) {
    await assert.rejects(rig.pool.query(statement), /append-only/)
  }
})
