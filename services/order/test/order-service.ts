import { randomUUIDv7 } from 'node:crypto'
import type { Chassis } from '@saleday/chassis/chassis'
import type { Order, OrderDetail } from '@saleday/contracts/order'
import type { Problem } from '@saleday/contracts/problem'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { testTokens } from '@saleday/testing/test-tokens'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'
import { type StandIns, startStandIns } from './stand-ins.ts'

export const migrations = new URL('../migrations/', import.meta.url)

/** The order service with a database of its own, and stand-ins for the services that it calls. */
export async function startOrder(
  options: { environment?: Record<string, string>; workers?: boolean; database?: TestDatabase } = {},
) {
  const database = options.database ?? (await testDatabase(migrations))
  const standIns = await startStandIns()
  const service = await startProcess(database.url, standIns, options)
  return {
    ...service,
    database,
    standIns,
    async close() {
      await service.close()
      await standIns.close()
      await database.close()
    },
  }
}

/** One more process of the service, on the same database. */
export async function startProcess(
  databaseUrl: string,
  standIns: StandIns,
  options: { environment?: Record<string, string>; workers?: boolean; chassis?: Partial<Chassis> } = {},
) {
  const { productUrl, paymentUrl, cartUrl } = standIns.urls
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    PRODUCT_URL: productUrl,
    PAYMENT_URL: paymentUrl,
    CART_URL: cartUrl,
    LEASE_MS: '600',
    GIVE_UP_AFTER_MS: '3000',
    RECOVER_EVERY_MS: '50',
    OUTBOX_CLAIM_MS: '600',
    ...options.environment,
  })
  const chassis = testChassis('order', options.chassis)
  const service = build(config, chassis)
  await service.warmUp?.()
  const server = await listen(service.app)
  if (options.workers !== false) for (const worker of service.workers ?? []) worker.start()
  return {
    url: server.url,
    chassis,
    service,
    async close() {
      await server.close()
      await Promise.all((service.workers ?? []).map((worker) => worker.stop()))
      await service.close?.()
    },
  }
}

export type Answer<T> = { status: number; body: T; headers: Headers }

/** A customer with a token, who calls the service at `url`. */
export async function customer(url: string, customerId: string = randomUUIDv7()) {
  const token = await testTokens.customer(customerId)
  async function call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as T }
  }
  const checkout = (body: unknown, key: string = randomUUIDv7()) =>
    call<Order & Problem>('POST', '/api/orders', body, { 'idempotency-key': key })
  return {
    id: customerId,
    token,
    call,
    checkout,
    /** Units of one product at the price of those of the stand-ins; gives the answer's order. */
    buy: async (productId: string, quantity = 1) => (await checkout(oneLine(productId, quantity))).body,
    order: (id: string) => call<OrderDetail>('GET', `/api/orders/${id}`),
    cancel: (id: string) => call<Order & Problem>('POST', `/api/orders/${id}/cancel`),
  }
}

/** A checkout of units of one product that costs what those of the stand-ins do. */
export const oneLine = (productId: string, quantity: number) => ({
  lines: [{ productId, quantity }],
  expectedTotalCents: quantity * 1_000,
  cardToken: 'tok_test_4242_a',
})
