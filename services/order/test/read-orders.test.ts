import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Order } from '@saleday/contracts/order'
import { customer, startOrder, startProcess } from './order-service.ts'

let shop: Awaited<ReturnType<typeof startOrder>>
let productId: string
before(async () => {
  shop = await startOrder()
  productId = shop.standIns.addProduct()
})
after(() => shop.close())

type Customer = Awaited<ReturnType<typeof customer>>
type Page = { items: Order[]; nextCursor: string | null }
const buy = (buyer: Customer) => buyer.buy(productId)

describe('GET /api/orders', () => {
  test("gives the customer's own orders, newest first, a page at a time", async () => {
    const buyer = await customer(shop.url)
    await buy(await customer(shop.url))
    const bought: string[] = []
    for (let n = 0; n < 5; n++) bought.unshift((await buy(buyer)).id)
    const pages: string[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: Page } = await buyer.call<Page>(
        'GET',
        `/api/orders?limit=2${cursor && `&cursor=${cursor}`}`,
      )
      pages.push(body.items.map(({ id }) => id))
      cursor = body.nextCursor
    }
    assert.deepEqual(pages, [bought.slice(0, 2), bought.slice(2, 4), bought.slice(4)])
  })

  for (const query of [
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=',
    'limit=1e1',
    'limit=0x10',
    'limit=%2010',
    'limit=1&limit=2',
    'cursor=%F0',
    'cursor=abc',
    'page=2',
  ]) {
    test(`?${query} is 400`, async () => {
      const { status, body } = await (await customer(shop.url)).call<{ code: string }>('GET', `/api/orders?${query}`)
      assert.equal(status, 400, JSON.stringify(body))
    })
  }
})

describe('GET /api/orders/:orderId', () => {
  test('gives an acknowledged order at once, from another process too', async () => {
    const other = await startProcess(shop.database.url, shop.standIns, { workers: false })
    const buyer = await customer(shop.url)
    const order = await buy(buyer)
    const { status, body } = await (await customer(other.url, buyer.id)).order(order.id)
    await other.close()
    assert.equal(status, 200)
    assert.deepEqual(body.lines, order.lines)
    assert.deepEqual(
      body.events.map(({ state }) => state),
      ['placed', 'confirmed'],
    )
  })

  test("another customer's order is 404, like one that there is not; an id that is none is 400", async () => {
    const order = await buy(await customer(shop.url))
    const other = await customer(shop.url)
    for (const id of [order.id, randomUUIDv7()]) {
      const { status, body } = await other.call<{ code: string }>('GET', `/api/orders/${id}`)
      assert.deepEqual([status, body.code], [404, 'order_not_found'])
    }
    assert.equal((await other.call('GET', '/api/orders/1')).status, 400)
  })
})

describe('GET /api/orders/:orderId/events', () => {
  async function stream(buyer: Customer, id: string, signal?: AbortSignal) {
    const response = await fetch(`${shop.url}/api/orders/${id}/events`, {
      headers: { authorization: `Bearer ${buyer.token}` },
      ...(signal ? { signal } : {}),
    })
    return response
  }

  test('sends the order at once, and again when it changes', { timeout: 10_000 }, async () => {
    const buyer = await customer(shop.url)
    const order = await buy(buyer)
    const response = await stream(buyer, order.id)
    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    const states: string[] = []
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1]
        text = text.slice(end + 2)
        if (!data) continue
        states.push((JSON.parse(data) as Order).state)
        if (states.length === 1) await buyer.cancel(order.id)
      }
      if (states.length === 2) break
    }
    assert.deepEqual(states, ['confirmed', 'cancelled'])
  })

  test('HEAD gives the head and ends', { timeout: 5_000 }, async () => {
    const buyer = await customer(shop.url)
    const order = await buy(buyer)
    const response = await fetch(`${shop.url}/api/orders/${order.id}/events`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${buyer.token}` },
    })
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/event-stream'])
  })

  test("another customer's order is 404", async () => {
    const order = await buy(await customer(shop.url))
    const response = await stream(await customer(shop.url), order.id)
    assert.equal(response.status, 404)
    assert.equal(((await response.json()) as { code: string }).code, 'order_not_found')
  })

  test('says bye when the process drains', { timeout: 10_000 }, async () => {
    const streams = new AbortController()
    const other = await startProcess(shop.database.url, shop.standIns, {
      workers: false,
      chassis: { draining: streams.signal },
    })
    const buyer = await customer(other.url)
    const order = await buy(buyer)
    const response = await fetch(`${other.url}/api/orders/${order.id}/events`, {
      headers: { authorization: `Bearer ${buyer.token}` },
    })
    setTimeout(() => streams.abort(), 100)
    assert.match(await response.text(), /event: order\n.*\n\nevent: bye\ndata: \{\}\n\n$/)
    await other.close()
  })
})
