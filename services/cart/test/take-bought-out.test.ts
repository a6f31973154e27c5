import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, it } from 'node:test'
import { testTokens } from '@saleday/testing/test-tokens'
import { cartOf, cartService, customer, guest, lamp, mug, order, tea } from './cart-service.ts'

let shop: Awaited<ReturnType<typeof cartService>>
before(async () => {
  shop = await cartService()
})
after(() => shop.close())

const pathOf = (customerId: string, orderId: string = randomUUIDv7()) =>
  `/internal/carts/${customerId}/orders/${orderId}`

it('PUT /internal/carts/:customerId/orders/:orderId lowers the cart by what was bought', async () => {
  const ann = await customer(shop.url)
  await ann.set(tea, 5)
  await ann.set(mug, 1)
  const answer = await (await order(shop.url)).send('PUT', pathOf(ann.id), {
    lines: [
      { productId: tea, quantity: 2 },
      { productId: mug, quantity: 1 },
    ],
  })
  assert.deepEqual([answer.status, answer.body], [200, cartOf([tea, 3])])
})

it('PUT /internal/carts/:customerId/orders/:orderId twenty times at once takes the lines out once', async () => {
  const ann = await customer(shop.url)
  await ann.set(tea, 90)
  const shopOrder = await order(shop.url)
  const path = pathOf(ann.id)
  const bought = { lines: [{ productId: tea, quantity: 4 }] }
  const answers = await Promise.all(Array.from({ length: 20 }, () => shopOrder.send('PUT', path, bought)))
  for (const answer of answers) assert.deepEqual(answer.body, cartOf([tea, 86]))
})

it('PUT /internal/carts/:customerId/orders/:orderId on a cart that was changed meanwhile takes out what is left of it', async () => {
  const ann = await customer(shop.url)
  await ann.set(tea, 1)
  await ann.set(lamp, 1)
  const bought = {
    lines: [
      { productId: tea, quantity: 4 },
      { productId: mug, quantity: 1 },
    ],
  }
  assert.deepEqual((await (await order(shop.url)).send('PUT', pathOf(ann.id), bought)).body, cartOf([lamp, 1]))
})

it('PUT /internal/carts/:customerId/orders/:orderId for an empty cart is remembered: a repeat leaves what came after', async () => {
  const ann = await customer(shop.url)
  const shopOrder = await order(shop.url)
  const path = pathOf(ann.id)
  const bought = { lines: [{ productId: tea, quantity: 1 }] }
  assert.deepEqual((await shopOrder.send('PUT', path, bought)).body, cartOf())
  await ann.set(tea, 1)
  await ann.send('DELETE', '/api/cart')
  await ann.set(tea, 2)
  assert.deepEqual((await shopOrder.send('PUT', path, bought)).body, cartOf([tea, 2]))
})

it('PUT /internal/carts/:customerId/orders/:orderId without a token of order for cart is refused', async () => {
  const ann = await customer(shop.url)
  await ann.set(tea, 1)
  const send = (authorization?: string) =>
    guest(shop.url).send(
      'PUT',
      pathOf(ann.id),
      { lines: [{ productId: tea, quantity: 1 }] },
      authorization ? { authorization } : {},
    )
  const refused = [
    [401, undefined],
    [401, `Bearer ${await testTokens.customer(ann.id)}`],
    [401, `Bearer ${await testTokens.service('order', 'product')}`],
    [401, `Bearer ${await testTokens.service('order', 'cart', { exp: 1 })}`],
    [403, `Bearer ${await testTokens.service('payment', 'cart')}`],
  ] as const
  for (const [status, authorization] of refused) assert.equal((await send(authorization)).status, status)
  assert.deepEqual(await ann.cart(), cartOf([tea, 1]))
})

it('PUT /internal/carts/:customerId/orders/:orderId with lines that are not valid answers 400', async () => {
  const shopOrder = await order(shop.url)
  const ann = await customer(shop.url)
  const line = { productId: tea, quantity: 1 }
  for (const body of [
    {},
    { lines: [] },
    { lines: [line, line] },
    { lines: [{ ...line, quantity: 0 }] },
    { lines: [line], extra: 1 },
  ]) {
    assert.equal((await shopOrder.send('PUT', pathOf(ann.id), body)).status, 400)
  }
  assert.equal((await shopOrder.send('PUT', pathOf(ann.id, 'x'), { lines: [line] })).status, 400)
})
