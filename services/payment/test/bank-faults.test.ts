import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BankFaults } from '@saleday/contracts/bank'
import { eventually } from '@saleday/testing/eventually'
import { type Answer, assertSameBooks, newId, paymentAndBank, type Rig } from './payment-and-bank.ts'

/** Everything that the bank can do to us. Whatever it was, a minute after it nothing is unknown, and the books agree. */
let rig: Rig
before(async () => {
  rig = await paymentAndBank({ BANK_TIMEOUT_MS: '300' })
  rig.start(rig.payment)
  rig.start(rig.bank)
})
beforeEach(() => rig.faults({}))
after(() => rig.close())

const faults: Record<string, Partial<BankFaults>> = {
  'half of the answers lost after the work': { loseAnswerShare: 0.5 },
  'a storm of 5xx': { errorShare: 0.6 },
  'an outage': { down: true },
  'an outage without a word': { unreachable: true },
  'slower than anybody waits': { slowMs: 700 },
  'half of the work done after the caller has given up': { lateWorkShare: 0.5 },
  'half of the cards declined': { declineShare: 0.5 },
  'half of the authorisations expired before the capture': { expireShare: 0.5 },
  'half of the captures refused': { refuseCaptureShare: 0.5 },
  'news twice, late and out of order': { duplicateWebhookShare: 1, webhookDelayMs: 1_000, loseAnswerShare: 0.3 },
  'news lost, and answers too': { loseWebhookShare: 1, loseAnswerShare: 0.5 },
  'news forged before they come': { forgeWebhookShare: 1, loseAnswerShare: 0.5 },
  'everything at once': {
    loseAnswerShare: 0.2,
    errorShare: 0.2,
    lateWorkShare: 0.2,
    declineShare: 0.1,
    expireShare: 0.2,
    refuseCaptureShare: 0.2,
    duplicateWebhookShare: 0.5,
    webhookDelayMs: 500,
    loseWebhookShare: 0.3,
    forgeWebhookShare: 0.3,
  },
}

/** What order does with a payment, once: `undone` says whether it wants nothing of it in the end. */
const orders: { does: (orderId: string, refundId: string) => (() => Promise<Answer>)[]; undone: boolean }[] = [
  { does: (id) => [() => rig.authorise(id), () => rig.capture(id)], undone: false },
  {
    does: (id, refundId) => [() => rig.authorise(id), () => rig.capture(id), () => rig.refund(id, refundId, 1_200)],
    undone: false,
  },
  { does: (id) => [() => rig.authorise(id), () => rig.void(id)], undone: true },
  { does: (id) => [() => rig.authorise(id), () => rig.capture(id), () => rig.void(id)], undone: true },
  { does: (id) => [() => rig.void(id), () => rig.authorise(id)], undone: true },
]

async function nothingIsUnknown(): Promise<boolean> {
  const { rows } = await rig.pool.query(
    'SELECT (SELECT count(*) FROM payment WHERE ask_at IS NOT NULL) + (SELECT count(*) FROM refund WHERE ask_at IS NOT NULL) AS open',
  )
  return rows[0].open === 0
}

/** As the outbox of order does it. What was refused, or declined before, makes order cancel. */
async function untilDefinite(call: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await call()
    if (answer.body.outcome !== 'pending' && answer.body.state !== 'refunding') return answer
    await sleep(100)
  }
}

for (const [name, fault] of Object.entries(faults)) {
  test(`the bank, ${name}: all is settled within a minute of it, and the books agree`, async () => {
    const placed = Array.from({ length: 10 }, (_, index) => {
      const { does, undone } = orders[index % orders.length]!
      const orderId = newId()
      return { orderId, undone, calls: does(orderId, newId()) }
    })
    await rig.faults(fault)
    await Promise.all(
      placed.map(async ({ calls }) => {
        for (const call of calls) await call()
      }),
    )
    await rig.faults({})
    await eventually('all is settled by the workers alone', nothingIsUnknown)

    for (const { orderId, undone, calls } of placed) {
      const answers: Answer[] = []
      for (const call of calls) answers.push(await untilDefinite(call))
      const isRefused = answers.some(({ body }) => body.outcome === 'declined' || body.outcome === 'refused')
      if (isRefused) await untilDefinite(() => rig.void(orderId))
      await assertSameBooks(rig, orderId)
      const { body } = await rig.get(orderId)
      const kept = body.capturedCents - body.refundedCents
      assert.equal(kept, undone || isRefused ? 0 : calls.length === 3 ? 3_800 : 5_000, JSON.stringify(body))
      assert.doesNotMatch(body.state, /^(authorised|capture_refused)$/, 'no hold is left')
    }
  })
}

test('the bank, back after an outage in which 400 payments became unknown: all are settled within a minute', async () => {
  const orderIds = Array.from({ length: 400 }, newId)
  await rig.faults({ unreachable: true })
  for (let at = 0; at < orderIds.length; at += 50) {
    await Promise.all(orderIds.slice(at, at + 50).map((orderId) => rig.authorise(orderId)))
  }
  await sleep(3_000) // asked again meanwhile, and left alone for longer each time
  await rig.faults({})
  await eventually('all is settled by the workers alone', nothingIsUnknown)
  const { rows } = await rig.pool.query(
    'SELECT state, count(*) FROM payment WHERE order_id = ANY ($1) GROUP BY state',
    [orderIds],
  )
  assert.deepEqual(rows, [{ state: 'authorised', count: 400 }])
  const held = await rig.bankPool.query(
    "SELECT count(*), count(DISTINCT reference) AS orders FROM authorisation WHERE reference = ANY ($1) AND state = 'authorised'",
    [orderIds],
  )
  assert.deepEqual(held.rows, [{ count: 400, orders: 400 }])
})

test('the bank, an authorise that arrives after its void: finds the key used, and holds nothing', async () => {
  const orderId = newId()
  await rig.faults({ lateWorkShare: 1 })
  assert.equal((await rig.authorise(orderId)).body.outcome, 'pending')
  await rig.faults({})
  await untilDefinite(() => rig.void(orderId))
  const statement = ['authorised 5000', 'voided 5000']
  assert.deepEqual(await rig.statement(orderId), statement)
  await sleep(2_500) // the late call has come meanwhile
  assert.deepEqual(await rig.statement(orderId), statement)
  await assertSameBooks(rig, orderId)
})

test("the bank's news, a forged one before each: the true ones count, the forged ones do not use their ids up", async () => {
  const heard = async (outcome: string) =>
    Number(new RegExp(`webhooks_total\\{outcome="${outcome}"\\} (\\d+)`).exec(await rig.metrics())?.[1] ?? 0)
  const allDelivered = () =>
    eventually('all news are delivered', async () => (await rig.bankPool.query('SELECT FROM webhook')).rowCount === 0)
  await allDelivered()
  const before = { forged: await heard('forged'), repeated: await heard('repeated') }
  await rig.faults({ forgeWebhookShare: 1 })
  const orderId = newId()
  await rig.authorise(orderId)
  await rig.capture(orderId)
  await allDelivered()
  assert.equal((await heard('forged')) - before.forged, 2)
  assert.equal((await heard('repeated')) - before.repeated, 0)
})
