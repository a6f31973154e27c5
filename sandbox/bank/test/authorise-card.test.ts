import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { newId, type OpenBank, openBank } from './open-bank.ts'

let bank: OpenBank
before(async () => {
  bank = await openBank()
})
beforeEach(() => bank.faults({}))
after(() => bank.close())

test('POST /bank/v1/authorisations with a good card is 201 authorised, and stands in the ledger', async () => {
  const reference = newId()
  const { status, body } = await bank.authorise('tok_test_4242', { reference })
  assert.equal(status, 201)
  assert.deepEqual(
    [body.reference, body.state, body.amountCents, body.refundedCents, body.declineCode],
    [reference, 'authorised', 5_000, 0, null],
  )
  assert.deepEqual(await bank.statement(reference), ['authorised 5000'])
})

for (const [last4, code] of [
  ['0002', 'card_declined'],
  ['9995', 'insufficient_funds'],
  ['9987', 'lost_card'],
] as const) {
  test(`POST /bank/v1/authorisations with the card ${last4} is 201 declined with ${code}`, async () => {
    const { status, body } = await bank.authorise(`tok_test_${last4}_x`)
    assert.deepEqual([status, body.state, body.declineCode], [201, 'declined', code])
  })
}

test('POST /bank/v1/authorisations with the slow card answers, late', async () => {
  const before = performance.now()
  assert.equal((await bank.authorise('tok_test_3220')).body.state, 'authorised')
  assert.ok(performance.now() - before >= 145)
})

test('POST /bank/v1/authorisations again with the same key gives the first answer, also after a void', async () => {
  const same = { key: newId(), reference: newId() }
  const first = await bank.authorise('tok_test_4242', same)
  await bank.void(first.body.id)
  assert.deepEqual(await bank.authorise('tok_test_4242', same), first)
  assert.deepEqual(await bank.statement(same.reference), ['authorised 5000', 'voided 5000'])
})

test('POST /bank/v1/authorisations twenty times at once with one key makes one authorisation', async () => {
  const same = { key: newId(), reference: newId() }
  const answers = await Promise.all(Array.from({ length: 20 }, () => bank.authorise('tok_test_4242', same)))
  for (const answer of answers) assert.deepEqual(answer, answers[0])
  assert.equal(answers[0]?.status, 201)
  assert.deepEqual(await bank.statement(same.reference), ['authorised 5000'])
})

test('POST /bank/v1/authorisations with a key of another request is 422 and does nothing', async () => {
  const same = { key: newId(), reference: newId() }
  const { body } = await bank.authorise('tok_test_4242', same)
  for (const answer of [
    await bank.authorise('tok_test_4242', { ...same, amountCents: 5_001 }),
    await bank.authorise('tok_test_4444', same),
    await bank.capture(body.id, same.key),
  ]) {
    assert.deepEqual([answer.status, answer.body.code], [422, 'key_reused'])
  }
  assert.deepEqual(await bank.statement(same.reference), ['authorised 5000'])
})

test('POST /bank/v1/authorisations with a token that nobody made is 422', async () => {
  const { status, body } = await bank.authorise('tok_card_nobody_made_this')
  assert.deepEqual([status, body.code], [422, 'unknown_card_token'])
})

test('every merchant call without the merchant key, or with another, is 401', async () => {
  const reference = newId()
  for (const wrong of [null, 'another key']) {
    const body = { reference, amountCents: 1, currency: 'EUR', cardToken: 'tok_test_4242' }
    for (const answer of [
      await bank.send('POST', '/bank/v1/authorisations', { merchantKey: wrong, key: newId(), body }),
      await bank.send('POST', `/bank/v1/authorisations/${newId()}/capture`, { merchantKey: wrong, key: newId() }),
      await bank.send('GET', '/bank/v1/ledger', { merchantKey: wrong }),
    ]) {
      assert.deepEqual([answer.status, answer.body.code], [401, 'bad_merchant_key'])
    }
  }
  assert.deepEqual(await bank.statement(reference), [])
})

test('POST /bank/v1/authorisations without a key, or with a body that is not valid, is 400 and names the field', async () => {
  const good = { reference: newId(), amountCents: 1, currency: 'EUR', cardToken: 'tok_test_4242' }
  const bare = await bank.send('POST', '/bank/v1/authorisations', { body: good })
  assert.deepEqual([bare.status, bare.body.errors[0].field], [400, 'idempotency-key'])
  for (const [field, wrong] of [
    ['reference', { reference: '1' }],
    ['amountCents', { amountCents: 0 }],
    ['amountCents', { amountCents: 0.5 }],
    ['currency', { currency: 'eur' }],
    ['cardToken', { cardToken: '4242424242424242' }],
    ['note', { note: '' }],
  ] as const) {
    const answer = await bank.send('POST', '/bank/v1/authorisations', { key: newId(), body: { ...good, ...wrong } })
    assert.deepEqual([answer.status, answer.body.errors[0].field], [400, field])
  }
})
