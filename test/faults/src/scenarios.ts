import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { testTokens } from '@saleday/testing/test-tokens'
import { type Basket, type Buyer, type Heard, sendUntilDefinite } from './buyer.ts'
import type { Shop } from './open-shop.ts'
import type { Place, Strike } from './referee.ts'
import { until } from './until.ts'

/** Something that a shop does, told definitely, and what must be true of it whatever is struck. */
export type Scenario = {
  name: string
  /** Failpoints that it surely comes to, where others come only by chance. */
  aims?: readonly string[]
  /** Strikes that bring the scenario about, before those of the matrix. */
  first?: readonly Strike[]
  /** Whoever goes on after the death of a first attempt suffers the same again. */
  firstAgain?: boolean
  /** What gets no answer until the scenario releases it. */
  holds?: readonly Place[]
  /** Does it. @returns what is to be looked at when the shop is at rest */
  run(visit: Visit): Promise<(() => Promise<void>) | undefined>
}

export type Visit = { shop: Shop; buyer: Buyer; release: () => void; strikesAreOver: () => boolean }

const good = '4242'
const declined = '9995'
const captureRefused = '0341'

async function buys({ shop, buyer }: Visit, card = good, change: Partial<Basket> = {}): Promise<string> {
  const told = await buyer.checkout({ ...shop.basket, card, ...change })
  assert.deepEqual([told.status, told.code], [201, ''], 'the checkout')
  return told.orderId
}

async function isRefused({ shop, buyer }: Visit, code: string, status: number, change: Partial<Basket>): Promise<void> {
  const told = await buyer.checkout({ ...shop.basket, card: good, ...change })
  // Who was told 202 reads a state, and no code.
  if (told.code !== 'refused') assert.deepEqual([told.status, told.code], [status, code], 'the checkout')
}

const rowOf = async (shop: Shop, database: 'order' | 'payment', sql: string, id: string) =>
  (await shop.databases[database].query(sql, [id])).rows[0]

const paymentIs = (shop: Shop, orderId: string, state: string) =>
  until(`the payment is ${state}`, 20_000, async () => {
    const payment = await rowOf(shop, 'payment', 'SELECT state FROM payment WHERE order_id = $1', orderId)
    return payment?.state === state
  })

/** Order, its outbox and its payment are done with. */
const isDone = (shop: Shop, orderId: string) =>
  until('the outbox of the order is empty', 20_000, async () => {
    const { open } = await rowOf(
      shop,
      'order',
      'SELECT count(*)::int AS open FROM outbox WHERE order_id = $1 AND done_at IS NULL',
      orderId,
    )
    return open === 0
  })

async function endsAs(
  shop: Shop,
  orderId: string,
  state: string,
  reason: string | null,
  notices: number,
): Promise<void> {
  const order = await rowOf(
    shop,
    'order',
    'SELECT state, reason, (SELECT count(*)::int FROM notice n WHERE n.order_id = o.id) AS notices FROM customer_order o WHERE id = $1',
    orderId,
  )
  assert.deepEqual({ ...order }, { state, reason, notices })
}

const asOperator = async (audience: 'order' | 'product' | 'payment') => ({
  authorization: `Bearer ${await testTokens.service('operator', audience)}`,
})

function quantities({ body }: Heard): Record<string, number> {
  const lines = (body?.lines ?? []) as { productId: string; quantity: number }[]
  return Object.fromEntries(lines.map(({ productId, quantity }) => [productId, quantity]))
}

/** Until the strikes have come, looking again and again; some come by themselves. */
const waitForStrikes = ({ strikesAreOver }: Visit) =>
  until('the strikes have come', 20_000, async () => strikesAreOver())

