import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { eventually } from '@saleday/testing/eventually'
import pg from 'pg'
import { auditUrls } from '../src/audit-urls.ts'
import { loadSecrets } from '../src/secrets.ts'
import { otlpReceiver } from './otlp-receiver.ts'
import {
  alive,
  newPlace,
  pidsOf,
  processesNaming,
  readShopFile,
  type ShopProcess,
  startShop,
  untilOpen,
} from './shop-process.ts'
import { type Answer, eventsOf, shopper } from './shopper.ts'

/** One shop for all of it, opened as a user opens it. The tests build on each other, as a visit to a shop does. */

const place = await newPlace()
let shop: ShopProcess
let traces: Awaited<ReturnType<typeof otlpReceiver>>
let baseUrl: string

before(async () => {
  traces = await otlpReceiver()
  shop = startShop(place.args, { OTEL_EXPORTER_OTLP_ENDPOINT: traces.url })
  await untilOpen(shop)
  baseUrl = readShopFile(place.dir.shop).baseUrl
})

after(async () => {
  shop.child.kill('SIGTERM')
  await shop.exited
  traces.close()
  place.remove()
})

const email = `buyer-${randomBytes(4).toString('hex')}@example.com`
const password = 'a long enough password'
const newKey = () => crypto.randomUUID()
let visitor: ReturnType<typeof shopper>
let product: { id: string; name: string; priceCents: number }
let stockBefore: { onHand: number; reserved: number; sold: number }
let orderId: string
const key = newKey()
const traceId = randomBytes(16).toString('hex')

/** The books, as an operator reads them: with a token for the service, and not through the gateway. */
async function stock(): Promise<{ onHand: number; reserved: number; sold: number }> {
  const token = readFileSync(join(place.dir.tokens, 'operator', 'product'), 'utf8')
  const url = `${readShopFile(place.dir.shop).servers.product.url}/internal/products/${product.id}/stock`
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(answer.status, 200)
  return answer.json() as Promise<{ onHand: number; reserved: number; sold: number }>
}

/** What the bank did for an order, from its own ledger. */
async function bankMovements(reference: string): Promise<string[]> {
  const { bankMerchantKey } = loadSecrets(place.dir)
  const url = `${readShopFile(place.dir.shop).servers.bank.url}/bank/v1/ledger?reference=${reference}`
  const answer = await fetch(url, { headers: { authorization: `Bearer ${bankMerchantKey}` } })
  assert.equal(answer.status, 200)
  const { rows } = (await answer.json()) as { rows: { kind: string }[] }
  return rows.map(({ kind }) => kind)
}

async function cardToken(): Promise<string> {
  const { status, body } = await visitor.call('POST', '/bank/tokens', {
    body: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2035, cvc: '123' },
  })
  assert.equal(status, 201)
  return body.token
}

const orderOf = async (quantity: number) => ({
  lines: [{ productId: product.id, quantity }],
  expectedTotalCents: quantity * product.priceCents,
  cardToken: await cardToken(),
})
const place1 = (idempotencyKey: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  visitor.call('POST', '/api/orders', { body, headers: { 'idempotency-key': idempotencyKey, ...headers } })

test('GET / and other pages give the storefront, and it finds the files that it names', async () => {
  const browser = { headers: { accept: 'text/html' } }
  const answer = await fetch(baseUrl, browser)
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-security-policy')!, /script-src 'self'/)
  const html = await answer.text()
  assert.equal(await (await fetch(`${baseUrl}/search?q=lamp`, browser)).text(), html)
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!)
  assert.ok(files.some((path) => path.endsWith('.js')))
  for (const path of files) assert.equal((await fetch(baseUrl + path)).status, 200, path)
  assert.equal((await fetch(`${baseUrl}/nothing`, browser)).status, 404)
})

