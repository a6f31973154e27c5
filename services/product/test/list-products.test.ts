import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { categories, type ProductSummary } from '@saleday/contracts/product'
import { catalogue, productService } from './product-service.ts'

const shop = await productService()
const list = (query: string, headers = {}) => shop.service.get(`/api/products?${query}`, headers)
const slugs = (items: ProductSummary[]) => items.map(({ slug }) => slug)
const search = async (q: string) => slugs(await allPages(`limit=100&q=${encodeURIComponent(q)}`))

/** All pages of a query, one after another. */
async function allPages(query: string): Promise<ProductSummary[]> {
  const items: ProductSummary[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await list(query + (cursor && `&cursor=${cursor}`))
    assert.equal(status, 200)
    items.push(...body.items)
    if (body.nextCursor === null) return items
    cursor = body.nextCursor
  }
}

describe('GET /api/products', () => {
  test('GET /api/products gives a page of the catalogue in its order', async () => {
    const { status, body, headers } = await list('')
    assert.equal(status, 200)
    assert.deepEqual(slugs(body.items), slugs(catalogue.slice(0, 24) as never))
    assert.equal(headers.get('content-type'), 'application/json')
    assert.equal(headers.get('cache-control'), 'public, max-age=1, stale-if-error=60')
  })

  test('GET /api/products page after page gives each product once', async () => {
    assert.deepEqual(slugs(await allPages('limit=37')), slugs(catalogue as never))
  })

  test('GET /api/products?category= gives that category only', async () => {
    for (const category of categories) {
      const items = await allPages(`limit=10&category=${category}`)
      assert.deepEqual(slugs(items), slugs(catalogue.filter((product) => product.category === category) as never))
    }
  })

  test('GET /api/products?doorbuster=true gives the doorbuster', async () => {
    const { body } = await list('doorbuster=true')
    assert.deepEqual(slugs(body.items), ['halo-noise-cancelling-headphones'])
    assert.equal((await allPages('doorbuster=false&limit=100')).length, 199)
  })

  test('GET /api/products says how much is left', async () => {
    const items = await allPages('limit=100')
    const bridges = items.find(({ slug }) => slug === 'bridges-i-have-known')
    assert.equal(bridges?.availability, 'few_left')
    assert.equal(items[0]?.availability, 'in_stock')
  })

  test('GET /api/products with If-None-Match of the same page answers 304 without a body', async () => {
    const first = await list('category=toys')
    const etag = first.headers.get('etag')!
    assert.match(etag, /^"[\w-]{22}"$/)
    const again = await list('category=toys', { 'if-none-match': etag })
    assert.deepEqual([again.status, again.body, again.headers.get('etag')], [304, '', etag])
    assert.equal((await list('category=books', { 'if-none-match': etag })).status, 200)
  })
})

describe('GET /api/products?q=', () => {
  test('GET /api/products?q= finds by name first, then by description', async () => {
    const found = await search('teapot')
    assert.deepEqual(found.slice(0, 2).sort(), ['big-brew-teapot', 'kyoto-cast-teapot'])
  })

  test('GET /api/products?q= finds other forms of a word', async () => {
    assert.ok((await search('lamps')).includes('bellflower-desk-lamp'))
    assert.ok((await search('hiked boot')).includes('scree-hiking-boots'))
  })

  test('GET /api/products?q= finds while the customer is still typing', async () => {
    for (const typed of ['head', 'headph', 'headphones', 'studio headp', 'noise-cancell', 'Noise-Cancelling Headpho'])
      assert.ok(
        (await search(typed)).some((slug) => slug.includes('headphones')),
        typed,
      )
    assert.ok((await search('kett')).includes('gooseneck-kettle'))
  })

  test('GET /api/products?q= with a minus leaves out, with quotation marks takes the phrase', async () => {
    const without = await search('headphones -studio')
    assert.ok(without.length > 0 && !without.includes('nocturne-studio-headphones'))
    assert.deepEqual(await search('"desk lamp"'), ['bellflower-desk-lamp'])
  })

  test('GET /api/products?q= page after page gives the same as all at once, each product once', async () => {
    for (const q of ['wood', 's', 'the hand or a']) {
      const paged = slugs(await allPages(`q=${encodeURIComponent(q)}&limit=7`))
      assert.deepEqual(paged, await search(q))
      assert.equal(new Set(paged).size, paged.length)
    }
  })

  test('GET /api/products?q=&category= searches in that category', async () => {
    const items = await allPages('q=wood&category=toys&limit=5')
    assert.ok(items.length > 0 && items.every(({ category }) => category === 'toys'))
  })

  test('GET /api/products?q= of signs, quotes, operators and control characters answers 200', async () => {
    for (const q of [
      "'",
      '"',
      '!!!',
      ':*',
      '&|!()',
      "a' OR '1'='1",
      '\\',
      '%',
      'a:*b',
      '<->',
      '\u0000',
      '\u0001x',
      '\ud83d\ude00',
      'or',
      '-',
      '- -',
      '"""',
      'é',
      'a&b|c!d',
    ])
      assert.equal((await list(`q=${encodeURIComponent(q)}`)).status, 200, JSON.stringify(q))
    assert.equal((await list('q=%ff%fe')).status, 200)
  })
})

describe('GET /api/products with something wrong', () => {
  test('GET /api/products with a bad query is 400 and names the field', async () => {
    const bad: [string, string][] = [
      ['category=cars', 'category'],
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=0x10', 'limit'],
      ['limit=', 'limit'],
      ['limit=1.5', 'limit'],
      ['limit=x', 'limit'],
      ['q=', 'q'],
      ['q=%20%20', 'q'],
      [`q=${'x'.repeat(101)}`, 'q'],
      ['doorbuster=perhaps', 'doorbuster'],
      ['cursor=$', 'cursor'],
      ['price=1', 'price'],
      ['q=a&q=b', 'q'],
    ]
    for (const [query, field] of bad) {
      const { status, body, headers } = await list(query)
      assert.deepEqual([status, body.code, body.errors?.[0].field], [400, 'invalid_request', field], query)
      assert.equal(headers.get('content-type'), 'application/problem+json')
    }
  })

  test('GET /api/products with a cursor that is not ours is 400 invalid_cursor', async () => {
    const { nextCursor } = (await list('limit=1')).body
    for (const query of [
      'cursor=abc',
      `cursor=${nextCursor}x`,
      `q=lamp&cursor=${nextCursor}`,
      `cursor=${'A'.repeat(200)}`,
    ]) {
      const { status, body } = await list(query)
      assert.deepEqual([status, body.code], [400, 'invalid_cursor'], query)
    }
  })
})
