import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testTokens } from '@saleday/testing/test-tokens'
import { newId, paymentAndBank, type Rig } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  rig = await paymentAndBank()
})
after(() => rig.close())

const body = { amountCents: 5_000, currency: 'EUR', cardToken: 'tok_test_4242' }

test('every internal route without a service token, or with one for another service, is 401', async () => {
  const id = newId()
  const wrong = [null, 'nonsense', await testTokens.service('order', 'product'), await testTokens.customer(newId())]
  for (const token of wrong) {
    for (const [method, path, sent] of [
      ['PUT', `/internal/payments/${id}`, body],
      ['GET', `/internal/payments/${id}`],
      ['POST', `/internal/payments/${id}/capture`],
      ['POST', `/internal/payments/${id}/void`],
      ['PUT', `/internal/payments/${id}/refunds/${newId()}`, { amountCents: 1 }],
    ] as const) {
      const answer = await rig.send(method, path, { token, body: sent })
      assert.equal(answer.status, 401, `${method} ${path}`)
      assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    }
  }
  assert.equal((await rig.get(id)).status, 404)
})

test('every internal route for a service that may not call it is 403', async () => {
  const id = newId()
  const token = await rig.serviceToken('cart')
  assert.equal((await rig.send('PUT', `/internal/payments/${id}`, { token, body })).status, 403)
  assert.equal((await rig.send('POST', `/internal/payments/${id}/void`, { token })).status, 403)
  const operator = await rig.serviceToken('operator')
  assert.equal((await rig.send('POST', `/internal/payments/${id}/capture`, { token: operator })).status, 403)
  assert.equal((await rig.send('GET', `/internal/payments/${id}`, { token: operator })).status, 404)
})

test('PUT /internal/payments/:orderId with a body that is not valid is 400, names the field and changes nothing', async () => {
  const id = newId()
  const wrong: [string, unknown][] = [
    ['amountCents', { ...body, amountCents: 0 }],
    ['amountCents', { ...body, amountCents: -1 }],
    ['amountCents', { ...body, amountCents: 1.5 }],
    ['amountCents', { ...body, amountCents: 1e10 }],
    ['amountCents', { ...body, amountCents: '5000' }],
    ['currency', { ...body, currency: 'USD' }],
    ['cardToken', { ...body, cardToken: '4242424242424242' }],
    ['cardToken', { amountCents: 1, currency: 'EUR' }],
    ['note', { ...body, note: 'more' }],
    ['body', []],
    ['body', undefined],
  ]
  for (const [field, sent] of wrong) {
    const answer = await rig.send('PUT', `/internal/payments/${id}`, { body: sent })
    assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_request'], JSON.stringify(sent))
    assert.equal(answer.body.errors[0].field, field, JSON.stringify(answer.body))
  }
  assert.equal(
    (await rig.send('PUT', `/internal/payments/${id}`, { body: '{"amountCents":' })).body.code,
    'malformed_body',
  )
  assert.equal((await rig.get(id)).status, 404)
})

test('an id that is none is 400 on every route', async () => {
  for (const [method, path] of [
    ['GET', '/internal/payments/1'],
    ['POST', '/internal/payments/1/capture'],
    ['POST', '/internal/payments/%00/void'],
  ] as const) {
    const answer = await rig.send(method, path)
    assert.deepEqual([answer.status, answer.body.errors[0].field], [400, 'orderId'])
  }
  const refund = await rig.refund(newId(), 'one', 1)
  assert.deepEqual([refund.status, refund.body.errors[0].field], [400, 'refundId'])
})
