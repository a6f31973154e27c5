import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listen } from '@saleday/testing/listen'
import { testTokens } from '@saleday/testing/test-tokens'
import { assertSameBooks, cards, newId, paymentAndBank, type Rig, startPayment } from './payment-and-bank.ts'

/** Two processes on one database, and 50 calls with one key at once: one effect, one answer for all. */
let rig: Rig
let urls: string[]
let closeOther: () => Promise<void>
before(async () => {
  // Whatever else this machine does, no call becomes unknown here.
  const settings = { BANK_TIMEOUT_MS: '7000' }
  rig = await paymentAndBank(settings)
  const other = startPayment(rig.databaseUrl, rig.bankUrl, settings)
  const server = await listen(other.app)
  urls = [rig.paymentUrl, server.url]
  closeOther = async () => {
    await server.close()
    await other.close?.()
  }
})
after(async () => {
  await closeOther()
  await rig.close()
})

/** 50 calls at once, to each process in turn. Gives the different answers that came. */
async function fifty(method: string, path: string, body?: unknown): Promise<unknown[]> {
  const token = await testTokens.service('order', 'payment')
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const response = await fetch(`${urls[index % 2]}/internal/payments/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return JSON.stringify([response.status, await response.json()])
    }),
  )
  return [...new Set(answers)].map((text) => JSON.parse(text))
}

const authorisation = (cardToken: string) => ({ amountCents: 5_000, currency: 'EUR', cardToken })

test('PUT /internal/payments/:orderId 50 times at once, on two processes: one authorisation, one answer', async () => {
  const orderId = newId()
  assert.deepEqual(await fifty('PUT', orderId, authorisation(cards.good)), [
    [200, { orderId, outcome: 'done', state: 'authorised', declineCode: null }],
  ])
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
  assert.deepEqual(await rig.history(orderId), ['authorising', 'authorised'])
  await assertSameBooks(rig, orderId)
})

test('PUT /internal/payments/:orderId 50 times at once with a card that is declined: declined once, for all', async () => {
  const orderId = newId()
  assert.deepEqual(await fifty('PUT', orderId, authorisation(cards.declined)), [
    [200, { orderId, outcome: 'declined', state: 'declined', declineCode: 'insufficient_funds' }],
  ])
  assert.deepEqual(await rig.statement(orderId), ['declined 5000'])
})

test('POST /internal/payments/:orderId/capture 50 times at once: one capture, one answer', async () => {
  const orderId = newId()
  await rig.authorise(orderId)
  assert.deepEqual(await fifty('POST', `${orderId}/capture`), [
    [200, { orderId, outcome: 'done', state: 'captured', declineCode: null }],
  ])
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000'])
  assert.deepEqual(await rig.history(orderId), ['authorising', 'authorised', 'capturing', 'captured'])
  await assertSameBooks(rig, orderId)
})

test('POST /internal/payments/:orderId/void 50 times at once: voided or refunded once, one answer', async () => {
  const [held, captured, unknown] = [newId(), newId(), newId()]
  await rig.authorise(held)
  await rig.authorise(captured)
  await rig.capture(captured)
  const done = (orderId: string, state: string) => [[200, { orderId, outcome: 'done', state, declineCode: null }]]
  assert.deepEqual(await fifty('POST', `${held}/void`), done(held, 'voided'))
  assert.deepEqual(await fifty('POST', `${captured}/void`), done(captured, 'refunded'))
  assert.deepEqual(await fifty('POST', `${unknown}/void`), done(unknown, 'voided'))
  assert.deepEqual(await rig.statement(held), ['authorised 5000', 'voided 5000'])
  assert.deepEqual(await rig.statement(captured), ['authorised 5000', 'captured 5000', 'refunded 5000'])
  assert.deepEqual(await rig.statement(unknown), [])
  assert.deepEqual(await rig.history(unknown), ['voided'])
  for (const orderId of [held, captured]) await assertSameBooks(rig, orderId)
})

test('PUT /internal/payments/:orderId/refunds/:refundId 50 times at once: one refund, one answer', async () => {
  const [orderId, refundId] = [newId(), newId()]
  await rig.authorise(orderId)
  await rig.capture(orderId)
  assert.deepEqual(await fifty('PUT', `${orderId}/refunds/${refundId}`, { amountCents: 100 }), [
    [200, { refundId, orderId, amountCents: 100, state: 'refunded' }],
  ])
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000', 'captured 5000', 'refunded 100'])
  assert.equal((await rig.get(orderId)).body.refundedCents, 100)
  await assertSameBooks(rig, orderId)
})
