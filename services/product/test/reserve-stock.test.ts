import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { describe, test } from 'node:test'
import { plentiful, productService } from './product-service.ts'

const shop = await productService()
const next = plentiful()
const newOrder = () => randomUUIDv7()
const line = (productId: string, quantity = 1) => ({ productId, quantity })

/** A product with just so many on hand; what is left over counts as sold. */
async function withStock(onHand: number) {
  const { id, stock } = next()
  await shop.database.pool.query('UPDATE stock SET on_hand = $2, initial = $2 WHERE product_id = $1', [id, onHand])
  return { id, initial: onHand, stock }
}
const figures = async (productId: string) => {
  const { onHand, reserved, sold } = await shop.service.stockOf(productId)
  return [onHand, reserved, sold]
}

describe('PUT /internal/reservations/:orderId', () => {
  test('PUT /internal/reservations/:orderId takes every line of the order', async () => {
    const [one, other] = [await withStock(10), await withStock(5)]
    const orderId = newOrder()
    const { status, body } = await shop.service.reserve(orderId, [line(one.id, 3), line(other.id, 5)])
    assert.deepEqual([status, body], [200, { orderId, state: 'held' }])
    assert.deepEqual(
      [await figures(one.id), await figures(other.id)],
      [
        [7, 3, 0],
        [0, 5, 0],
      ],
    )
  })

  test('PUT /internal/reservations/:orderId with one line too many takes none and names the short ones', async () => {
    const [one, other] = [await withStock(10), await withStock(2)]
    const unknown = newOrder()
    const orderId = newOrder()
    const { status, body } = await shop.service.reserve(orderId, [line(one.id), line(other.id, 3), line(unknown, 4)])
    assert.equal(status, 409)
    assert.equal(body.code, 'out_of_stock')
    const byId = (a: { productId: string }, b: { productId: string }) => (a.productId < b.productId ? -1 : 1)
    assert.deepEqual(
      body.products.sort(byId),
      [
        { productId: other.id, requested: 3, available: 2 },
        { productId: unknown, requested: 4, available: 0 },
      ].sort(byId),
    )
    assert.deepEqual(
      [await figures(one.id), await figures(other.id)],
      [
        [10, 0, 0],
        [2, 0, 0],
      ],
    )
    const { rows } = await shop.database.pool.query('SELECT FROM reservation WHERE order_id = $1', [orderId])
    assert.equal(rows.length, 0, 'a refusal leaves no trace: the same order may reserve when there is stock again')
    await shop.service.change(other.id, { restock: 5 })
    assert.equal((await shop.service.reserve(orderId, [line(other.id, 3)])).status, 200)
  })

  test('PUT /internal/reservations/:orderId again answers with the state and takes nothing more', async () => {
    const product = await withStock(10)
    const orderId = newOrder()
    for (const _ of [1, 2, 3])
      assert.equal((await shop.service.reserve(orderId, [line(product.id, 2)])).body.state, 'held')
    await shop.service.commit(orderId)
    assert.equal((await shop.service.reserve(orderId, [line(product.id, 2)])).body.state, 'committed')
    assert.deepEqual(await figures(product.id), [8, 0, 2])
  })

  test('PUT /internal/reservations/:orderId after a release is refused by the tombstone', async () => {
    const product = await withStock(10)
    const orderId = newOrder()
    assert.deepEqual((await shop.service.release(orderId)).body, { orderId, state: 'released' })
    assert.deepEqual((await shop.service.reserve(orderId, [line(product.id)])).body, { orderId, state: 'released' })
    assert.deepEqual(await figures(product.id), [10, 0, 0])
  })

  test('PUT /internal/reservations/:orderId by 50 orders for 10 units gives exactly 10 of them one', async () => {
    const product = await withStock(10)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.service.reserve(newOrder(), [line(product.id)])),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 10)
    assert.equal(answers.filter(({ body }) => body.code === 'out_of_stock').length, 40)
    assert.deepEqual(await figures(product.id), [0, 10, 0])
  })

  test('PUT /internal/reservations/:orderId 20 times at once from two processes takes the stock once', async () => {
    const other = await shop.start()
    for (const initial of [1, 100]) {
      const product = await withStock(initial)
      const orderId = newOrder()
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? shop.service : other).reserve(orderId, [line(product.id)])),
      )
      // Also where its own hold is the last unit: none of the 20 may say that the stock is out.
      assert.deepEqual([...new Set(answers.map(({ body }) => body.state))], ['held'])
      assert.deepEqual(await figures(product.id), [initial - 1, 1, 0])
    }
  })

  test('PUT /internal/reservations/:orderId of orders with their lines in opposite order never deadlocks', async () => {
    const [one, other, third] = [await withStock(100), await withStock(100), await withStock(100)]
    const there = [line(one.id), line(other.id), line(third.id)]
    const before = await deadlocks()
    const orders = Array.from({ length: 40 }, newOrder)
    const answers = await Promise.all(
      orders.map((id, i) => shop.service.reserve(id, i % 2 ? there : there.toReversed())),
    )
    assert.ok(answers.every(({ status }) => status === 200))
    const ends = await Promise.all(orders.map((id, i) => (i % 2 ? shop.service.commit(id) : shop.service.release(id))))
    assert.ok(ends.every(({ status }) => status === 200))
    for (const { id } of [one, other, third]) assert.deepEqual(await figures(id), [80, 0, 20])
    assert.equal(await deadlocks(), before)
  })

  async function deadlocks(): Promise<number> {
    const { rows } = await shop.database.pool.query(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    )
    return rows[0].deadlocks
  }

  test('PUT /internal/reservations/:orderId racing its release ends with the stock back and the tombstone in place', async () => {
    const product = await withStock(30)
    for (let round = 0; round < 25; round++) {
      const orderId = newOrder()
      const [reserved, released] = await Promise.all([
        shop.service.reserve(orderId, [line(product.id, 2)]),
        shop.service.release(orderId),
      ])
      assert.ok(['held', 'released'].includes(reserved.body.state))
      assert.equal(released.body.state, 'released')
      assert.equal((await shop.service.reserve(orderId, [line(product.id, 2)])).body.state, 'released')
    }
    assert.deepEqual(await figures(product.id), [30, 0, 0])
  })

  test('PUT /internal/reservations/:orderId with a bad body or id changes nothing and says which field', async () => {
    const product = await withStock(10)
    const bad: [unknown, string][] = [
      [[line(product.id, 0)], 'lines.0.quantity'],
      [[line(product.id, -1)], 'lines.0.quantity'],
      [[line(product.id, 1.5)], 'lines.0.quantity'],
      [[line(product.id, 1e9)], 'lines.0.quantity'],
      [[line('x')], 'lines.0.productId'],
      [[], 'lines'],
      [[line(product.id), line(product.id.toUpperCase())], 'lines'],
      [[{ ...line(product.id), priceCents: 1 }], 'lines.0.priceCents'],
    ]
    for (const [lines, field] of bad) {
      const { status, body } = await shop.service.reserve(newOrder(), lines)
      assert.deepEqual([status, body.code, body.errors[0].field], [400, 'invalid_request', field])
    }
    assert.equal((await shop.service.reserve('no-uuid', [line(product.id)])).body.errors[0].field, 'orderId')
    assert.deepEqual(await figures(product.id), [10, 0, 0])
  })

  test('PUT /internal/reservations/:orderId without a token is 401, with another service’s 403', async () => {
    const path = `/internal/reservations/${newOrder()}`
    const body = { lines: [line(next().id)] }
    assert.equal((await shop.service.send('PUT', path, { body })).status, 401)
    assert.equal((await shop.service.send('PUT', path, { body, as: 'cart' })).status, 403)
  })
})