test('a process of web is killed while pages are asked for: another serves them, and it is started again', async () => {
  const processes = () => readShopFile(place.dir.shop).servers.web.processes
  const [victim] = processes()
  process.kill(victim!.pid, 'SIGKILL')
  await eventually('a page', async () => (await fetch(`${baseUrl}/cart`)).status === 200)
  const isAgain = () =>
    processes().some(({ slot, pid, ready }) => slot === victim!.slot && pid !== victim!.pid && ready)
  await eventually('a process in the place of the one killed', isAgain)
})

test('GET /openapi/<service>.json gives the document of each service', async () => {
  for (const service of ['product', 'cart', 'order', 'payment', 'auth', 'bank', 'web']) {
    const document = (await (await fetch(`${baseUrl}/openapi/${service}.json`)).json()) as { openapi: string }
    assert.match(document.openapi, /^3\.1/, service)
  }
})

test('the console has an address of its own, which the gateway does not lead to, and sees every process', async () => {
  const { console, servers } = readShopFile(place.dir.shop)
  assert.match(await (await fetch(console.url)).text(), /<script type="module"/)
  const pids = Object.values(servers).flatMap(({ processes }) => processes.map(({ pid }) => String(pid)))
  await eventually('a frame with all of them', async () => {
    const answer = await fetch(`${console.url}/api/frames`)
    if (answer.status !== 200) return false
    let first = ''
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      first += chunk
      if (first.includes('\n\n')) break
    }
    return pids.every((pid) => first.includes(`"id":"${pid}"`))
  })
  assert.equal((await fetch(`${baseUrl}/api/frames`)).status, 404)
})

test('a guest searches, finds a product and puts it into the cart', async () => {
  visitor = shopper(baseUrl)
  const listed = await visitor.call('GET', '/api/products?limit=50')
  assert.equal(listed.status, 200)
  product = listed.body.items.find(
    (item: { availability: string; doorbuster: boolean }) => item.availability === 'in_stock' && !item.doorbuster,
  )
  const found = await visitor.call('GET', `/api/products?q=${encodeURIComponent(product.name)}`)
  assert.ok(
    found.body.items.some(({ id }: { id: string }) => id === product.id),
    `a search for ${product.name} finds it`,
  )
  stockBefore = await stock()
  const cart = await visitor.call('PUT', `/api/cart/items/${product.id}`, { body: { quantity: 2 } })
  assert.equal(cart.status, 200)
  assert.deepEqual(cart.body.lines, [{ productId: product.id, quantity: 2 }])
})

test('the guest registers, logs in, and finds the cart again after the merge', async () => {
  const registered = await visitor.call('POST', '/api/auth/register', { body: { email, password, name: 'A Buyer' } })
  assert.equal(registered.status, 201)
  await visitor.logIn(email, password)
  const merged = await visitor.call('POST', '/api/cart/merge')
  assert.equal(merged.status, 200)
  assert.deepEqual(merged.body.lines, [{ productId: product.id, quantity: 2 }])
})

test('POST /api/orders with a price from the client is refused', async () => {
  const body = await orderOf(2)
  const priced = { ...body, lines: [{ ...body.lines[0], unitPriceCents: 1 }] }
  const { status, body: problem } = await place1(newKey(), priced)
  assert.equal(status, 400)
  assert.equal(problem.code, 'invalid_request')
  const cheaper = await place1(newKey(), { ...body, expectedTotalCents: 1 })
  assert.equal(cheaper.status, 409)
  assert.equal(cheaper.body.code, 'price_changed')
})

