import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cutAgainAndAgain, goAway, valkeyAway, type WayAway } from '@saleday/testing/go-away'
import { listenAdmin } from '@saleday/testing/listen-admin'
import { type OwnValkey, ownValkey } from '@saleday/testing/own-valkey'
import { trickle } from '@saleday/testing/trickle'
import { cartOf, cartService, customer, guest, mug, order, tea, type Visitor } from './cart-service.ts'

/** Valkey goes away in its ways, under one process that is never started anew. */

let valkey: OwnValkey
let shop: Awaited<ReturnType<typeof cartService>>
let admin: Awaited<ReturnType<typeof listenAdmin>>
before(async () => {
  valkey = await ownValkey({ appendOnly: true })
  shop = await cartService({ CARTS_VALKEY_URL: valkey.url })
  admin = await listenAdmin(shop.chassis, shop.service)
})
after(async () => {
  await admin.close()
  await shop.close()
  await valkey.close()
})

type Filled = { ann: Visitor; at: number }

/** Customers and guests who fill their carts, and remember what they were told. */
async function crowd() {
  const filled: Filled[] = []
  const ann = await customer(shop.url)
  const visitor = guest(shop.url)
  await visitor.set(tea, 1)
  const bob = await customer(shop.url, visitor.cookie)
  const orders = await order(shop.url)
  const bought = { lines: [{ productId: mug, quantity: 1 }] }
  const people = trickle({
    /** Another customer each time, whose cart is looked at in the end. */
    async add() {
      const next = await customer(shop.url)
      const answer = await next.add(tea, 2, randomUUIDv7())
      if (answer.status === 200) filled.push({ ann: next, at: performance.now() })
      return answer
    },
    set: () => ann.set(mug, 3),
    get: () => ann.send('GET', '/api/cart'),
    remove: () => ann.send('DELETE', `/api/cart/items/${tea}`),
    clear: () => bob.send('DELETE', '/api/cart'),
    merge: () => bob.send('POST', '/api/cart/merge'),
    'guest set': () => visitor.set(tea, 1),
    'take out': () => orders.send('PUT', `/internal/carts/${ann.id}/orders/${randomUUIDv7()}`, bought),
    livez: () => fetch(`${admin.url}/livez`),
  })
  return { people, filled }
}

const everythingAway = {
  add: [503],
  set: [503],
  get: [503],
  remove: [503],
  clear: [503],
  merge: [503],
  'guest set': [503],
  'take out': [503],
  livez: [200],
}

/** Valkey writes its file on the disk once a second: what is younger than that may be lost with it. */
const mayBeLostMs = 1_000

async function loseAndFind(t: TestContext, way: WayAway, { isEmpty = false } = {}) {
  const { people, filled } = await crowd()
  await sleep(mayBeLostMs)
  let goneAt = 0
  let backAt = 0
  const meanwhile = await goAway(t, people, {
    ...way,
    async leave() {
      goneAt = performance.now()
      const comeBack = await way.leave()
      return async () => {
        backAt = performance.now()
        await comeBack()
      }
    },
  })
  await people.end()
  assert.deepEqual(meanwhile, everythingAway)

  const isOld = (at: number) => at < goneAt - mayBeLostMs
  const kept = (at: number) => at > backAt || (!isEmpty && isOld(at))
  const before = filled.filter(({ at }) => at <= goneAt)
  assert.ok(
    before.some(({ at }) => isOld(at)) && filled.some(({ at }) => at > backAt),
    'carts old enough, and new ones',
  )
  let lost = 0
  for (const { ann, at } of filled) {
    const cart = await ann.cart()
    if (kept(at)) assert.deepEqual(cart, cartOf([tea, 2]))
    else lost += Number(cart.totalQuantity === 0)
  }
  t.diagnostic(`${lost} of ${before.length} carts from before are lost`)
  if (isEmpty) assert.equal(lost, before.length)
}

test('Valkey killed at the height of load, and back: every route answers 503 meanwhile, and carts lose no more than their last second', (t) =>
  loseAndFind(t, valkeyAway(valkey).killed))

test('Valkey killed, and back with nothing in it, functions neither: carts are empty, and work again', (t) =>
  loseAndFind(t, valkeyAway(valkey).killedAndEmpty, { isEmpty: true }))

test('Valkey has no connection left: every route answers 503 meanwhile, and all goes on', (t) =>
  loseAndFind(t, valkeyAway(valkey).full))

test('Valkey answers nobody: every route answers 503 in time, and all goes on', (t) =>
  loseAndFind(t, valkeyAway(valkey).paused))

test('Valkey cuts all connections again and again: no cart is lost, and all goes on at once', async (t) => {
  const { people, filled } = await crowd()
  await cutAgainAndAgain(t, people, valkey.cutConnections)
  await people.end()
  assert.ok(filled.length > 0)
  for (const { ann } of filled) assert.deepEqual(await ann.cart(), cartOf([tea, 2]))
})
