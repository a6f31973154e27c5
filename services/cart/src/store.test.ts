import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, it } from 'node:test'
import { ProblemError } from '@saleday/chassis/problem'
import type { Line } from '@saleday/contracts/values'
import { testChassis } from '@saleday/testing/test-chassis'
import { type TestValkey, testValkey } from '@saleday/testing/test-valkey'
import { createValkey } from '@saleday/valkey/client'
import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { cartLimits, type Owner, toCart } from './cart.ts'
import { type CartStore, cartStore } from './store.ts'

/** The laws of carts, tried on the functions that run in Valkey. */

let server: TestValkey
let valkey: Redis
let carts: CartStore
before(async () => {
  server = await testValkey()
  const { log, metrics } = testChassis('cart')
  valkey = createValkey({ url: server.url, name: 'carts', log, metrics })
  carts = cartStore(valkey, { guest: 60, customer: 60 })
})
after(async () => {
  valkey.disconnect()
  await server.close()
})

const { maximumLines, maximumQuantity } = cartLimits
const products = Array.from({ length: 70 }, () => randomUUIDv7()).sort()
const product = fc.constantFrom(...products)
const quantity = fc.integer({ min: 1, max: maximumQuantity })
const lines = (max: number) =>
  fc.uniqueArray(fc.record({ productId: product, quantity }), { selector: (line) => line.productId, maxLength: max })
const runs = { numRuns: 40 }

const newCustomer = async (content: Line[]) => {
  const customerId = randomUUIDv7()
  for (const line of content) await carts.set({ customerId }, line)
  return customerId
}
const newGuest = async (content: Line[]) => {
  const guestId = randomUUIDv7()
  for (const line of content) await carts.set({ guestId }, line)
  return guestId
}

it('merging is done once: the second time changes nothing and the guest has nothing left', () =>
  fc.assert(
    fc.asyncProperty(lines(maximumLines), lines(maximumLines), async (ofGuest, ofCustomer) => {
      const [guestId, customerId] = [await newGuest(ofGuest), await newCustomer(ofCustomer)]
      const once = await carts.merge(guestId, customerId)
      assert.deepEqual(await carts.merge(guestId, customerId), once)
      assert.deepEqual(await carts.find({ guestId }), toCart([]))
    }),
    runs,
  ))

it('merging adds up to the caps, and who merges into whom makes no difference as long as the lines have room', () =>
  fc.assert(
    fc.asyncProperty(lines(maximumLines / 2), lines(maximumLines / 2), async (a, b) => {
      const merged = await carts.merge(await newGuest(a), await newCustomer(b))
      assert.deepEqual(await carts.merge(await newGuest(b), await newCustomer(a)), merged)
      const sums = new Map<string, number>()
      for (const line of [...a, ...b]) {
        sums.set(line.productId, Math.min((sums.get(line.productId) ?? 0) + line.quantity, maximumQuantity))
      }
      assert.deepEqual(merged, toCart(sums))
    }),
    runs,
  ))

it('merging keeps every line of the customer and never passes the limits', () =>
  fc.assert(
    fc.asyncProperty(lines(maximumLines), lines(maximumLines), async (ofGuest, ofCustomer) => {
      const merged = await carts.merge(await newGuest(ofGuest), await newCustomer(ofCustomer))
      const union = new Set([...ofGuest, ...ofCustomer].map((line) => line.productId))
      assert.equal(merged.lines.length, Math.min(union.size, maximumLines))
      assert.ok(merged.lines.every((line) => line.quantity <= maximumQuantity))
      const found = new Set(merged.lines.map((line) => line.productId))
      assert.ok(ofCustomer.every((line) => found.has(line.productId)))
    }),
    runs,
  ))

it('taking an order out twice is taking it out once, whatever happens to the cart in between', () =>
  fc.assert(
    fc.asyncProperty(lines(20), lines(20), lines(20), async (content, bought, later) => {
      const customerId = await newCustomer(content)
      const orderId = randomUUIDv7()
      const left = await carts.takeBoughtOut(customerId, orderId, bought)
      const amounts = new Map(bought.map((line) => [line.productId, line.quantity]))
      const expected = content.map(
        (line) => [line.productId, line.quantity - (amounts.get(line.productId) ?? 0)] as const,
      )
      assert.deepEqual(left, toCart(expected.filter(([, quantity]) => quantity > 0)))
      for (const line of later) await carts.set({ customerId }, line)
      const before = await carts.find({ customerId })
      assert.deepEqual(await carts.takeBoughtOut(customerId, orderId, bought), before)
    }),
    runs,
  ))

type Step = { change: 'set' | 'add' | 'remove' | 'clear'; line: Line; key: string }

/** What a cart is expected to do, as plain as it can be written. */
function expectedAfter(cart: Map<string, number>, used: Set<string>, { change, line, key }: Step): string {
  const present = cart.get(line.productId)
  if (change === 'clear') cart.clear()
  if (change === 'remove') cart.delete(line.productId)
  if (change === 'set' || change === 'add') {
    if (change === 'add' && used.has(key)) return 'ok'
    if (present === undefined && cart.size >= maximumLines) return 'cart_full'
    const total = change === 'add' ? (present ?? 0) + line.quantity : line.quantity
    if (total > maximumQuantity) return 'quantity_too_large'
    cart.set(line.productId, total)
    if (change === 'add') used.add(key)
  }
  return 'ok'
}

const perform = (owner: Owner, { change, line, key }: Step) => {
  if (change === 'set') return carts.set(owner, line)
  if (change === 'add') return carts.add(owner, line, key)
  return change === 'remove' ? carts.remove(owner, line.productId) : carts.clear(owner)
}

it('any sequence of changes leaves the cart that a plain model of it has', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    change: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('set' as const, 'add' as const) },
      { weight: 2, arbitrary: fc.constant('remove' as const) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    ),
    line: fc.record({ productId: fc.constantFrom(...products.slice(0, 4)), quantity }),
    // Fewer than the cart remembers.
    key: fc.constantFrom(...Array.from({ length: 15 }, (_, i) => `key-number-${i}`)),
  })
  return fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const owner = { customerId: randomUUIDv7() }
      const model = new Map<string, number>()
      const used = new Set<string>()
      for (const one of steps) {
        const expected = expectedAfter(model, used, one)
        const outcome = await perform(owner, one).then(
          (cart) => {
            assert.deepEqual(cart, toCart(model))
            return 'ok'
          },
          (error: unknown) => (error instanceof ProblemError ? error.code : Promise.reject(error)),
        )
        assert.equal(outcome, expected)
      }
      assert.deepEqual(await carts.find(owner), toCart(model))
    }),
    runs,
  )
})
