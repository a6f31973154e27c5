import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { eventually } from '@saleday/testing/eventually'
import { type Answer, newId, paymentAndBank, type Rig, webhookSecret } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  // Long enough that nothing is settled here by the clock.
  rig = await paymentAndBank({ BANK_TIMEOUT_MS: '7000' })
})
beforeEach(() => rig.faults({}))
after(() => rig.close())

type News = { id: string; type: string; reference: string }
const newsOf = (reference: string): News => ({ id: newId(), type: 'authorisation.voided', reference })

function tell(
  news: unknown,
  forge: { secret?: string; ageSeconds?: number; sent?: string; signature?: string } = {},
): Promise<Answer> {
  const body = JSON.stringify(news)
  const timestamp = String(Math.floor(Date.now() / 1000) - (forge.ageSeconds ?? 0))
  const signature =
    forge.signature ??
    `v1=${createHmac('sha256', forge.secret ?? webhookSecret)
      .update(`${timestamp}.${body}`)
      .digest('hex')}`
  return rig.send('POST', '/webhooks/bank', {
    token: null,
    body: forge.sent ?? body,
    headers: { 'bank-timestamp': timestamp, 'bank-signature': signature },
  })
}

async function askIsDue(orderId: string): Promise<boolean> {
  const { rows } = await rig.pool.query(
    "SELECT ask_at < now() + interval '1 second' AS due FROM payment WHERE order_id = $1",
    [orderId],
  )
  return rows[0].due
}

/** A payment whose bank has lost the answer; the next question is seconds away. */
async function unknownPayment(): Promise<string> {
  const orderId = newId()
  await rig.faults({ loseAnswerShare: 1 })
  await rig.authorise(orderId)
  await rig.faults({})
  assert.equal(await askIsDue(orderId), false)
  return orderId
}

test('POST /webhooks/bank with good news makes the open question due, and believes nothing of what it says', async () => {
  const orderId = await unknownPayment()
  const answer = await tell(newsOf(orderId))
  assert.deepEqual([answer.status, answer.body], [204, undefined])
  assert.equal(await askIsDue(orderId), true)
  assert.equal((await rig.get(orderId)).body.state, 'authorising')
})

test('POST /webhooks/bank with the same news again is 204 and changes nothing', async () => {
  const orderId = await unknownPayment()
  const news = newsOf(orderId)
  await tell(news)
  await rig.pool.query("UPDATE payment SET ask_at = now() + interval '1 hour' WHERE order_id = $1", [orderId])
  assert.equal((await tell(news)).status, 204)
  assert.equal(await askIsDue(orderId), false)
})

test('POST /webhooks/bank forged, late or changed on its way is 401 and changes nothing', async () => {
  const orderId = await unknownPayment()
  const news = newsOf(orderId)
  const answers = [
    await tell(news, { secret: 'not the secret' }),
    await tell(news, { ageSeconds: 301 }),
    await tell(news, { ageSeconds: -301 }),
    await tell({ ...news, reference: newId() }, { sent: JSON.stringify(news) }),
    await tell(news, { signature: 'v1=00' }),
    await tell(news, { signature: 'nothing' }),
  ]
  for (const { status, body } of answers) assert.deepEqual([status, body.code], [401, 'bad_signature'])
  assert.equal(await askIsDue(orderId), false)
  assert.equal((await tell(news)).status, 204, 'a forgery does not use the id up')
})

test('POST /webhooks/bank about an order that nobody knows, or that waits for nothing, is 204', async () => {
  assert.equal((await tell(newsOf(newId()))).status, 204)
  const orderId = newId()
  await rig.authorise(orderId)
  assert.equal((await tell(newsOf(orderId))).status, 204)
  assert.equal((await rig.get(orderId)).body.state, 'authorised')
})

test('POST /webhooks/bank without its headers or with a body that is no news is 400 and names the field', async () => {
  const bare = await rig.send('POST', '/webhooks/bank', { token: null, body: newsOf(newId()) })
  assert.equal(bare.status, 400)
  assert.deepEqual(bare.body.errors.map(({ field }: { field: string }) => field).sort(), [
    'bank-signature',
    'bank-timestamp',
  ])
  const odd = await tell({ id: 'x', type: 'authorisation.voided', reference: newId() })
  assert.deepEqual([odd.status, odd.body.errors[0].field], [400, 'id'])
})

test("the bank's own news, sent twice and out of order, settle a payment whose answer was lost", async () => {
  const orderId = newId()
  await rig.faults({ loseAnswerShare: 1, duplicateWebhookShare: 1, webhookDelayMs: 50 })
  assert.equal((await rig.authorise(orderId)).body.outcome, 'pending')
  await rig.faults({ duplicateWebhookShare: 1 })
  rig.start(rig.bank)
  rig.start(rig.payment)
  await eventually('the news led to the answer', async () => (await rig.get(orderId)).body.state === 'authorised')
  assert.deepEqual(await rig.statement(orderId), ['authorised 5000'])
  await eventually(
    'all news are delivered',
    async () => (await rig.bankPool.query('SELECT FROM webhook')).rowCount === 0,
  )
})
