import { after } from 'node:test'
import type { PeriodicWorker } from '@saleday/chassis/worker'
import type { Party } from '@saleday/contracts/route'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { testDatabase } from '@saleday/testing/test-database'
import { testTokens } from '@saleday/testing/test-tokens'
import { testValkey } from '@saleday/testing/test-valkey'
import { build } from '../src/build.ts'
import { type CatalogueProduct, readCatalogue } from '../src/catalogue.ts'
import { type Config, loadConfig } from '../src/config.ts'
import { seedCatalogue } from '../src/seed-catalogue.ts'

export const catalogue = readCatalogue()
export const migrations = new URL('../migrations', import.meta.url)

// biome-ignore lint/suspicious/noExplicitAny: what the service answered, looked at by tests
export type Answer = { status: number; headers: Headers; body: any }

/** One process of the service, listening. */
export async function startService(environment: Record<string, string>) {
  const config: Config = loadConfig({ CACHE_FRESH_MS: '50', CACHE_SHARED_FRESH_MS: '100', ...environment })
  const chassis = testChassis('product')
  const service = build(config, chassis)
  await service.warmUp?.()
  // A round of each, as some seconds after the start.
  for (const worker of service.workers ?? []) {
    worker.start()
    ;(worker as PeriodicWorker).kick()
    await worker.stop()
  }
  const server = await listen(service.app)

  async function send(
    method: string,
    path: string,
    options: { body?: unknown; as?: Party; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { body, as, headers } = options
    const response = await fetch(server.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as ? { authorization: `Bearer ${await testTokens.service(as, 'product')}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text }
  }

  return {
    url: server.url,
    chassis,
    service,
    metrics: chassis.metrics,
    send,
    get: (path: string, headers: Record<string, string> = {}) => send('GET', path, { headers }),
    reserve: (orderId: string, lines: unknown) =>
      send('PUT', `/internal/reservations/${orderId}`, { body: { lines }, as: 'order' }),
    commit: (orderId: string) => send('POST', `/internal/reservations/${orderId}/commit`, { as: 'order' }),
    release: (orderId: string) => send('POST', `/internal/reservations/${orderId}/release`, { as: 'order' }),
    stockOf: async (productId: string) =>
      (await send('GET', `/internal/products/${productId}/stock`, { as: 'operator' })).body,
    change: (productId: string, body: unknown) =>
      send('PATCH', `/internal/products/${productId}`, { body, as: 'operator' }),
    async stop() {
      await server.close()
      await service.close?.()
    },
  }
}

export type RunningService = Awaited<ReturnType<typeof startService>>

/** For a test file: a database with the whole catalogue, a cache, and the service in front of them. */
export async function productService(environment: Record<string, string> = {}) {
  const [database, valkey] = await Promise.all([testDatabase(migrations), testValkey()])
  await seedCatalogue(database.pool)
  const running: RunningService[] = []
  /** One more process of the service. */
  const start = async () => {
    const service = await startService({ DATABASE_URL: database.url, CACHE_VALKEY_URL: valkey.url, ...environment })
    running.push(service)
    return service
  }
  after(async () => {
    for (const service of running) await service.stop()
    await valkey.close()
    await database.close()
  })
  return { service: await start(), database, valkey, start }
}

/** Products with plenty in stock, each given out once, so that tests do not meet. */
export function plentiful() {
  const left = catalogue.filter((product) => product.stock >= 100 && !product.doorbuster)
  return (): CatalogueProduct => left.shift()!
}
