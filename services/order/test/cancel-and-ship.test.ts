import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { eventually } from '@saleday/testing/eventually'
import { testTokens } from '@saleday/testing/test-tokens'
import { customer, startOrder } from './order-service.ts'
import { away } from './stand-ins.ts'

let shop: Awaited<ReturnType<typeof startOrder>>
before(async () => {
  shop = await startOrder()
})
after(() => shop.close())
beforeEach(() => shop.standIns.onMoment(() => undefined))

async function bought() {
  const productId = shop.standIns.addProduct({ onHand: 10 })
  const buyer = await customer(shop.url)
  return { productId, buyer, order: await buyer.buy(productId, 4) }
}
const settled = (id: string) =>
  eventually(`nothing of ${id} waits`, async () => {
    const { rows } = await shop.database.pool.query('SELECT FROM outbox WHERE order_id = $1 AND done_at IS NULL', [id])
    return rows.length === 0
  })
const ship = async (id: string, token?: string) => {
  const authorization = `Bearer ${token ?? (await testTokens.service('operator', 'order'))}`
  const response = await fetch(`${shop.url}/internal/orders/${id}/ship`, { method: 'POST', headers: { authorization } })
  return { status: response.status, body: (await response.json()) as { code?: string; state?: string } }
}

describe('POST /api/orders/:orderId/cancel', () => {
  test('gives money and stock back exactly once, also when 50 come at once, and tells the customer', async () => {
    const { productId, buyer, order } = await bought()
    const answers = await Promise.all(Array.from({ length: 50 }, () => buyer.cancel(order.id)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    assert.equal(answers[0]!.body.state, 'cancelled')
    await settled(order.id)
    assert.deepEqual(shop.standIns.products.get(productId), { priceCents: 1_000, onHand: 10, reserved: 0, sold: 0 })
    assert.match(shop.standIns.payments.get(order.id)!.state, /voided|refunded/)
    const detail = (await buyer.order(order.id)).body
    assert.deepEqual([detail.reason, detail.notices.length], ['customer_cancelled', 1])
    assert.deepEqual(
      detail.events.map(({ state }) => state),
      ['placed', 'confirmed', 'cancelled'],
    )
  })

  test('a captured payment is refunded', async () => {
    const { buyer, order } = await bought()
    await settled(order.id)
    assert.equal(shop.standIns.payments.get(order.id)?.state, 'captured')
    await buyer.cancel(order.id)
    await settled(order.id)
    assert.equal(shop.standIns.payments.get(order.id)?.state, 'refunded')
  })

  test('another customer gets 404, a shipped order 409, a refused one 409', async () => {
    const { buyer, order } = await bought()
    const other = await (await customer(shop.url)).cancel(order.id)
    assert.deepEqual([other.status, other.body.code], [404, 'order_not_found'])
    await settled(order.id)
    assert.equal((await ship(order.id)).status, 200)
    const shipped = await buyer.cancel(order.id)
    assert.deepEqual([shipped.status, shipped.body.code], [409, 'not_cancellable'])
    const declined = await buyer.checkout({
      lines: [{ productId: order.lines[0]!.productId, quantity: 1 }],
      expectedTotalCents: 1_000,
      cardToken: 'tok_test_declined',
    })
    assert.equal((await buyer.cancel(declined.body.orderId as string)).body.code, 'not_cancellable')
  })
})

describe('POST /internal/orders/:orderId/ship', () => {
  test('waits until stock is committed and payment captured, and then ships once: 50 at once get one answer', async () => {
    shop.standIns.onMoment((moment) => moment === 'before capture' && away())
    const { buyer, order } = await bought()
    const early = await ship(order.id)
    assert.deepEqual([early.status, early.body.code], [409, 'not_shippable'])
    shop.standIns.onMoment(() => undefined)
    await settled(order.id)
    const answers = await Promise.all(Array.from({ length: 50 }, () => ship(order.id)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    assert.equal(answers[0]!.body.state, 'shipped')
    assert.deepEqual(
      (await buyer.order(order.id)).body.events.map(({ state }) => state),
      ['placed', 'confirmed', 'shipped'],
    )
  })

  test('cancel and ship at once: one of them, never both', async () => {
    for (let round = 0; round < 10; round++) {
      const { buyer, order } = await bought()
      await settled(order.id)
      const [cancelled, shipped] = await Promise.all([buyer.cancel(order.id), ship(order.id)])
      assert.deepEqual([cancelled.status, shipped.status].sort(), [200, 409])
    }
  })

  test('is for the operator: 401 without a token of this audience, 403 for a service, 404 for no order', async () => {
    const id = randomUUIDv7()
    assert.equal((await ship(id, 'x')).status, 401)
    assert.equal((await ship(id, await testTokens.service('operator', 'payment'))).status, 401)
    assert.equal((await ship(id, await testTokens.customer(id))).status, 401)
    assert.equal(
      (
        await ship(
          id,
          await testTokens.service('operator', 'order', { sub: 'system:serviceaccount:elsewhere:operator' }),
        )
      ).status,
      401,
    )
    assert.equal((await ship(id, await testTokens.service('cart', 'order'))).status, 403)
    assert.equal((await ship(id)).body.code, 'order_not_found')
  })
})

test('with SHIP_AFTER_SECONDS what is done is shipped by itself, and what is not yet is left alone', async () => {
  const eager = await startOrder({ environment: { SHIP_AFTER_SECONDS: '1' } })
  try {
    const productId = eager.standIns.addProduct({ onHand: 10 })
    const buyer = await customer(eager.url)
    const buy = async () => (await buyer.buy(productId)).id
    eager.standIns.onMoment((moment) => moment === 'before commit' && away())
    const waiting = await buy()
    eager.standIns.onMoment((moment, orderId) => moment === 'before commit' && orderId === waiting && away())
    const done = await buy()
    const stateOf = async (id: string) => (await buyer.order(id)).body.state
    await eventually('it is shipped', async () => (await stateOf(done)) === 'shipped')
    assert.equal(await stateOf(waiting), 'confirmed')
    eager.standIns.onMoment(() => undefined)
    await eventually('the other one is shipped too', async () => (await stateOf(waiting)) === 'shipped')
  } finally {
    await eager.close()
  }
})