/** A failpoint is struck in the scenario that aims at it, else in the first one that comes to it. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'carts',
    async run({ shop, buyer }) {
      const url = `${shop.urls.cart}/api/cart`
      // New ones, which no process of cart has heard of.
      const [one, two] = [await shop.addProduct(), await shop.addProduct()]
      const key = { 'idempotency-key': randomUUIDv7() }
      const asked = (method: string, path: string, headers: Record<string, string>, body?: object) =>
        sendUntilDefinite({ method, url: url + path, headers, ...(body && { body }) })
      const guest = await asked('POST', '/items', key, { productId: one, quantity: 2 })
      const cookie = { cookie: guest.cookie! }
      assert.deepEqual(
        quantities(await asked('POST', '/items', { ...key, ...cookie }, { productId: one, quantity: 2 })),
        { [one]: 2 },
      )
      await asked('PUT', `/items/${two}`, buyer.headers, { quantity: 3 })
      await asked('PUT', `/items/${one}`, buyer.headers, { quantity: 1 })
      const merged = await asked('POST', '/merge', { ...buyer.headers, ...cookie })
      assert.deepEqual(quantities(merged), { [one]: 3, [two]: 3 })
      assert.deepEqual(quantities(await asked('DELETE', `/items/${two}`, buyer.headers)), { [one]: 3 })
      assert.deepEqual(quantities(await asked('DELETE', '', buyer.headers)), {})
      return undefined
    },
  },
  {
    name: 'catalogue',
    async run(visit) {
      const { shop } = visit
      const productId = await shop.addProduct()
      const looked = await sendUntilDefinite({ method: 'GET', url: `${shop.urls.product}/api/products/${productId}` })
      assert.equal(looked.status, 200)
      const url = `${shop.urls.product}/internal/products/${productId}`
      const headers = await asOperator('product')
      const changed = await sendUntilDefinite({ method: 'PATCH', url, headers, body: { priceCents: 777, restock: 5 } })
      assert.deepEqual([changed.status, changed.body?.priceCents], [200, 777])
      // Where an answer was lost after the strike of a first look, a second look comes there.
      await until('the strikes have come', 20_000, async () => {
        if (visit.strikesAreOver()) return true
        const other = await shop.addProduct()
        await sendUntilDefinite({ method: 'GET', url: `${shop.urls.product}/api/products/${other}` })
        return false
      })
      return undefined
    },
  },
  {
    name: 'bought',
    async run(visit) {
      const { shop, buyer } = visit
      const [first, second] = shop.basket.lines
      const items = `${shop.urls.cart}/api/cart/items`
      for (const [productId, quantity] of [
        [first!.productId, 5],
        [second!.productId, second!.quantity],
      ] as const)
        await sendUntilDefinite({
          method: 'PUT',
          url: `${items}/${productId}`,
          body: { quantity },
          headers: buyer.headers,
        })
      const orderId = await buys(visit)
      return async () => {
        await endsAs(shop, orderId, 'confirmed', null, 0)
        const cart = await sendUntilDefinite({
          method: 'GET',
          url: `${shop.urls.cart}/api/cart`,
          headers: buyer.headers,
        })
        assert.deepEqual(
          quantities(cart),
          { [first!.productId]: 5 - first!.quantity },
          'what was bought is out of the cart, once',
        )
      }
    },
  },
  {
    name: 'declined',
    run: (visit) => isRefused(visit, 'payment_declined', 402, { card: declined }).then(() => undefined),
  },
  {
    name: 'sold out',
    run: (visit) => isRefused(visit, 'out_of_stock', 409, visit.shop.emptyShelf).then(() => undefined),
  },
  {
    name: 'sold out after its price was given',
    aims: ['payment db.tombstone'],
    holds: [{ service: 'order', name: 'call.product.reserve', side: 'before' }],
    async run(visit) {
      const { shop, buyer, release } = visit
      const productId = await shop.addProduct(1)
      const change = { lines: [{ productId, quantity: 1 }], totalCents: shop.priceCents }
      const loseStock = async () => {
        await until('the order is placed', 20_000, async () => {
          const sql = 'SELECT id FROM customer_order WHERE customer_id = $1'
          return (await rowOf(shop, 'order', sql, buyer.customerId)) !== undefined
        })
        await shop.loseStock(productId)
        release()
      }
      await Promise.all([isRefused(visit, 'out_of_stock', 409, change), loseStock()])
      return undefined
    },
  },
  {
    name: 'price changed',
    run: (visit) => isRefused(visit, 'price_changed', 409, { totalCents: 1 }).then(() => undefined),
  },
  {
    name: 'cancelled when captured',
    async run(visit) {
      const orderId = await buys(visit)
      await paymentIs(visit.shop, orderId, 'captured')
      assert.equal((await visit.buyer.cancel(orderId)).status, 200)
      return () => endsAs(visit.shop, orderId, 'cancelled', 'customer_cancelled', 1)
    },
  },
  {
    name: 'cancelled before capture',
    holds: [{ service: 'order', name: 'call.payment.capture', side: 'before' }],
    async run(visit) {
      const orderId = await buys(visit)
      assert.equal((await visit.buyer.cancel(orderId)).status, 200)
      await paymentIs(visit.shop, orderId, 'voided')
      visit.release()
      return () => endsAs(visit.shop, orderId, 'cancelled', 'customer_cancelled', 1)
    },
  },
  {
    name: 'capture refused after 201',
    async run(visit) {
      const orderId = await buys(visit, captureRefused)
      await until('the order is cancelled', 20_000, async () => {
        const order = await rowOf(visit.shop, 'order', 'SELECT state FROM customer_order WHERE id = $1', orderId)
        return order.state === 'cancelled'
      })
      return () => endsAs(visit.shop, orderId, 'cancelled', 'capture_refused', 1)
    },
  },
  {
    name: 'shipped',
    async run(visit) {
      const { shop } = visit
      const orderId = await buys(visit)
      await isDone(shop, orderId)
      const url = `${shop.urls.order}/internal/orders/${orderId}/ship`
      const shipped = await sendUntilDefinite({ method: 'POST', url, headers: await asOperator('order') })
      assert.deepEqual([shipped.status, shipped.body?.state], [200, 'shipped'])
      return () => endsAs(shop, orderId, 'shipped', null, 0)
    },
  },
  {
    name: 'refunded when shipped',
    async run(visit) {
      const { shop } = visit
      const orderId = await buys(visit)
      await isDone(shop, orderId)
      const url = `${shop.urls.order}/internal/orders/${orderId}`
      const headers = await asOperator('order')
      assert.equal((await sendUntilDefinite({ method: 'POST', url: `${url}/ship`, headers })).status, 200)
      const refundId = randomUUIDv7()
      const refund = { method: 'PUT', url: `${url}/refunds/${refundId}`, headers, body: { amountCents: 100 } }
      const refunded = await sendUntilDefinite(refund)
      assert.ok([200, 202].includes(refunded.status), `the refund: ${refunded.status}`)
      return async () => {
        await endsAs(shop, orderId, 'shipped', null, 0)
        const sql = 'SELECT state, amount_cents::int AS amount_cents FROM REFUNDS WHERE order_id = $1'
        for (const [database, table] of [
          ['order', 'order_refund'],
          ['payment', 'refund'],
        ] as const)
          assert.deepEqual(
            { ...(await rowOf(shop, database, sql.replace('REFUNDS', table), orderId)) },
            { state: 'refunded', amount_cents: 100 },
          )
      }
    },
  },
  {
    name: 'authorise without an answer',
    aims: ['order db.give_lease_back'],
    first: [{ service: 'order', name: 'call.payment.authorise', side: 'after', action: 'lose' }],
    firstAgain: true,
    run: (visit) => buys(visit).then(() => undefined),
  },
  {
    name: 'dead with a lease, taken by the client',
    aims: ['order db.take_lease'],
    first: [{ service: 'order', name: 'call.product.reserve', side: 'after', action: 'kill' }],
    holds: [{ service: 'order', name: 'db.take_expired_leases', side: 'before' }],
    run: (visit) => buys(visit).then(() => undefined),
  },
  {
    name: 'dead with a lease, taken by a worker',
    aims: ['order db.take_expired_leases'],
    first: [{ service: 'order', name: 'call.product.reserve', side: 'after', action: 'kill' }],
    holds: [{ service: 'order', name: 'db.take_lease', side: 'before' }],
    run: (visit) => buys(visit).then(() => undefined),
  },
  {
    name: 'capture without an answer',
    aims: ['order db.postpone_outbox'],
    first: [{ service: 'order', name: 'call.payment.capture', side: 'after', action: 'lose' }],
    firstAgain: true,
    run: (visit) => buys(visit).then(() => undefined),
  },
  {
    name: 'bank without an answer',
    aims: ['payment db.claim-due'],
    first: [
      { service: 'order', name: 'call.payment.capture', side: 'before', action: 'pass' },
      { service: 'payment', name: 'call.bank.bankCapture', side: 'after', action: 'lose' },
    ],
    // Order asks no more: payment itself has to find out.
    holds: [{ service: 'order', name: 'call.payment.capture', side: 'before' }],
    async run(visit) {
      const orderId = await buys(visit)
      await paymentIs(visit.shop, orderId, 'captured')
      visit.release()
      return undefined
    },
  },
  {
    name: 'refunded on purpose',
    run: refunds,
  },
  {
    name: 'refund without an answer',
    aims: ['payment db.claim-due-refunds'],
    first: [{ service: 'payment', name: 'call.bank.bankRefund', side: 'after', action: 'lose' }],
    run: refunds,
  },
]

async function refunds(visit: Visit) {
  const { shop } = visit
  const orderId = await buys(visit)
  await paymentIs(shop, orderId, 'captured')
  const refundId = randomUUIDv7()
  const url = `${shop.urls.payment}/internal/payments/${orderId}/refunds/${refundId}`
  const refunded = await sendUntilDefinite({
    method: 'PUT',
    url,
    headers: await asOperator('payment'),
    body: { amountCents: 100 },
  })
  assert.equal(refunded.status, 200)
  await waitForStrikes(visit)
  return async () => {
    const refund = await rowOf(shop, 'payment', 'SELECT state, amount_cents FROM refund WHERE order_id = $1', orderId)
    assert.deepEqual({ ...refund }, { state: 'refunded', amount_cents: 100 })
  }
}
