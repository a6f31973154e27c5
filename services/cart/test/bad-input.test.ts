import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { testTokens } from '@saleday/testing/test-tokens'
import { cartOf, cartService, customer, guest, tea } from './cart-service.ts'

let shop: Awaited<ReturnType<typeof cartService>>
before(async () => {
  shop = await cartService()
})
after(() => shop.close())

const isProblem = (
  answer: { status: number; headers: Headers; body: { code: string; status: number } },
  status: number,
  code: string,
) => {
  assert.equal(answer.status, status)
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  assert.equal(answer.body.code, code)
  assert.equal(answer.body.status, status)
}

it('quantities that are no quantity are refused with 400, the field, and nothing changed', async () => {
  const ann = await customer(shop.url)
  await ann.set(tea, 3)
  for (const quantity of [0, -1, 1.5, 100, 1e9, '2', null, true, [1], {}]) {
    const put = await ann.send('PUT', `/api/cart/items/${tea}`, { quantity })
    isProblem(put, 400, 'invalid_request')
    assert.deepEqual(
      put.body.errors.map((error: { field: string }) => error.field),
      ['quantity'],
    )
    isProblem(await ann.send('POST', '/api/cart/items', { productId: tea, quantity }), 400, 'invalid_request')
  }
  assert.deepEqual(await ann.cart(), cartOf([tea, 3]))
})

it('bodies that are malformed, missing, too large, of another type or with unknown fields are refused', async () => {
  const ann = guest(shop.url)
  const put = (body: unknown, headers = {}) => ann.send('PUT', `/api/cart/items/${tea}`, body, headers)
  isProblem(await put('{"quantity":'), 400, 'malformed_body')
  isProblem(await put(undefined), 400, 'invalid_request')
  isProblem(await put('[]'), 400, 'invalid_request')
  isProblem(await put({ quantity: 1, priceCents: 1 }), 400, 'invalid_request')
  isProblem(await put({ quantity: 1, filler: 'x'.repeat(100_001) }), 413, 'body_too_large')
  isProblem(
    await put('quantity=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'unsupported_media_type',
  )
  assert.equal(ann.cookie, undefined, 'a refused request makes no guest')
})

it('paths and keys that are not valid are refused', async () => {
  const ann = guest(shop.url)
  for (const id of ['1', 'null', `${tea}x`, "';DROP", '%00', '../..']) {
    const { status } = await ann.send('PUT', `/api/cart/items/${encodeURIComponent(id)}`, { quantity: 1 })
    assert.equal(status, 400, id)
  }
  isProblem(await ann.send('DELETE', '/api/cart/items/%E0%A4%A'), 400, 'invalid_request')
  for (const key of ['short', 'k'.repeat(201), 'with a space'])
    isProblem(await ann.add(tea, 1, key), 400, 'invalid_request')
  isProblem(await ann.send('GET', '/api/cart/nothing'), 404, 'not_found')
  isProblem(await ann.send('PATCH', '/api/cart', {}), 405, 'method_not_allowed')
})

it('a token that is there must be good: forged, expired, unsigned or for somebody else is 401, never a guest', async () => {
  const id = crypto.randomUUID()
  const good = await testTokens.customer(id)
  const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${good.split('.')[1]}.`
  const tokens: [string, string][] = [
    ['unauthenticated', `${good.slice(0, -6)}AAAAAA`],
    ['token_expired', await testTokens.customer(id, { exp: 1 })],
    ['unauthenticated', unsigned],
    ['unauthenticated', await testTokens.customer(id, { aud: 'another' })],
    ['unauthenticated', await testTokens.customer(id, { iss: 'https://else.example' })],
    ['unauthenticated', await testTokens.service('order', 'cart')],
    ['unauthenticated', 'nonsense'],
  ]
  for (const [code, token] of tokens) {
    const authorization = `Bearer ${token}`
    isProblem(await guest(shop.url).send('GET', '/api/cart', undefined, { authorization }), 401, code)
    isProblem(
      await guest(shop.url).send('PUT', `/api/cart/items/${tea}`, { quantity: 1 }, { authorization }),
      401,
      code,
    )
    isProblem(await guest(shop.url).send('POST', '/api/cart/merge', undefined, { authorization }), 401, code)
  }
})
