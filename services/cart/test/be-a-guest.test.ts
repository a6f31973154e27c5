import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Redis } from 'ioredis'
import { cartOf, cartService, customer, guest, mug, products, tea } from './cart-service.ts'

let shop: Awaited<ReturnType<typeof cartService>>
before(async () => {
  shop = await cartService()
})
after(() => shop.close())

it("PUT /api/cart/items/:productId by a new guest makes a cookie that scripts and other sites' requests do not get", async () => {
  const ann = guest(shop.url)
  const { setCookie } = await ann.set(tea, 2)
  assert.match(setCookie ?? '', /^saleday_guest=[\w-]{32};/)
  for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/api/cart', 'Max-Age=604800'])
    assert.ok(setCookie?.includes(part), part)
  assert.deepEqual(await ann.cart(), cartOf([tea, 2]))
})

it('POST /api/cart/items by a guest who has a cookie keeps it', async () => {
  const ann = guest(shop.url)
  await ann.add(tea, 1)
  const before = ann.cookie
  await ann.add(mug, 1)
  assert.equal(ann.cookie, before)
  assert.deepEqual(await ann.cart(), cartOf([tea, 1], [mug, 1]))
})

it('a malformed cookie counts as none: reading gives an empty cart, writing a new cookie', async () => {
  for (const cookie of [
    'saleday_guest=',
    'saleday_guest=short',
    `saleday_guest=${'*'.repeat(32)}`,
    `saleday_guest=${'a'.repeat(5000)}`,
    'saleday_guest',
    ';;=;',
  ]) {
    const read = await guest(shop.url).send('GET', '/api/cart', undefined, { cookie })
    assert.deepEqual([read.status, read.body], [200, cartOf()])
    const written = await guest(shop.url).send('PUT', `/api/cart/items/${tea}`, { quantity: 1 }, { cookie })
    assert.match(written.setCookie ?? '', /^saleday_guest=[\w-]{32};/)
    assert.deepEqual(written.body, cartOf([tea, 1]))
  }
})

it("a guest's cart lives 7 days and a customer's 90, from the last change on", async () => {
  const [ann, bob] = [guest(shop.url), await customer(shop.url)]
  await ann.set(tea, 1)
  await bob.set(tea, 1)
  const valkey = new Redis(shop.valkeyUrl)
  try {
    const guestKey = `cart:guest:${ann.cookie?.split('=')[1]}`
    assert.ok(Math.abs((await valkey.ttl(guestKey)) - 7 * 86_400) < 5)
    assert.ok(Math.abs((await valkey.ttl(`cart:customer:${bob.id}`)) - 90 * 86_400) < 5)
    await valkey.expire(guestKey, 100)
    await ann.add(tea, 1)
    assert.ok((await valkey.ttl(guestKey)) > 100)
  } finally {
    valkey.disconnect()
  }
})

it("POST /api/cart/merge moves the guest's lines to the customer, once, however often it is sent", async () => {
  const visitor = guest(shop.url)
  await visitor.set(tea, 2)
  await visitor.set(mug, 1)
  const ann = await customer(shop.url, visitor.cookie)
  await ann.set(tea, 3)
  const answers = await Promise.all(Array.from({ length: 10 }, () => ann.send('POST', '/api/cart/merge')))
  for (const answer of answers) assert.deepEqual([answer.status, answer.body], [200, cartOf([tea, 5], [mug, 1])])
  assert.match(answers[0]?.setCookie ?? '', /^saleday_guest=;.*Expires=Thu, 01 Jan 1970/)
  assert.deepEqual(await visitor.cart(), cartOf())
})

it('POST /api/cart/merge keeps within 99 of a product and 50 lines', async () => {
  const visitor = guest(shop.url)
  const ann = await customer(shop.url)
  for (const product of products.slice(0, 49)) await ann.set(product, 60)
  for (const product of products.slice(48, 53)) await visitor.set(product, 60)
  const merged = await ann.send('POST', '/api/cart/merge', undefined, { cookie: visitor.cookie! })
  assert.equal(merged.body.lines.length, 50)
  assert.deepEqual(merged.body.lines[48], { productId: products[48], quantity: 99 })
  assert.deepEqual(merged.body.lines[49], { productId: products[49], quantity: 60 })
})

it('POST /api/cart/items repeated after the merge, by the customer or the guest, adds nothing', async () => {
  const visitor = guest(shop.url)
  await visitor.add(tea, 2, 'added-as-a-guest')
  const cookie = visitor.cookie!
  const ann = await customer(shop.url, cookie)
  await ann.send('POST', '/api/cart/merge')
  assert.deepEqual((await ann.add(tea, 2, 'added-as-a-guest')).body, cartOf([tea, 2]))
  assert.deepEqual((await visitor.add(tea, 2, 'added-as-a-guest')).body, cartOf())
})

it("POST /api/cart/merge without a guest's cookie gives the customer's cart; without a token 401", async () => {
  const ann = await customer(shop.url)
  await ann.set(tea, 1)
  assert.deepEqual((await ann.send('POST', '/api/cart/merge')).body, cartOf([tea, 1]))
  assert.equal((await guest(shop.url).send('POST', '/api/cart/merge')).status, 401)
})

it("a page of another site changes no guest's cart, whatever it sends and with whichever cookies", async () => {
  const ann = guest(shop.url)
  await ann.set(tea, 2)
  const item = { productId: mug, quantity: 9 }
  for (const site of ['cross-site', 'same-site']) {
    const headers = { 'sec-fetch-site': site }
    for (const [method, path, body] of [
      ['POST', '/api/cart/items', item],
      ['PUT', `/api/cart/items/${tea}`, { quantity: 9 }],
      ['DELETE', `/api/cart/items/${tea}`, undefined],
      ['DELETE', '/api/cart', undefined],
    ] as const) {
      const answer = await ann.send(method, path, body, headers)
      assert.deepEqual([answer.status, answer.body.code, answer.setCookie], [403, 'cross_site', undefined])
    }
  }
  // What a form can send, in a browser that does not say where it comes from.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    assert.equal(
      (await ann.send('POST', '/api/cart/items', JSON.stringify(item), { 'content-type': type })).status,
      415,
    )
  assert.deepEqual(await ann.cart(), cartOf([tea, 2]))
})
