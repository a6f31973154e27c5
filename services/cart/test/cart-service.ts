import { randomUUIDv7 } from 'node:crypto'
import { httpApp, reply } from '@saleday/chassis/http-app'
import type { Cart } from '@saleday/contracts/cart'
import { productContract, whichProductsExist } from '@saleday/contracts/product'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { testTokens } from '@saleday/testing/test-tokens'
import { testValkey } from '@saleday/testing/test-valkey'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'

/** The service on a real Valkey, beside a product service that sells `products` and nothing else. */
export async function cartService(environment: Record<string, string> = {}) {
  const valkey = await testValkey()
  const product = await productService()
  const config = loadConfig({ CARTS_VALKEY_URL: valkey.url, PRODUCT_URL: product.url, ...environment })
  const chassis = testChassis('cart')
  const service = build(config, chassis)
  const server = await listen(service.app)
  return {
    url: server.url,
    chassis,
    service,
    valkeyUrl: config.cartsValkeyUrl,
    product,
    async close() {
      await server.close()
      await service.close?.()
      await product.close()
      await valkey.close()
    },
  }
}

export const products: string[] = Array.from({ length: 60 }, () => randomUUIDv7()).sort()
export const [tea, mug, lamp] = products as [string, string, string]

async function productService() {
  const sold = new Set<string>(products)
  const asked: string[] = []
  const app = httpApp(testChassis('product'), { ...productContract, routes: [whichProductsExist] }, (on) => {
    on(whichProductsExist, ({ body }) => {
      asked.push(...body.productIds)
      return reply(200, { productIds: body.productIds.filter((id) => sold.has(id)) })
    })
  })
  const server = await listen(app)
  return { url: server.url, asked, close: () => server.close(), sell: (id: string) => sold.add(id) }
}

export type Visitor = Awaited<ReturnType<typeof customer>>

/** Somebody who sends requests: with a token, or with the cookies that the answers set. */
function visitor(url: string, headers: Record<string, string>) {
  let cookie: string | undefined
  async function send(method: string, path: string, body?: unknown, extra: Record<string, string> = {}) {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...extra,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const setCookie = response.headers.getSetCookie().find((line) => line.startsWith('saleday_guest='))
    if (setCookie) cookie = setCookie.split(';', 1)[0]
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      setCookie,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  return {
    send,
    cart: async () => (await send('GET', '/api/cart')).body as Cart,
    add: (productId: string, quantity: number, key?: string) =>
      send('POST', '/api/cart/items', { productId, quantity }, key === undefined ? {} : { 'idempotency-key': key }),
    set: (productId: string, quantity: number) => send('PUT', `/api/cart/items/${productId}`, { quantity }),
    get cookie() {
      return cookie
    },
  }
}

export const guest = (url: string) => visitor(url, {})

export async function customer(url: string, guestCookie?: string) {
  const id = randomUUIDv7()
  const headers = { authorization: `Bearer ${await testTokens.customer(id)}` }
  return { id, ...visitor(url, guestCookie === undefined ? headers : { ...headers, cookie: guestCookie }) }
}

export async function order(url: string) {
  return visitor(url, { authorization: `Bearer ${await testTokens.service('order', 'cart')}` })
}

export const cartOf = (...lines: [productId: string, quantity: number][]): Cart => ({
  lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
  totalQuantity: lines.reduce((sum, [, quantity]) => sum + quantity, 0),
})
