import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { eventually } from '../test/eventually.ts'
import { build } from './build.ts'
import { type Container, makeNetwork, removeAll, restricted, runInNetwork, start } from './docker.ts'
import { otlpReceiver, type Span } from './otlp-receiver.ts'
import { serviceKeys } from './service-keys.ts'

/** The images of product, cart and web at work, on read-only disks, with real databases. The tests build on each other. */

const password = randomBytes(12).toString('hex')
const databaseUrl = `postgres://postgres:${password}@postgres/postgres`
const traceId = randomBytes(16).toString('hex')
const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`

let image: (server: string) => string
let collector: Awaited<ReturnType<typeof otlpReceiver>>
let keys: Awaited<ReturnType<typeof serviceKeys>>
let product: Container
let cart: Container
let web: Container

before(async () => {
  const images = await build()
  image = (server) => images.find((built) => built.server === server)!.name
  keys = await serviceKeys()
  await makeNetwork()
  await Promise.all([
    start('postgres', 'postgres:18', { docker: [], environment: { POSTGRES_PASSWORD: password } }),
    start('valkey', 'valkey/valkey:9', { docker: [] }),
  ])
  collector = await otlpReceiver(image('product'))
})

after(async () => {
  await removeAll()
  await keys.remove()
})

const settings = (more: Record<string, string>) => ({
  SERVICE_JWKS: '/saleday/jwks.json',
  SERVICE_TOKENS_DIR: '/saleday/tokens',
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  NODE_OPTIONS: '--import=@saleday/chassis/tracing',
  ...more,
})

const service = (name: string, environment: Record<string, string>) =>
  start(name, image(name), {
    environment: settings(environment),
    ports: [3000, 9090],
    docker: [...restricted, '--volume', `${keys.folder}:/saleday:ro`],
  })

async function untilReady(container: Container): Promise<void> {
  const probe = `${await container.url(9090)}/readyz`
  const isReady = () =>
    fetch(probe).then(
      ({ status }) => status === 200,
      () => false,
    )
  await eventually('the service is ready', 30, isReady, 100).catch(async (error) => {
    throw new Error(await container.logs(), { cause: error })
  })
}

test('the migration waits for a database that is coming up, and is done once', async () => {
  const migrate = () =>
    runInNetwork(image('product'), ['../../packages/postgres/src/migrate.ts', 'migrations', '--wait', '60'], {
      DATABASE_URL: databaseUrl,
    })
  const first = await migrate()
  assert.equal(first.code, 0, first.stderr)
  assert.match(first.stdout, /^Applied 0001_/)
  assert.equal((await migrate()).stdout, 'The database is up to date.\n')
})

test('the catalogue is put into the database by the image of product', async () => {
  const { code, stdout, stderr } = await runInNetwork(image('product'), ['src/seed-catalogue.ts'], {
    DATABASE_URL: databaseUrl,
  })
  assert.equal(code, 0, stderr)
  assert.match(stdout, /[1-9]\d* products added/)
})

test('product and cart start, and sell', async () => {
  product = await service('product', { DATABASE_URL: databaseUrl, CACHE_VALKEY_URL: 'redis://valkey:6379' })
  cart = await service('cart', { CARTS_VALKEY_URL: 'redis://valkey:6379', PRODUCT_URL: 'http://product:3000' })
  await Promise.all([untilReady(product), untilReady(cart)])
  const listed = await fetch(`${await product.url(3000)}/api/products?limit=1`, { headers: { traceparent } })
  const { items } = (await listed.json()) as { items: { id: string }[] }
  const put = await fetch(`${await cart.url(3000)}/api/cart/items/${items[0]!.id}`, {
    method: 'PUT',
    headers: { traceparent, 'content-type': 'application/json' },
    body: JSON.stringify({ quantity: 2 }),
  })
  assert.equal(put.status, 200, await put.clone().text())
  assert.equal(((await put.json()) as { totalQuantity: number }).totalQuantity, 2)
})

test('web starts, and gives the document and the files that it names', async () => {
  web = await service('web', {})
  await untilReady(web)
  const url = await web.url(3000)
  const html = await (await fetch(url)).text()
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!)
  assert.ok(files.some((path) => path.startsWith('/assets/')))
  for (const path of files) assert.equal((await fetch(url + path)).status, 200, path)
})

test('one trace has the spans of HTTP, named after their routes, PostgreSQL, Valkey and of the call between the two', async () => {
  const wanted = {
    product: ['http', 'ioredis', 'pg'],
    cart: ['http', 'ioredis', 'undici'],
    routes: ['GET /api/products', 'POST /internal/products/known', 'PUT /api/cart/items/:productId'],
  }
  let found = {}
  await eventually(
    () => `all of the trace; it has ${JSON.stringify(found)}`,
    15,
    async () => {
      const spans = (await collector.spans()).filter((span) => span.traceId === traceId)
      const routes = spans.filter(({ by, name }) => by.endsWith('-http') && name.includes('/')).map(({ name }) => name)
      found = { product: makers(spans, 'product'), cart: makers(spans, 'cart'), routes: routes.sort() }
      return isDeepStrictEqual(found, wanted)
    },
  )
})

/** What made the spans of a service: `@opentelemetry/instrumentation-pg` is pg. */
function makers(spans: readonly Span[], service: string): string[] {
  const names = spans.filter((span) => span.service === service).map(({ by }) => by.replace(/.*instrumentation-/, ''))
  return [...new Set(names)].sort()
}

test('SIGTERM to the first process: it takes no more work and ends with 0, in seconds', async () => {
  const from = performance.now()
  const codes = await Promise.all([product, cart, web].map((one) => one.end('SIGTERM')))
  const seconds = (performance.now() - from) / 1000
  assert.deepEqual(codes, [0, 0, 0], await product.logs())
  assert.ok(seconds < 8, `it took ${seconds.toFixed(1)} s`)
  assert.match(await product.logs(), /"msg":"drained"/)
})
