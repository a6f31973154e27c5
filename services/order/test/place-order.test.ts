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
beforeEach(() => {
  shop.standIns.onMoment(() => undefined)
  shop.standIns.leavePaymentsPending(false)
  shop.standIns.refuseCaptures(false)
})

const cardToken = 'tok_test_4242_crowd'
const intent = (productId: string, quantity = 1, priceCents = 1_000) => ({
  lines: [{ productId, quantity }],
  expectedTotalCents: quantity * priceCents,
  cardToken,
})
const count = async (sql: string, values: unknown[]) =>
  (await shop.database.pool.query(sql, values)).rows[0].count as number
const ordersOf = (customerId: string) =>
  count('SELECT count(*) FROM customer_order WHERE customer_id = $1', [customerId])
const ended = (id: string, state: string) =>
  eventually(`${id} is ${state} and nothing of it waits`, async () => {
    const { rows } = await shop.database.pool.query(
      'SELECT state FROM customer_order o WHERE id = $1 AND NOT EXISTS (SELECT FROM outbox WHERE order_id = o.id AND done_at IS NULL)',
      [id],
    )
    return rows[0]?.state === state
  })

describe('POST /api/orders', () => {
  test('answers 201 with the confirmed order, and then commits, captures and empties the cart', async () => {
    const productId = shop.standIns.addProduct()
    const { status, body, headers } = await (await customer(shop.url)).checkout(intent(productId, 3))
    assert.equal(status, 201)
    assert.equal(body.state, 'confirmed')
    assert.equal(body.totalCents, 3_000)
    assert.deepEqual(body.lines, [{ productId, name: 'A product', quantity: 3, unitPriceCents: 1_000 }])
    assert.equal(headers.get('location'), `/api/orders/${body.id}`)
    await ended(body.id, 'confirmed')
    assert.deepEqual(shop.standIns.products.get(productId), { priceCents: 1_000, onHand: 97, reserved: 0, sold: 3 })
    assert.deepEqual(shop.standIns.payments.get(body.id), { state: 'captured', amountCents: 3_000, captures: 1 })
    assert.equal(shop.standIns.takenOut.get(body.id), 1)
  })

  test('with a key used before, answers with the first order, in its present state', async () => {
    const buyer = await customer(shop.url)
    const body = intent(shop.standIns.addProduct())
    const first = await buyer.checkout(body, 'a-key-used-twice')
    await buyer.cancel(first.body.id)
    const second = await buyer.checkout(body, 'a-key-used-twice')
    assert.equal(second.status, 201)
    assert.equal(second.body.id, first.body.id)
    assert.equal(second.body.state, 'cancelled')
    assert.equal(await ordersOf(buyer.id), 1)
  })

  test('with a key used for another order answers 422 key_reused and changes nothing', async () => {
    const buyer = await customer(shop.url)
    const productId = shop.standIns.addProduct()
    await buyer.checkout(intent(productId, 1), 'a-key-for-one-order')
    const { status, body } = await buyer.checkout(intent(productId, 2), 'a-key-for-one-order')
    assert.deepEqual([status, body.code], [422, 'key_reused'])
    assert.equal(await ordersOf(buyer.id), 1)
  })

  test('with a key that another customer used makes an order of its own', async () => {
    const body = intent(shop.standIns.addProduct())
    const answers = await Promise.all(
      [1, 2].map(async () => (await customer(shop.url)).checkout(body, 'everybodys-favourite-key')),
    )
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201],
    )
    assert.notEqual(answers[0]!.body.id, answers[1]!.body.id)
  })

  test('50 at once with one key: one order, one capture, one answer for all', async () => {
    const buyer = await customer(shop.url)
    const productId = shop.standIns.addProduct()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => buyer.checkout(intent(productId), '50-at-once-one-key')),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    assert.equal(await ordersOf(buyer.id), 1)
    await ended(answers[0]!.body.id, 'confirmed')
    assert.equal(shop.standIns.payments.get(answers[0]!.body.id)?.captures, 1)
    assert.equal(shop.standIns.products.get(productId)?.sold, 1)
  })

  test('ten at once with ten keys and stock for three make three orders', async () => {
    const productId = shop.standIns.addProduct({ onHand: 3 })
    const buyer = await customer(shop.url)
    const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.checkout(intent(productId))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, ...Array(7).fill(409)])
    for (const { body } of answers) {
      // Who came when the last was gone has no order at all.
      const id = body.id ?? (body as unknown as { orderId?: string }).orderId
      if (id) await ended(id, body.id ? 'confirmed' : 'rejected')
    }
    assert.deepEqual(shop.standIns.products.get(productId), { priceCents: 1_000, onHand: 0, reserved: 0, sold: 3 })
  })

  test('sold out: 409 names the products, no order, and it stays so under its key after a restock', async () => {
    const productId = shop.standIns.addProduct({ onHand: 1 })
    const buyer = await customer(shop.url)
    const first = await buyer.checkout(intent(productId, 2), 'sold-out-key')
    assert.deepEqual([first.status, first.body.code], [409, 'out_of_stock'])
    assert.deepEqual(first.body.products, [{ productId, requested: 2, available: 1 }])
    shop.standIns.products.get(productId)!.onHand = 10
    const again = await buyer.checkout(intent(productId, 2), 'sold-out-key')
    assert.deepEqual({ ...again.body, instance: '' }, { ...first.body, instance: '' })
    assert.equal(await ordersOf(buyer.id), 0)
    assert.match(await shop.chassis.metrics.metrics(), /^saleday_checkouts_refused_total\{code="out_of_stock"\} [1-9]/m)
    assert.equal((await buyer.checkout(intent(productId, 2))).status, 201)
  })

  test('the last is gone when it is to be reserved: 409 names the products, charges nothing, and stays so after a restock', async () => {
    const productId = shop.standIns.addProduct({ onHand: 2 })
    const buyer = await customer(shop.url)
    shop.standIns.onMoment((moment) => {
      if (moment === 'before reserve') shop.standIns.products.get(productId)!.onHand = 1
    })
    const first = await buyer.checkout(intent(productId, 2), 'just-sold-out-key')
    assert.deepEqual([first.status, first.body.code], [409, 'out_of_stock'])
    assert.deepEqual(first.body.products, [{ productId, requested: 2, available: 1 }])
    shop.standIns.products.get(productId)!.onHand = 10
    const again = await buyer.checkout(intent(productId, 2), 'just-sold-out-key')
    assert.deepEqual({ ...again.body, instance: '' }, { ...first.body, instance: '' })
    await ended(first.body.orderId as string, 'rejected')
    assert.equal(shop.standIns.payments.get(first.body.orderId as string)?.captures, 0)
    assert.equal(shop.standIns.products.get(productId)?.onHand, 10)
  })

  test('declined: 402, and the stock goes back', async () => {
    const productId = shop.standIns.addProduct({ onHand: 5 })
    const buyer = await customer(shop.url)
    const { status, body } = await buyer.checkout({ ...intent(productId, 5), cardToken: 'tok_test_declined' })
    assert.deepEqual([status, body.code, body.declineCode], [402, 'payment_declined', 'insufficient_funds'])
    await ended(body.orderId as string, 'rejected')
    assert.deepEqual(shop.standIns.products.get(productId), { priceCents: 1_000, onHand: 5, reserved: 0, sold: 0 })
    assert.deepEqual(
      (await buyer.order(body.orderId as string)).body.events.map(({ state }) => state),
      ['placed', 'cancelling', 'rejected'],
    )
  })

  test('a changed total: 409 price_changed with the new one, no order, and the same under its key when the price is back', async () => {
    const productId = shop.standIns.addProduct({ priceCents: 1_200 })
    const buyer = await customer(shop.url)
    const first = await buyer.checkout(intent(productId), 'price-changed-key')
    assert.deepEqual([first.status, first.body.code, first.body.totalCents], [409, 'price_changed', 1_200])
    shop.standIns.products.get(productId)!.priceCents = 1_000
    const again = await buyer.checkout(intent(productId), 'price-changed-key')
    assert.deepEqual([again.status, again.body.code], [409, 'price_changed'])
    assert.equal(await ordersOf(buyer.id), 0)
    assert.equal((await buyer.checkout(intent(productId))).status, 201)
  })

  test('an unknown product: 422 product_unknown, no order', async () => {
    const buyer = await customer(shop.url)
    const unknown = randomUUIDv7()
    const { status, body } = await buyer.checkout(intent(unknown))
    assert.deepEqual([status, body.code, body.productIds], [422, 'product_unknown', [unknown]])
    assert.equal(await ordersOf(buyer.id), 0)
  })

  test('while prices cannot be read: 503 with Retry-After, no order; the same key works afterwards', async () => {
    const productId = shop.standIns.addProduct()
    const buyer = await customer(shop.url)
    shop.standIns.onMoment((moment) => moment === 'before prices' && away())
    const { status, headers } = await buyer.checkout(intent(productId), 'product-was-away')
    assert.equal(status, 503)
    assert.ok(headers.get('retry-after'))
    assert.equal(await ordersOf(buyer.id), 0)
    shop.standIns.onMoment(() => undefined)
    assert.equal((await buyer.checkout(intent(productId), 'product-was-away')).status, 201)
  })

  test('a step without an answer is tried again within the request', async () => {
    const productId = shop.standIns.addProduct()
    let failures = 0
    shop.standIns.onMoment(
      (moment) => (moment === 'after reserve' || moment === 'before authorise') && failures++ < 4 && away(),
    )
    const { status, body } = await (await customer(shop.url)).checkout(intent(productId))
    assert.equal(status, 201)
    assert.ok(failures >= 4)
    await ended(body.id, 'confirmed')
    assert.equal(shop.standIns.products.get(productId)?.sold, 1)
  })

  test('a bank that never answers: cancelled as timed out when the order is old enough, and undone when the bank is back', async () => {
    const productId = shop.standIns.addProduct({ onHand: 7 })
    shop.standIns.leavePaymentsPending(true)
    const buyer = await customer(shop.url)
    const { status, body } = await buyer.checkout(intent(productId), 'bank-never-answers')
    assert.deepEqual([status, body.code], [409, 'timed_out'])
    const orderId = body.orderId as string
    assert.equal((await buyer.order(orderId)).body.state, 'cancelling')
    shop.standIns.leavePaymentsPending(false)
    await ended(orderId, 'rejected')
    assert.equal(shop.standIns.payments.get(orderId)?.state, 'voided')
    assert.equal(shop.standIns.products.get(productId)?.onHand, 7)
  })

  test('a refused capture after 201: the order is cancelled, undone, and its customer is told', async () => {
    const productId = shop.standIns.addProduct({ onHand: 7 })
    shop.standIns.refuseCaptures(true)
    const buyer = await customer(shop.url)
    const { status, body } = await buyer.checkout(intent(productId))
    assert.equal(status, 201)
    await ended(body.id, 'cancelled')
    const { reason, notices, events } = (await buyer.order(body.id)).body
    assert.equal(reason, 'capture_refused')
    assert.equal(notices.length, 1)
    assert.deepEqual(
      events.map(({ state }) => state),
      ['placed', 'confirmed', 'cancelled'],
    )
    assert.equal(shop.standIns.payments.get(body.id)?.state, 'voided')
    assert.deepEqual(shop.standIns.products.get(productId), { priceCents: 1_000, onHand: 7, reserved: 0, sold: 0 })
  })

  describe('bad input changes nothing:', () => {
    const productId = randomUUIDv7()
    const good = { lines: [{ productId, quantity: 1 }], expectedTotalCents: 1_000, cardToken }
    const line = good.lines[0]!
    const bodies: [string, unknown, string][] = [
      ['no body', undefined, 'body'],
      ['an array', [], 'body'],
      ['null', 'null', 'body'],
      ['a price sent by the client', { ...good, lines: [{ ...line, unitPriceCents: 1 }] }, 'lines.0.unitPriceCents'],
      ['no lines', { ...good, lines: [] }, 'lines'],
      [
        '51 lines',
        { ...good, lines: Array.from({ length: 51 }, () => ({ ...line, productId: randomUUIDv7() })) },
        'lines',
      ],
      ['a product twice', { ...good, lines: [line, line] }, 'lines'],
      ...[0, -1, 1.5, 1e9, '1', null].map((quantity): [string, unknown, string] => [
        `quantity ${JSON.stringify(quantity)}`,
        { ...good, lines: [{ ...line, quantity }] },
        'lines.0.quantity',
      ]),
      ['a product id that is none', { ...good, lines: [{ ...line, productId: 'x' }] }, 'lines.0.productId'],
      ['a negative total', { ...good, expectedTotalCents: -1 }, 'expectedTotalCents'],
      ['a card number in place of a token', { ...good, cardToken: '4242424242424242' }, 'cardToken'],
      ['an unknown field', { ...good, discount: 100 }, 'discount'],
    ]
    for (const [what, body, field] of bodies) {
      test(`${what} is 400 and names ${field}`, async () => {
        const buyer = await customer(shop.url)
        const { status, body: answer, headers } = await buyer.checkout(body)
        assert.deepEqual([status, answer.code], [400, 'invalid_request'], JSON.stringify(answer))
        assert.ok(
          answer.errors?.some((error) => error.field === field),
          JSON.stringify(answer.errors),
        )
        assert.equal(headers.get('content-type'), 'application/problem+json')
        assert.equal(await ordersOf(buyer.id), 0)
      })
    }

    test('JSON that cannot be read is 400, another media type 415, 200 kB 413, another method 405', async () => {
      const buyer = await customer(shop.url)
      const key = { 'idempotency-key': randomUUIDv7() }
      const post = (body: string, headers: Record<string, string> = {}) =>
        buyer.call<{ code: string }>('POST', '/api/orders', body, { ...key, ...headers })
      assert.equal((await post('{"lines": [')).body.code, 'malformed_body')
      assert.equal(
        (await post('lines=1', { 'content-type': 'application/x-www-form-urlencoded' })).body.code,
        'unsupported_media_type',
      )
      assert.equal(
        (await post(JSON.stringify({ ...good, cardToken: 'x'.repeat(200_000) }))).body.code,
        'body_too_large',
      )
      assert.equal((await buyer.call<{ code: string }>('DELETE', '/api/orders')).body.code, 'method_not_allowed')
    })

    for (const key of [undefined, '', 'short', 'with a space in it', 'x'.repeat(201), 'schlüssel-mit-umlaut']) {
      test(`Idempotency-Key ${JSON.stringify(key)} is 400`, async () => {
        const buyer = await customer(shop.url)
        const headers: Record<string, string> =
          key === undefined ? {} : { 'idempotency-key': Buffer.from(key).toString('latin1') }
        const { status, body } = await buyer.call<{ errors: { field: string }[] }>('POST', '/api/orders', good, headers)
        assert.equal(status, 400)
        assert.equal(body.errors[0]?.field, 'idempotency-key')
      })
    }
  })

  describe('answers 401 to', () => {
    const id = randomUUIDv7()
    const forged = async () => {
      const [head, claims] = (await testTokens.customer(id)).split('.')
      return `${head}.${claims}.${Buffer.alloc(64, 1).toString('base64url')}`
    }
    const none = async () => {
      const claims = (await testTokens.customer(id)).split('.')[1]
      return `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${claims}.`
    }
    const tokens: [string, string, () => Promise<string> | string][] = [
      ['no token', 'unauthenticated', () => ''],
      ['nonsense', 'unauthenticated', () => 'Bearer abc.def.ghi'],
      ['another scheme', 'unauthenticated', () => 'Basic abc'],
      [
        'an expired token',
        'token_expired',
        async () => `Bearer ${await testTokens.customer(id, { exp: Math.floor(Date.now() / 1000) - 60 })}`,
      ],
      ['a forged signature', 'unauthenticated', async () => `Bearer ${await forged()}`],
      ['alg none', 'unauthenticated', async () => `Bearer ${await none()}`],
      [
        'another audience',
        'unauthenticated',
        async () => `Bearer ${await testTokens.customer(id, { aud: 'another-shop' })}`,
      ],
      [
        'another issuer',
        'unauthenticated',
        async () => `Bearer ${await testTokens.customer(id, { iss: 'https://evil.example' })}`,
      ],
      ['a service token', 'unauthenticated', async () => `Bearer ${await testTokens.service('cart', 'order')}`],
    ]
    for (const [what, code, authorization] of tokens) {
      test(what, async () => {
        const response = await fetch(`${shop.url}/api/orders`, { headers: { authorization: await authorization() } })
        assert.equal(response.status, 401)
        assert.equal(((await response.json()) as { code: string }).code, code)
        assert.ok(response.headers.get('www-authenticate'))
      })
    }
  })
})
