import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { describe, test } from 'node:test'
import { catalogue, productService } from './product-service.ts'

const shop = await productService()
const [product] = catalogue
const { id, slug, name, description, priceCents, stock } = product!

describe('GET /api/products/:productId', () => {
  test('GET /api/products/:productId gives the product and what is left', async () => {
    const { status, body } = await shop.service.get(`/api/products/${id}`)
    assert.equal(status, 200)
    const { imageUrl, ...rest } = body
    assert.deepEqual(rest, {
      id,
      slug,
      name,
      description,
      priceCents,
      category: 'audio',
      currency: 'EUR',
      doorbuster: true,
      availability: 'in_stock',
      available: stock,
    })
    assert.match(imageUrl, /^\/api\/products\/images\/halo-noise-cancelling-headphones-[0-9a-f]{8}\.svg$/)
  })

  test('GET /api/products/:productId with If-None-Match answers 304 until something changes', async () => {
    const { headers } = await shop.service.get(`/api/products/${catalogue[9]!.id}`)
    const ask = () => shop.service.get(`/api/products/${catalogue[9]!.id}`, { 'if-none-match': headers.get('etag')! })
    assert.equal((await ask()).status, 304)
    await shop.service.change(catalogue[9]!.id, { restock: 1 })
    assert.equal((await ask()).status, 200)
  })

  test('GET /api/products/:productId from two processes carries the same ETag', async () => {
    const other = await shop.start()
    const path = `/api/products/${catalogue[3]!.id}`
    const tags = await Promise.all([shop.service.get(path), other.get(path)])
    assert.equal(tags[0].headers.get('etag'), tags[1].headers.get('etag'))
  })

  test('GET /api/products/:productId of no product is 404, of no UUID 400', async () => {
    const unknown = await shop.service.get(`/api/products/${randomUUIDv7()}`)
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'product_not_found'])
    const malformed = await shop.service.get('/api/products/1')
    assert.deepEqual([malformed.status, malformed.body.errors[0].field], [400, 'productId'])
  })
})

describe('GET /api/products/images/:file', () => {
  test('GET /api/products/images/:file under the name that products give may be kept for ever', async () => {
    const { imageUrl } = (await shop.service.get(`/api/products/${id}`)).body
    const { status, body, headers } = await shop.service.get(imageUrl)
    assert.equal(status, 200)
    assert.match(body, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 400 400">/)
    assert.equal(headers.get('content-type'), 'image/svg+xml')
    assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal((await shop.service.get(imageUrl, { 'if-none-match': headers.get('etag')! })).status, 304)
  })

  test('GET /api/products/images/:file under another version’s name gives the picture, for a minute', async () => {
    for (const file of [`${slug}.svg`, `${slug}-00000000.svg`]) {
      const { status, headers } = await shop.service.get(`/api/products/images/${file}`)
      assert.deepEqual([status, headers.get('cache-control')], [200, 'public, max-age=60'])
    }
  })

  test('GET /api/products/images/:file of no picture is 404, of a path 400 or 404', async () => {
    assert.equal((await shop.service.get('/api/products/images/unicorn.svg')).body.code, 'product_not_found')
    for (const file of ['..%2F..%2Fpackage.json', 'a.png', '%00.svg', 'A.svg'])
      assert.equal((await shop.service.get(`/api/products/images/${file}`)).status, 400, file)
    assert.equal((await shop.service.get('/api/products/images/../../../package.json')).status, 404)
  })
})

describe('POST /internal/prices and /internal/products/known', () => {
  test('POST /internal/prices gives the prices that count now, and what is left, past every cache, without unknown products', async () => {
    const { id: changed } = catalogue[20]!
    await shop.service.get(`/api/products/${changed}`)
    await shop.database.pool.query('UPDATE product SET price_cents = 777 WHERE id = $1', [changed])
    await shop.database.pool.query('UPDATE stock SET on_hand = 3, initial = 3 WHERE product_id = $1', [changed])
    const { status, body } = await shop.service.send('POST', '/internal/prices', {
      as: 'order',
      body: { productIds: [changed, randomUUIDv7()] },
    })
    assert.equal(status, 200)
    assert.deepEqual(body.prices, [
      { productId: changed, name: catalogue[20]!.name, priceCents: 777, currency: 'EUR', available: 3 },
    ])
  })

  test('POST /internal/products/known gives those that the shop sells, also ones added since the start', async () => {
    const added = randomUUIDv7()
    const ask = async () =>
      (await shop.service.send('POST', '/internal/products/known', { as: 'cart', body: { productIds: [added, id] } }))
        .body.productIds
    assert.deepEqual(await ask(), [id])
    await shop.database.pool.query(
      `INSERT INTO product (id, slug, name, category, description, price_cents, image) VALUES ($1, 'new', 'New', 'toys', 'New.', 100, 'new.svg')`,
      [added],
    )
    assert.deepEqual(await ask(), [added, id])
  })

  test('POST /internal/prices is for order alone, /internal/products/known for cart alone', async () => {
    const body = { productIds: [id] }
    assert.equal((await shop.service.send('POST', '/internal/prices', { body })).status, 401)
    assert.equal((await shop.service.send('POST', '/internal/prices', { body, as: 'cart' })).status, 403)
    assert.equal((await shop.service.send('POST', '/internal/products/known', { body, as: 'payment' })).status, 403)
    assert.equal(
      (await shop.service.send('POST', '/internal/prices', { body: '{', as: 'order' })).body.code,
      'malformed_body',
    )
    assert.equal(
      (await shop.service.send('POST', '/internal/prices', { body: { productIds: [] }, as: 'order' })).status,
      400,
    )
  })
})
