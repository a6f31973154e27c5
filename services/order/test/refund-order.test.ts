import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { OrderRefund } from '@saleday/contracts/order'
import type { Problem } from '@saleday/contracts/problem'
import { eventually } from '@saleday/testing/eventually'
import { testTokens } from '@saleday/testing/test-tokens'
import { customer, startOrder, startProcess } from './order-service.ts'
import { away } from './stand-ins.ts'

let shop: Awaited<ReturnType<typeof startOrder>>
let token: string
before(async () => {
  shop = await startOrder()
  token = await testTokens.service('operator', 'order')
})
after(() => shop.close())
beforeEach(() => {
  shop.standIns.onMoment(() => undefined)
  shop.standIns.leavePaymentsPending(false)
  shop.standIns.refuseRefunds(false)
})

const settled = (id: string) =>
  eventually(`nothing of ${id} waits`, async () => {
    const { rows } = await shop.database.pool.query('SELECT FROM outbox WHERE order_id = $1 AND done_at IS NULL', [id])
    return rows.length === 0
  })
async function operator<T>(method: string, path: string, body?: unknown, url = shop.url, headers = {}) {
  const response = await fetch(`${url}/internal/orders/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as T }
}
const refund = (orderId: string, id: string, amountCents?: number, headers = {}, url = shop.url) =>
  operator<OrderRefund & Problem>('PUT', `${orderId}/refunds/${id}`, { amountCents }, url, headers)

async function bought() {
  const productId = shop.standIns.addProduct({ onHand: 10 })
  const buyer = await customer(shop.url)
  const order = await buyer.buy(productId, 4)
  await settled(order.id)
  return { buyer, id: order.id }
}
async function shipped() {
  const { buyer, id } = await bought()
  assert.equal((await operator('POST', `${id}/ship`)).status, 200)
  return { buyer, id }
}

describe('PUT /internal/orders/:orderId/refunds/:refundId', () => {
  test('gives a part back and then the rest, tells the customer of each, and leaves the history alone', async () => {
    const { buyer, id } = await shipped()
    const [first, second] = [randomUUID(), randomUUID()]
    const part = await refund(id, first, 1_500)
    assert.deepEqual([part.status, part.body.state, part.body.amountCents], [200, 'refunded', 1_500])
    const rest = await refund(id, second)
    assert.deepEqual([rest.status, rest.body.amountCents], [200, 2_500])
    assert.equal(shop.standIns.refundedCents(id), 4_000)
    const detail = (await buyer.order(id)).body
    assert.deepEqual(
      detail.refunds.map(({ refundId, amountCents, state }) => [refundId, amountCents, state]),
      [
        [first, 1_500, 'refunded'],
        [second, 2_500, 'refunded'],
      ],
    )
    assert.deepEqual(
      detail.notices.map(({ text }) => text.match(/€[\d.]+/)?.[0]),
      ['€15.00', '€25.00'],
    )
    assert.deepEqual(
      detail.events.map(({ state }) => state),
      ['placed', 'confirmed', 'shipped'],
    )
  })

  test('50 at once with one id: one refund, one answer for all', async () => {
    const { id } = await shipped()
    const refundId = randomUUID()
    const answers = await Promise.all(Array.from({ length: 50 }, () => refund(id, refundId, 1_000)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    assert.equal(shop.standIns.refundedCents(id), 1_000)
    assert.deepEqual((await refund(id, refundId, 1_000)).body, answers[0]!.body)
    assert.deepEqual((await refund(id, refundId)).body, answers[0]!.body)
  })

  test('50 at once with 50 ids never give back more than the total', async () => {
    const { id } = await shipped()
    const answers = await Promise.all(Array.from({ length: 50 }, () => refund(id, randomUUID(), 300)))
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    assert.deepEqual([count(200), count(422)], [13, 37])
    assert.equal(shop.standIns.refundedCents(id), 3_900)
    const tooLarge = answers.find(({ status }) => status === 422)!.body
    assert.deepEqual([tooLarge.code, tooLarge.leftCents], ['refund_too_large', 100])
    await settled(id)
  })

  test('an id that was used for another amount or order is 422, and changes nothing', async () => {
    const [one, other] = [await shipped(), await shipped()]
    const refundId = randomUUID()
    await refund(one.id, refundId, 1_000)
    for (const [id, cents] of [
      [one.id, 999],
      [other.id, 1_000],
    ] as const) {
      const { status, body } = await refund(id, refundId, cents)
      assert.deepEqual([status, body.code], [422, 'refund_mismatch'])
    }
    assert.deepEqual([shop.standIns.refundedCents(one.id), shop.standIns.refundedCents(other.id)], [1_000, 0])
  })

  test('only what was shipped is refunded: 409 before and after a cancel, 404 for no order', async () => {
    const { buyer, id } = await bought()
    assert.equal((await refund(id, randomUUID(), 1)).body.code, 'not_refundable')
    await buyer.cancel(id)
    assert.equal((await refund(id, randomUUID(), 1)).body.code, 'not_refundable')
    assert.equal((await refund(randomUUID(), randomUUID(), 1)).body.code, 'order_not_found')
    await settled(id)
    assert.equal(shop.standIns.refundedCents(id), 0)
  })

  test('while payment is away or the bank silent it is 202, and given back once they are there', async () => {
    const { id } = await shipped()
    const refundId = randomUUID()
    shop.standIns.onMoment((moment) => moment === 'before refund' && away())
    assert.deepEqual((await refund(id, refundId, 700, { 'x-deadline-ms': '900' })).status, 202)
    shop.standIns.leavePaymentsPending(true)
    shop.standIns.onMoment(() => undefined)
    assert.deepEqual((await refund(id, refundId, 700, { 'x-deadline-ms': '900' })).body.state, 'refunding')
    assert.equal(shop.standIns.refundedCents(id), 0)
    shop.standIns.leavePaymentsPending(false)
    await settled(id)
    const { status, body } = await refund(id, refundId, 700)
    assert.deepEqual([status, body.state, shop.standIns.refundedCents(id)], [200, 'refunded', 700])
  })

  test('one that the bank refuses is refused for good, told to nobody, and leaves the money to another one', async () => {
    const { buyer, id } = await shipped()
    const refundId = randomUUID()
    shop.standIns.refuseRefunds(true)
    const refused = await refund(id, refundId, 4_000)
    assert.deepEqual([refused.body.state, refused.body.refusedFor], ['refused', 'refused_by_bank'])
    shop.standIns.refuseRefunds(false)
    assert.deepEqual((await refund(id, refundId, 4_000)).body, refused.body)
    assert.equal((await buyer.order(id)).body.notices.length, 0)
    assert.equal((await refund(id, randomUUID(), 4_000)).body.state, 'refunded')
  })

  test('is for the operator: 401 for a customer, 403 for a service', async () => {
    const { buyer, id } = await shipped()
    const as = (authorization: string) => refund(id, randomUUID(), 1, { authorization: `Bearer ${authorization}` })
    assert.equal((await as(buyer.token)).status, 401)
    assert.equal((await as(await testTokens.service('cart', 'order'))).status, 403)
    assert.equal(shop.standIns.refundedCents(id), 0)
  })

  test('asked for while the one before is being finished, it is not forgotten', async () => {
    const { id } = await shipped()
    const second = randomUUID()
    let asked: Promise<unknown> | undefined
    // Another process, that sends nothing, takes the second one in while the first is at the bank.
    const quiet = await startProcess(shop.database.url, shop.standIns, { workers: false })
    try {
      shop.standIns.onMoment(async (moment) => {
        if (moment !== 'after refund' || asked) return
        asked = refund(id, second, 200, {}, quiet.url)
        await eventually('the second is written down', async () => {
          const { rows } = await shop.database.pool.query('SELECT FROM order_refund WHERE refund_id = $1', [second])
          return rows.length === 1
        })
      })
      await refund(id, randomUUID(), 100)
      await settled(id)
      await asked
      assert.equal(shop.standIns.refundedCents(id), 300)
    } finally {
      await quiet.close()
    }
  })
})