describe('POST /internal/reservations/:orderId/commit and /release', () => {
  test('POST /internal/reservations/:orderId/commit sells what was held, once', async () => {
    const product = await withStock(10)
    const orderId = newOrder()
    await shop.service.reserve(orderId, [line(product.id, 4)])
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.service.commit(orderId)))
    assert.deepEqual([...new Set(answers.map(({ body }) => body.state))], ['committed'])
    assert.deepEqual(await figures(product.id), [6, 0, 4])
  })

  test('POST /internal/reservations/:orderId/commit after a release answers released and changes nothing', async () => {
    const product = await withStock(10)
    const orderId = newOrder()
    await shop.service.reserve(orderId, [line(product.id, 4)])
    await shop.service.release(orderId)
    assert.deepEqual((await shop.service.commit(orderId)).body, { orderId, state: 'released' })
    assert.deepEqual(await figures(product.id), [10, 0, 0])
  })

  test('POST /internal/reservations/:orderId/commit of an order that never reserved is refused definitely', async () => {
    const { status, body } = await shop.service.commit(newOrder())
    assert.deepEqual([status, body.code], [409, 'no_reservation'])
  })

  test('POST /internal/reservations/:orderId/release gives back what was held and what was sold, once', async () => {
    const product = await withStock(10)
    const [held, sold] = [newOrder(), newOrder()]
    for (const orderId of [held, sold]) await shop.service.reserve(orderId, [line(product.id, 3)])
    await shop.service.commit(sold)
    assert.deepEqual(await figures(product.id), [4, 3, 3])
    for (const orderId of [held, sold]) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => shop.service.release(orderId)))
      assert.ok(answers.every(({ body }) => body.state === 'released'))
    }
    assert.deepEqual(await figures(product.id), [10, 0, 0])
  })

  test('POST /internal/reservations/:orderId/release racing a commit gives everything back', async () => {
    const product = await withStock(10)
    for (let round = 0; round < 25; round++) {
      const orderId = newOrder()
      await shop.service.reserve(orderId, [line(product.id, 3)])
      const [committed, released] = await Promise.all([shop.service.commit(orderId), shop.service.release(orderId)])
      assert.ok(['committed', 'released'].includes(committed.body.state))
      assert.equal(released.body.state, 'released')
      assert.deepEqual(await figures(product.id), [10, 0, 0])
    }
  })

  test('GET metrics: a hold older than five minutes shows, and outcomes are counted', async () => {
    const product = await withStock(10)
    const orderId = newOrder()
    await shop.service.reserve(orderId, [line(product.id)])
    await shop.database.pool.query(
      `UPDATE reservation SET created_at = now() - interval '6 minutes' WHERE order_id = $1`,
      [orderId],
    )
    const text = await shop.service.metrics.metrics()
    assert.match(text, /^saleday_old_holds 1$/m)
    assert.match(text, /^saleday_reservations_total\{change="reserve",outcome="held"\} \d+$/m)
    assert.match(text, /^saleday_reservations_total\{change="reserve",outcome="short"\} \d+$/m)
    assert.match(text, /^saleday_reservation_batch_orders_bucket\{le="1",change="reserve"\} [1-9]\d*$/m)
    await shop.service.release(orderId)
    assert.match(await shop.service.metrics.metrics(), /^saleday_old_holds 0$/m)
  })
})
