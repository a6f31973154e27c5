import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CardToken } from '@saleday/contracts/payment'
import { type OpenBank, openBank } from './open-bank.ts'

let bank: OpenBank
before(async () => {
  bank = await openBank()
})
after(() => bank.close())

test('POST /bank/tokens with a good card answers 201 with a token that can be used, and the number is kept nowhere', async () => {
  const { status, body } = await bank.tokenise('5555555555554444')
  assert.equal(status, 201)
  assert.deepEqual([body.brand, body.last4], ['mastercard', '4444'])
  assert.equal(CardToken.safeParse(body.token).success, true)
  assert.equal((await bank.authorise(body.token)).body.state, 'authorised')
  const { rows } = await bank.pool.query('SELECT card_token::text AS row FROM card_token')
  for (const { row } of rows) assert.equal(row.includes('5555555555554444'), false)
})

test('POST /bank/tokens twice with one card gives two tokens', async () => {
  assert.notEqual(
    (await bank.tokenise('4242424242424242')).body.token,
    (await bank.tokenise('4242424242424242')).body.token,
  )
})

test('POST /bank/tokens with a mistyped or an expired card is 422', async () => {
  const mistyped = await bank.tokenise('4242424242424241')
  assert.deepEqual([mistyped.status, mistyped.body.code], [422, 'card_invalid'])
  const expired = await bank.tokenise('4242424242424242', { expiryYear: 2021 })
  assert.deepEqual([expired.status, expired.body.code], [422, 'card_expired'])
})

test('POST /bank/tokens with fields that are not valid is 400, names them and never repeats the number', async () => {
  for (const [field, wrong] of [
    ['number', { number: '4242 4242 4242 4242' }],
    ['number', { number: 4242424242424242 }],
    ['expiryMonth', { expiryMonth: 13 }],
    ['expiryYear', { expiryYear: '2040' }],
    ['cvc', { cvc: '12' }],
    ['holder', { holder: 'Somebody' }],
  ] as const) {
    const { status, body } = await bank.tokenise('4242424242424242', wrong)
    assert.deepEqual([status, body.code, body.errors[0].field], [400, 'invalid_request', field])
    assert.equal(/4242/.test(JSON.stringify(body)), false)
  }
})
