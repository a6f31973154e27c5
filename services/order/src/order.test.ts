import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { describe, test } from 'node:test'
import { type OrderState, OrderState as States } from '@saleday/contracts/order'
import fc from 'fast-check'
import { backoffMs, hashIntent, priceOrder, transitions, wasConfirmed, workAfter } from './order.ts'

const line = fc.record({ productId: fc.uuid(), quantity: fc.integer({ min: 1, max: 99 }) })
const lines = fc.uniqueArray(line, { selector: ({ productId }) => productId, minLength: 1, maxLength: 20 })

describe('priceOrder', () => {
  test('adds up to the sum of quantity times price, and names products without a price', () => {
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 20, maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 0, max: 20 }),
        (wanted, cents, left, known) => {
          const prices = wanted.slice(0, known).map(({ productId }, at) => ({
            productId,
            name: `Product ${at}`,
            priceCents: cents[at]!,
            currency: 'EUR' as const,
            available: left[at]!,
          }))
          const priced = priceOrder(wanted, prices)
          assert.equal(
            priced.totalCents,
            wanted.slice(0, known).reduce((sum, { quantity }, at) => sum + quantity * cents[at]!, 0),
          )
          assert.deepEqual(
            priced.unknown,
            wanted.slice(known).map(({ productId }) => productId),
          )
          assert.deepEqual(
            priced.short,
            wanted.flatMap(({ productId, quantity: requested }, at) => {
              const available = at < known ? left[at]! : 0
              return available < requested ? [{ productId, requested, available }] : []
            }),
          )
          assert.ok(Number.isSafeInteger(priced.totalCents))
        },
      ),
    )
  })
})

describe('hashIntent', () => {
  const intent = {
    lines: [
      { productId: randomUUIDv7(), quantity: 2 },
      { productId: randomUUIDv7(), quantity: 1 },
    ],
    expectedTotalCents: 500,
    cardToken: 'tok_test_4242_a',
  }

  test('is the same for the same lines in another order', () => {
    fc.assert(
      fc.property(lines, (some) =>
        hashIntent({ ...intent, lines: some }).equals(hashIntent({ ...intent, lines: [...some].reverse() })),
      ),
    )
  })

  test('differs for another quantity, product, total or card', () => {
    const [first, second] = intent.lines
    const others = [
      { ...intent, lines: [{ ...first!, quantity: 3 }, second!] },
      { ...intent, lines: [first!] },
      { ...intent, lines: [{ ...first!, productId: randomUUIDv7() }, second!] },
      { ...intent, expectedTotalCents: 501 },
      { ...intent, cardToken: 'tok_test_4242_b' },
    ]
    for (const other of others) assert.ok(!hashIntent(other).equals(hashIntent(intent)))
  })
})

describe('the states of an order', () => {
  test('are all known, and every way from placed ends', () => {
    assert.deepEqual(Object.keys(transitions).sort(), [...States.options].sort())
    const endsFrom = (state: OrderState, depth = 0): boolean =>
      depth < 5 && transitions[state].every((next) => endsFrom(next, depth + 1))
    assert.ok(endsFrom('placed'))
  })

  test('a refused order never becomes a confirmed one, and the other way round', () => {
    const reach = (state: OrderState): OrderState[] => [state, ...transitions[state].flatMap(reach)]
    assert.ok(!reach('cancelling').some(wasConfirmed))
    assert.ok(reach('confirmed').every(wasConfirmed))
  })

  test('whatever ends an order undoes both stock and payment', () => {
    for (const state of ['cancelling', 'cancelled'] as const) {
      assert.ok(
        (workAfter[state] as readonly string[]).includes('release') &&
          (workAfter[state] as readonly string[]).includes('void'),
        state,
      )
    }
  })
})

test('backoffMs doubles up to its ceiling and never falls under half of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (attempt) => {
      const ceiling = Math.min(10_000, 200 * 2 ** (attempt - 1))
      const ms = backoffMs(attempt, 200, 10_000)
      assert.ok(ms >= ceiling / 2 && ms <= ceiling, `${ms} for attempt ${attempt}`)
    }),
  )
})
