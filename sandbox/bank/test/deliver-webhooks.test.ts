import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { eventually } from '@saleday/testing/eventually'
import { newId, type OpenBank, openBank, type Received, webhookSecret } from './open-bank.ts'

let bank: OpenBank
before(async () => {
  bank = await openBank()
  bank.start()
})
beforeEach(async () => {
  await bank.faults({})
  bank.merchant.state.status = 204
})
after(() => bank.close())

const received = (reference: string): Received[] =>
  bank.merchant.state.received.filter(({ text }) => text.includes(reference))
const typesOf = (reference: string) => received(reference).map(({ text }) => JSON.parse(text).type as string)

test('every movement is told to the merchant, signed over time and body', async () => {
  const reference = newId()
  const { body } = await bank.authorise('tok_test_4242', { reference })
  await bank.capture(body.id)
  await bank.refund(body.id, 100)
  await eventually('three pieces of news', () => received(reference).length === 3)
  assert.deepEqual(typesOf(reference).sort(), [
    'authorisation.authorised',
    'authorisation.captured',
    'authorisation.refunded',
  ])
  for (const { headers, text } of received(reference)) {
    const timestamp = String(headers['bank-timestamp'])
    assert.ok(Math.abs(Date.now() / 1000 - Number(timestamp)) < 10)
    assert.equal(
      headers['bank-signature'],
      `v1=${createHmac('sha256', webhookSecret).update(`${timestamp}.${text}`).digest('hex')}`,
    )
    assert.equal(JSON.parse(text).authorisationId, body.id)
    assert.equal(/tok_/.test(text), false)
  }
})

test('news that the merchant does not take stay in the queue and come again with the same id', async () => {
  const reference = newId()
  bank.merchant.state.status = 500
  await bank.authorise('tok_test_4242', { reference })
  await eventually('the first attempt', () => received(reference).length === 1)
  await eventually('it waits', async () => {
    const { rows } = await bank.pool.query('SELECT attempts FROM webhook WHERE reference = $1', [reference])
    return rows[0]?.attempts === 1
  })
  bank.merchant.state.status = 204
  await bank.pool.query('UPDATE webhook SET due_at = now() WHERE reference = $1', [reference])
  await eventually(
    'it is delivered',
    async () => (await bank.pool.query('SELECT FROM webhook WHERE reference = $1', [reference])).rowCount === 0,
  )
  const [first, second] = received(reference).map(({ text }) => JSON.parse(text).id)
  assert.equal(first, second)
})

test('duplicateWebhookShare: the merchant hears everything twice, with one id', async () => {
  const reference = newId()
  await bank.faults({ duplicateWebhookShare: 1 })
  await bank.authorise('tok_test_4242', { reference })
  await eventually('it comes twice', () => received(reference).length === 2)
  assert.equal(received(reference)[0]?.text, received(reference)[1]?.text)
})

test('webhookDelayMs: news come late', async () => {
  const reference = newId()
  await bank.faults({ webhookDelayMs: 60_000 })
  await bank.authorise('tok_test_4242', { reference })
  const { rows } = await bank.pool.query('SELECT due_at > created_at AS later FROM webhook WHERE reference = $1', [
    reference,
  ])
  assert.deepEqual(rows, [{ later: true }])
})

test('loseWebhookShare: news that never come, and are not kept either', async () => {
  const reference = newId()
  await bank.faults({ loseWebhookShare: 1 })
  await bank.authorise('tok_test_4242', { reference })
  await eventually(
    'the queue is empty',
    async () => (await bank.pool.query('SELECT FROM webhook WHERE reference = $1', [reference])).rowCount === 0,
  )
  assert.deepEqual(received(reference), [])
})

test('forgeWebhookShare: before the news come the same ones with a wrong signature', async () => {
  const reference = newId()
  await bank.faults({ forgeWebhookShare: 1 })
  await bank.authorise('tok_test_4242', { reference })
  await eventually('both came', () => received(reference).length === 2)
  const [forged, genuine] = received(reference) as [Received, Received]
  const rightFor = ({ headers, text }: Received) =>
    `v1=${createHmac('sha256', webhookSecret).update(`${headers['bank-timestamp']}.${text}`).digest('hex')}`
  assert.equal(forged.text, genuine.text)
  assert.notEqual(forged.headers['bank-signature'], rightFor(forged))
  assert.equal(genuine.headers['bank-signature'], rightFor(genuine))
})