test('POST /api/orders sells what is in the cart, and the same key gives the same order', async () => {
  const body = await orderOf(2)
  const first = await place1(key, body, { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` })
  assert.equal(first.status, 201, JSON.stringify(first.body))
  assert.equal(first.body.state, 'confirmed')
  assert.equal(first.body.totalCents, 2 * product.priceCents)
  orderId = first.body.id
  const again = await place1(key, body)
  assert.equal(again.status, 201)
  assert.equal(again.body.id, orderId)
  const other = await place1(key, {
    ...body,
    lines: [{ productId: product.id, quantity: 3 }],
    expectedTotalCents: 3 * product.priceCents,
  })
  assert.equal(other.status, 422)
  assert.equal(other.body.code, 'key_reused')
})

test('the order can be read and watched, and its lines leave the cart', async () => {
  const { status, body } = await visitor.call('GET', `/api/orders/${orderId}`)
  assert.equal(status, 200)
  assert.equal(body.state, 'confirmed')
  assert.deepEqual(
    body.lines.map(({ productId, quantity }: { productId: string; quantity: number }) => ({ productId, quantity })),
    [{ productId: product.id, quantity: 2 }],
  )
  const abort = new AbortController()
  const stream = await visitor.send('GET', `/api/orders/${orderId}/events`, { signal: abort.signal })
  assert.equal(stream.headers.get('content-type'), 'text/event-stream')
  for await (const { event, data } of eventsOf(stream)) {
    assert.equal(event, 'order')
    assert.equal(data.id, orderId)
    break
  }
  abort.abort()
  await eventually('the cart is empty', async () => (await visitor.call('GET', '/api/cart')).body.lines.length === 0)
  await eventually('the stock is sold', async () => {
    const { reserved, sold } = await stock()
    return reserved === stockBefore.reserved && sold === stockBefore.sold + 2
  })
})

test('one trace holds the spans of order, product, payment and bank', async () => {
  await eventually(`the whole trace; it has ${traces.services(traceId)}`, () =>
    ['bank', 'order', 'payment', 'product'].every((service) => traces.services(traceId).includes(service)),
  )
})

test('POST /api/orders/:orderId/cancel: whoever watches sees it, and the stock comes back', async () => {
  const abort = new AbortController()
  const stream = await visitor.send('GET', `/api/orders/${orderId}/events`, { signal: abort.signal })
  const seen: string[] = []
  const watching = (async () => {
    for await (const { event, data } of eventsOf(stream)) {
      if (event === 'order') seen.push(data.state)
      if (data?.state === 'cancelled') return
    }
  })()
  const cancelled = await visitor.call('POST', `/api/orders/${orderId}/cancel`)
  assert.equal(cancelled.status, 200)
  assert.equal(cancelled.body.state, 'cancelled')
  assert.equal(cancelled.body.reason, 'customer_cancelled')
  await watching
  abort.abort()
  assert.deepEqual([...new Set(seen)].at(-1), 'cancelled')
  await eventually('the stock is back', async () => {
    const { onHand, reserved, sold } = await stock()
    return onHand === stockBefore.onHand && reserved === stockBefore.reserved && sold === stockBefore.sold
  })
})

test('ten submits of one checkout at once with one key make one order and one capture', async () => {
  const body = await orderOf(1)
  const sameKey = newKey()
  const answers = await Promise.all(Array.from({ length: 10 }, () => place1(sameKey, body)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(10).fill(201),
  )
  const ids = new Set(answers.map(({ body }) => body.id))
  assert.equal(ids.size, 1)
  const [id] = ids
  await eventually('the bank has captured', async () => (await bankMovements(id)).includes('captured'))
  assert.deepEqual(await bankMovements(id), ['authorised', 'captured'])
})

test('another customer does not find the order', async () => {
  const stranger = shopper(baseUrl)
  await stranger.call('POST', '/api/auth/register', { body: { email: `other-${email}`, password, name: 'Another' } })
  await stranger.logIn(`other-${email}`, password)
  const { status, body } = await stranger.call('GET', `/api/orders/${orderId}`)
  assert.equal(status, 404)
  assert.equal(body.code, 'order_not_found')
})

test('paths for services are not routed from outside, and are closed to whoever has no service token', async () => {
  for (const path of [
    '/internal/prices',
    `/internal/products/${product.id}/stock`,
    '/webhooks/bank',
    '/metrics',
    '/faults',
    '/api/orders/../../internal/x',
  ]) {
    assert.equal((await visitor.call('GET', path)).status, 404, path)
  }
  const direct = await fetch(
    `${readShopFile(place.dir.shop).servers.product.url}/internal/products/${product.id}/stock`,
  )
  assert.equal(direct.status, 401)
})

test('a process of order is killed while customers buy: another serves them, and it is started again', async () => {
  const orders = () => readShopFile(place.dir.shop).servers.order.processes
  const [victim] = orders()
  const body = await orderOf(1)
  const killKey = newKey()
  process.kill(victim!.pid, 'SIGKILL')
  const sold = await eventually('the sale', async () => {
    const answer = await place1(killKey, body)
    return answer.status < 500 && answer
  })
  assert.equal(sold.status, 201)
  await eventually('a process in the place of the one killed', () => {
    const again = orders().find(({ slot }) => slot === victim!.slot)
    return again !== undefined && again.pid !== victim!.pid && again.ready && again.restarts === 1
  })
})

test('ten submits at once with ten keys and stock for three make three orders', async () => {
  const { onHand } = await stock()
  await place1(newKey(), await orderOf(Math.min(99, onHand - 3)))
  for (let left = (await stock()).onHand; left > 3; left = (await stock()).onHand) {
    await place1(newKey(), await orderOf(Math.min(99, left - 3)))
  }
  const body = await orderOf(1)
  const answers = await Promise.all(Array.from({ length: 10 }, () => place1(newKey(), body)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(3).fill(201), ...Array(7).fill(409)])
  for (const { body } of answers.filter(({ status }) => status === 409)) {
    assert.equal(body.code, 'out_of_stock')
    // Who came when the last was gone has no order at all.
    if (body.orderId) assert.deepEqual(await bankMovements(body.orderId), [], 'nobody who got nothing was charged')
  }
  assert.equal((await stock()).onHand, 0)
})

/** One statement, with a connection of its own. */
async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('the role of the audit reads every table, also one that is made later, and can write none', async () => {
  const urls = auditUrls(place.dir.root)
  const owner = new URL(urls.order)
  owner.username = 'order'
  owner.password = loadSecrets(place.dir).databasePasswords.order
  await query(owner.href, 'CREATE TABLE made_later AS SELECT 1 AS one')
  assert.deepEqual(await query(urls.order, 'SELECT one FROM made_later'), [{ one: 1 }])
  await query(owner.href, 'DROP TABLE made_later')
  for (const url of Object.values(urls)) {
    const unreadable = `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND NOT has_table_privilege(oid, 'SELECT')`
    assert.deepEqual(await query(url, unreadable), [])
    await assert.rejects(query(url, 'CREATE TABLE mine (one integer)'), /read-only transaction|permission denied/)
  }
  // Also where it says that it wants to.
  const write = "BEGIN READ WRITE; UPDATE customer_order SET state = 'shipped'"
  await assert.rejects(query(urls.order, write), /permission denied/)
  const auth = new URL(urls.order)
  auth.pathname = '/auth'
  await assert.rejects(query(auth.href, 'SELECT 1'), /permission denied/)
})

test('Ctrl-C stops everything in good order and leaves nothing running', async () => {
  const pids = pidsOf(readShopFile(place.dir.shop))
  const stream = await visitor.send('GET', `/api/orders/${orderId}/events`)
  const said: string[] = []
  const listening = (async () => {
    for await (const { event } of eventsOf(stream)) said.push(event)
  })()
  const from = performance.now()
  shop.child.kill('SIGINT')
  await listening
  assert.equal(said.at(-1), 'bye')
  assert.equal(await shop.exited, 0, shop.output())
  assert.ok(performance.now() - from < 15_000, `it took ${Math.round(performance.now() - from)} ms`)
  assert.deepEqual(alive(pids), [])
  assert.deepEqual(processesNaming(place.dir.root), [])
})
