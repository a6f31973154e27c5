import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { catalogue, productService, startService } from './product-service.ts'

/** A way to a server that a test can close and open. */
async function gate(target: string) {
  const { hostname, port: targetPort } = new URL(target)
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    const further = connect(Number(targetPort), hostname)
    for (const [one, other] of [
      [socket, further],
      [further, socket],
    ] as const) {
      sockets.add(one)
      one
        .on('error', () => other.destroy())
        .on('close', () => other.destroy())
        .pipe(other)
    }
  })
  const open = async (port = 0) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await open()
  const to = new URL(target)
  to.hostname = '127.0.0.1'
  to.port = String(port)
  return {
    url: to.href,
    async close() {
      const closed = once(server.close(), 'close')
      for (const socket of sockets) socket.destroy()
      sockets.clear()
      await closed
    },
    open: () => open(port),
  }
}

const shop = await productService()
const { id } = catalogue[0]!
const [toDatabase, toValkey] = [await gate(shop.database.url), await gate(shop.valkey.url)]
const service = await startService({ DATABASE_URL: toDatabase.url, CACHE_VALKEY_URL: toValkey.url })
after(async () => {
  await service.stop()
  await toDatabase.close().catch(() => undefined)
  await toValkey.close().catch(() => undefined)
})

const order = () => service.reserve(randomUUIDv7(), [{ productId: id, quantity: 1 }])

describe('while Valkey is away', () => {
  test('GET /api/products and reservations go on as before', async () => {
    await toValkey.close()
    await sleep(150)
    for (let i = 0; i < 5; i++) {
      assert.equal((await service.get('/api/products?category=home')).status, 200)
      assert.equal((await service.get(`/api/products/${catalogue[i]!.id}`)).status, 200)
    }
    assert.equal((await order()).status, 200)
    await toValkey.open()
  })
})

describe('while PostgreSQL is away', () => {
  test('GET /api/products goes on with what was read before; the rest is 503 with Retry-After, until it is back', async () => {
    await service.get(`/api/products/${id}`)
    await toDatabase.close()
    await sleep(150)
    const begun = performance.now()
    for (let i = 0; i < 5; i++) {
      assert.equal((await service.get('/api/products')).status, 200)
      assert.equal((await service.get(`/api/products/${id}`)).body.id, id)
    }
    assert.ok(performance.now() - begun < 2_000, 'older answers are given without waiting')
    for (const { status, body, headers } of [
      await service.get('/api/products?q=never+asked+before'),
      await order(),
      await service.commit(randomUUIDv7()),
      await service.send('POST', '/internal/prices', { as: 'order', body: { productIds: [id] } }),
    ]) {
      assert.deepEqual([status, body.code], [503, 'unavailable'])
      assert.ok(Number(headers.get('retry-after')) >= 1)
      assert.doesNotMatch(JSON.stringify(body), /ECONN|postgres|127\.0\.0\.1/)
    }
    const known = await service.send('POST', '/internal/products/known', { as: 'cart', body: { productIds: [id] } })
    assert.deepEqual([known.status, known.body.productIds], [200, [id]], 'carts can be filled meanwhile')
    assert.doesNotMatch(await service.metrics.metrics(), /^saleday_old_holds/m)

    await toDatabase.open()
    assert.equal((await order()).status, 200)
    assert.equal((await service.get('/api/products?q=never+asked+before')).status, 200)
  })
})
