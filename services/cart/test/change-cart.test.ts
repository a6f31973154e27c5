import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { cartOf, cartService, customer, guest, lamp, mug, products, tea } from './cart-service.ts'

let shop: Awaited<ReturnType<typeof cartService>>
before(async () => {
  shop = await cartService()
})
after(() => shop.close())

describe('GET /api/cart', () => {
  it('of a guest who has put nothing into it is empty and sets no cookie', async () => {
    const answer = await guest(shop.url).send('GET', '/api/cart')
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.body, cartOf())
    assert.equal(answer.setCookie, undefined)
  })

  it("gives each customer the customer's own cart", async () => {
    const [ann, bob] = [await customer(shop.url), await customer(shop.url)]
    await ann.set(tea, 2)
    await bob.set(mug, 1)
    assert.deepEqual(await ann.cart(), cartOf([tea, 2]))
    assert.deepEqual(await bob.cart(), cartOf([mug, 1]))
  })
})

describe('PUT /api/cart/items/:productId', () => {
  it('sets the quantity, whatever it was, also twice', async () => {
    const ann = await customer(shop.url)
    await ann.set(tea, 2)
    assert.deepEqual((await ann.set(tea, 5)).body, cartOf([tea, 5]))
    assert.deepEqual((await ann.set(tea, 5)).body, cartOf([tea, 5]))
  })

  it('with the product id in capitals changes the same line', async () => {
    const ann = await customer(shop.url)
    await ann.set(tea, 2)
    assert.deepEqual((await ann.set(tea.toUpperCase(), 3)).body, cartOf([tea, 3]))
  })

  it('with one product more than a cart holds answers 422 cart_full and changes nothing', async () => {
    const ann = await customer(shop.url)
    for (const product of products.slice(0, 50)) assert.equal((await ann.set(product, 1)).status, 200)
    const answer = await ann.set(products[50]!, 1)
    assert.equal(answer.status, 422)
    assert.equal(answer.body.code, 'cart_full')
    assert.equal((await ann.add(products[50]!, 1)).body.code, 'cart_full')
    assert.equal((await ann.cart()).totalQuantity, 50)
    assert.equal((await ann.set(products[49]!, 2)).status, 200, 'a line that is there may still change')
  })

  it('lists the lines in the order of their product ids', async () => {
    const ann = await customer(shop.url)
    for (const product of [lamp, tea, mug]) await ann.set(product, 1)
    assert.deepEqual(await ann.cart(), cartOf(...[tea, mug, lamp].sort().map((id): [string, number] => [id, 1])))
  })
})

describe('POST /api/cart/items', () => {
  it('adds to what is there, one unless told otherwise', async () => {
    const ann = await customer(shop.url)
    await ann.add(tea, 2)
    assert.deepEqual((await ann.send('POST', '/api/cart/items', { productId: tea })).body, cartOf([tea, 3]))
  })

  it('repeated with its key adds nothing more, also at once and from twenty tabs', async () => {
    const ann = await customer(shop.url)
    const answers = await Promise.all(Array.from({ length: 20 }, () => ann.add(tea, 2, 'press-number-1')))
    for (const answer of answers) assert.deepEqual(answer.body, cartOf([tea, 2]))
    assert.deepEqual((await ann.add(tea, 2, 'press-number-2')).body, cartOf([tea, 4]))
  })

  it('from twenty tabs at once loses no unit', async () => {
    const ann = await customer(shop.url)
    await Promise.all(Array.from({ length: 20 }, (_, i) => ann.add(i % 2 ? tea : mug, 1)))
    assert.deepEqual(await ann.cart(), cartOf([tea, 10], [mug, 10]))
  })

  it('past 99 of a product answers 422 quantity_too_large and changes nothing', async () => {
    const ann = await customer(shop.url)
    await ann.set(tea, 98)
    const answer = await ann.add(tea, 2, 'too-many-1')
    assert.equal(answer.status, 422)
    assert.equal(answer.body.code, 'quantity_too_large')
    assert.deepEqual(await ann.cart(), cartOf([tea, 98]))
    await ann.set(tea, 1)
    assert.deepEqual((await ann.add(tea, 2, 'too-many-1')).body, cartOf([tea, 3]), 'a refused key is not used up')
  })
})

describe('DELETE /api/cart/items/:productId', () => {
  it('takes the product out, and is fine if it is not in it', async () => {
    const ann = await customer(shop.url)
    await ann.set(tea, 2)
    await ann.set(mug, 1)
    assert.deepEqual((await ann.send('DELETE', `/api/cart/items/${tea}`)).body, cartOf([mug, 1]))
    assert.deepEqual((await ann.send('DELETE', `/api/cart/items/${tea}`)).body, cartOf([mug, 1]))
  })

  it('of a guest without a cart answers with an empty cart and sets no cookie', async () => {
    const answer = await guest(shop.url).send('DELETE', `/api/cart/items/${tea}`)
    assert.deepEqual([answer.status, answer.body, answer.setCookie], [200, cartOf(), undefined])
  })
})

describe('DELETE /api/cart', () => {
  it('empties the cart and still knows the keys of what was added', async () => {
    const ann = await customer(shop.url)
    await ann.add(tea, 2, 'before-clearing')
    assert.deepEqual((await ann.send('DELETE', '/api/cart')).body, cartOf())
    assert.deepEqual((await ann.add(tea, 2, 'before-clearing')).body, cartOf())
    assert.deepEqual((await guest(shop.url).send('DELETE', '/api/cart')).body, cartOf())
  })
})

describe('products', () => {
  it('that the shop does not sell are refused with 422 product_unknown, until it does', async () => {
    const ann = await customer(shop.url)
    const product = randomUUIDv7()
    for (const answer of [await ann.set(product, 1), await ann.add(product, 1)]) {
      assert.equal(answer.status, 422)
      assert.equal(answer.body.code, 'product_unknown')
    }
    shop.product.sell(product)
    assert.deepEqual((await ann.set(product, 1)).body, cartOf([product, 1]))
  })

  it('are asked about once', async () => {
    const ann = await customer(shop.url)
    for (let quantity = 1; quantity < 4; quantity++) await ann.set(lamp, quantity)
    assert.equal(shop.product.asked.filter((id) => id === lamp).length, 1)
  })

  it('while product is away: known ones go into carts, others answer 503 with Retry-After', async () => {
    const other = await cartService()
    try {
      const ann = await customer(other.url)
      await ann.set(tea, 1)
      await other.product.close()
      assert.deepEqual((await ann.add(tea, 1)).body, cartOf([tea, 2]))
      const answer = await ann.add(mug, 1)
      assert.equal(answer.status, 503)
      assert.equal(answer.body.code, 'unavailable')
      assert.ok(answer.headers.get('retry-after'))
      assert.deepEqual(await ann.cart(), cartOf([tea, 2]))
    } finally {
      await other.close().catch(() => undefined)
    }
  })
})
