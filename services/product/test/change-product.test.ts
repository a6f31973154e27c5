import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { test } from 'node:test'
import { plentiful, productService } from './product-service.ts'

// So long that only dropping them explains that a change is seen.
const shop = await productService({ CACHE_FRESH_MS: '60000', CACHE_SHARED_FRESH_MS: '60000' })
const next = plentiful()

test('PATCH /internal/products/:productId is seen by the next read of the product and of its lists', async () => {
  const { id, category, stock, name } = next()
  const detail = `/api/products/${id}`
  const page = `/api/products?category=${category}&limit=100`
  for (const path of [detail, page]) await shop.service.get(path)
  const { status, body } = await shop.service.change(id, { priceCents: 4242, restock: 7 })
  assert.deepEqual([status, body.name, body.priceCents, body.available], [200, name, 4242, stock + 7])
  const seen = (await shop.service.get(detail)).body
  assert.deepEqual([seen.priceCents, seen.available], [4242, stock + 7])
  const listed = (await shop.service.get(page)).body.items.find((item: { id: string }) => item.id === id)
  assert.equal(listed.priceCents, 4242)
  const another = await shop.start()
  assert.equal((await another.get(detail)).body.priceCents, 4242)
})

test('PATCH /internal/products/:productId adds to the stock on hand and to the initial stock', async () => {
  const { id, stock, priceCents } = next()
  await shop.service.reserve(randomUUIDv7(), [{ productId: id, quantity: 2 }])
  assert.equal((await shop.service.change(id, { restock: 10 })).body.priceCents, priceCents)
  assert.deepEqual(await shop.service.stockOf(id), {
    productId: id,
    onHand: stock + 8,
    reserved: 2,
    sold: 0,
    initial: stock + 10,
  })
})

test('PATCH /internal/products/:productId ten times at once loses no unit', async () => {
  const { id, stock } = next()
  await Promise.all(Array.from({ length: 10 }, () => shop.service.change(id, { restock: 3 })))
  assert.equal((await shop.service.stockOf(id)).onHand, stock + 30)
})

test('PATCH /internal/products/:productId with something wrong is 4xx and changes nothing', async () => {
  const { id, stock, priceCents } = next()
  for (const body of [
    {},
    { priceCents: 0 },
    { priceCents: -1 },
    { priceCents: 1.5 },
    { restock: 0 },
    { restock: 1e9 },
    { stock: 5 },
    { priceCents: '5' },
    [],
  ])
    assert.equal((await shop.service.change(id, body)).status, 400, JSON.stringify(body))
  await shop.database.pool.query('UPDATE stock SET on_hand = 1000000000, initial = 1000000000 WHERE product_id = $1', [
    id,
  ])
  const tooMuch = await shop.service.change(id, { restock: 1 })
  assert.deepEqual([tooMuch.status, tooMuch.body.errors[0].field], [400, 'restock'])
  await shop.database.pool.query('UPDATE stock SET on_hand = $2, initial = $2 WHERE product_id = $1', [id, stock])
  assert.equal((await shop.service.change(randomUUIDv7(), { restock: 1 })).body.code, 'product_not_found')
  assert.equal((await shop.service.send('PATCH', `/internal/products/${id}`, { body: { restock: 1 } })).status, 401)
  assert.equal(
    (await shop.service.send('PATCH', `/internal/products/${id}`, { body: { restock: 1 }, as: 'order' })).status,
    403,
  )
  assert.equal((await shop.service.get(`/api/products/${id}`)).body.priceCents, priceCents)
  assert.equal((await shop.service.stockOf(id)).onHand, stock)
})

test('GET /internal/products/:productId/stock of no product is 404', async () => {
  const answer = await shop.service.send('GET', `/internal/products/${randomUUIDv7()}/stock`, { as: 'operator' })
  assert.deepEqual([answer.status, answer.body.code], [404, 'product_not_found'])
})
