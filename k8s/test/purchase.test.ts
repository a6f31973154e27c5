import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { eventsOf, shopper } from '../../local/test/shopper.ts'
import { eventually } from './eventually.ts'
import { plentifulGoods } from './goods.ts'
import { promise } from './promise.ts'
import { shopUrl } from './target.ts'

/** A new customer, logged in, with a product to buy and a card that the bank has made a token of. */
async function newBuyer() {
  const buyer = shopper(shopUrl)
  const email = `buyer-${randomBytes(6).toString('hex')}@example.com`
  const password = 'a long enough password'
  const registered = await buyer.call('POST', '/api/auth/register', { body: { email, password, name: 'A Buyer' } })
  assert.equal(registered.status, 201, JSON.stringify(registered.body))
  await buyer.logIn(email, password)
  const product = (await plentifulGoods())[0]!
  const card = await buyer.call('POST', '/bank/tokens', {
    body: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2035, cvc: '123' },
  })
  assert.equal(card.status, 201, JSON.stringify(card.body))
  const order = {
    lines: [{ productId: product.id, quantity: 2 }],
    expectedTotalCents: 2 * product.priceCents,
    cardToken: card.body.token as string,
  }
  const place = (key: string, body: unknown = order) =>
    buyer.call('POST', '/api/orders', { body, headers: { 'idempotency-key': key } })
  return { buyer, product, order, place }
}

promise(
  'a purchase through the Gateway: 201, read back, watched, and out of the cart',
  { about: ['order', 'payment', 'bank', 'cart'] },
  async () => {
    const { buyer, product, place } = await newBuyer()
    const filled = await buyer.call('PUT', `/api/cart/items/${product.id}`, { body: { quantity: 2 } })
    assert.deepEqual(filled.body.lines, [{ productId: product.id, quantity: 2 }])

    const placed = await place(crypto.randomUUID())
    assert.equal(placed.status, 201, JSON.stringify(placed.body))
    assert.equal(placed.body.totalCents, 2 * product.priceCents)

    const read = await buyer.call('GET', `/api/orders/${placed.body.id}`)
    assert.equal(read.status, 200)
    assert.deepEqual([read.body.state, read.body.lines[0].quantity], ['confirmed', 2])

    const stream = await buyer.send('GET', `/api/orders/${placed.body.id}/events`, {
      signal: AbortSignal.timeout(10_000),
    })
    for await (const { event, data } of eventsOf(stream)) {
      assert.deepEqual([event, data.id, data.state], ['order', placed.body.id, 'confirmed'])
      break
    }
    await eventually(
      'the cart is empty',
      15,
      async () => (await buyer.call('GET', '/api/cart')).body.lines.length === 0,
      100,
    )
  },
)

promise(
  'POST /api/orders with a key used before answers with the first order, and with another body 422',
  { about: ['order'] },
  async () => {
    const { order, place } = await newBuyer()
    const key = crypto.randomUUID()
    const [first, atOnce] = await Promise.all([place(key), place(key)])
    const later = await place(key)
    assert.deepEqual([first.status, atOnce.status, later.status], [201, 201, 201])
    assert.equal(new Set([first, atOnce, later].map(({ body }) => body.id)).size, 1)
    const other = await place(key, { ...order, expectedTotalCents: 1 })
    assert.deepEqual([other.status, other.body.code], [422, 'key_reused'])
  },
)

promise(
  'pages of the shop, through the Gateway, are the storefront with the files that it names',
  { about: ['web'] },
  async () => {
    const browser = { headers: { accept: 'text/html' } }
    const html = await (await fetch(shopUrl, browser)).text()
    for (const path of ['/cart', '/search?q=lamp', '/products/0190c0de-0000-7000-8000-000000000001'])
      assert.equal(await (await fetch(shopUrl + path, browser)).text(), html, path)
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!)
    assert.ok(files.some((path) => path.startsWith('/assets/')))
    for (const path of files) assert.equal((await fetch(shopUrl + path)).status, 200, path)
    for (const path of ['/nothing', '/api/nothing']) assert.equal((await fetch(shopUrl + path)).status, 404, path)
  },
)

promise(
  'paths for services, webhooks and admin ports, through the Gateway also with dot segments, lead nowhere',
  { about: ['product'] },
  async () => {
    const { id } = (await plentifulGoods())[0]!
    const stock = `internal/products/${id}/stock`
    for (const path of [
      `/${stock}`,
      '/internal/prices',
      '/webhooks/bank',
      '/metrics',
      '/readyz',
      '/faults',
      `/api/products/../../${stock}`,
      `/api/products/%2e%2e/%2e%2e/${stock}`,
      `/api/products/..%2f..%2f${stock}`,
      `/api/products//../../${stock}`,
      `/bank/../${stock}`,
      '/bank/../webhooks/bank',
      '/api/orders/../../webhooks/bank',
      '/openapi/product.json/../../metrics',
    ]) {
      const { status, body } = await getAsIs(path)
      assert.ok([400, 404].includes(status), `${path} answers ${status}`)
      assert.ok(!body.includes('onHand'), `${path} gives the stock`)
    }
  },
)

/** With the path as it is: fetch would take dot segments out by itself. */
function getAsIs(path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(shopUrl)
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path, agent: false }, async (answer) => {
      resolve({ status: answer.statusCode!, body: (await answer.toArray()).join('') })
    })
      .on('error', reject)
      .end()
  })
}
