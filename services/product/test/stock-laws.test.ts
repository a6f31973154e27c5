import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import fc from 'fast-check'
import { reservationStore } from '../src/reservation-store.ts'
import { reservations } from '../src/reservations.ts'
import { seedCatalogue } from '../src/seed-catalogue.ts'
import { catalogue, migrations } from './product-service.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase(migrations)
  await seedCatalogue(database.pool)
})
after(() => database.close())

const products = catalogue.slice(0, 3).map(({ id }) => id)
const initial = [3, 1, 5]

/** What happens to one of a few orders; steps of one round are sent at once. */
const step = fc.record({
  order: fc.nat(3),
  change: fc.constantFrom('reserve', 'reserve', 'commit', 'release' as const),
})
const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 })
const orderLines = fc.array(
  fc.uniqueArray(fc.record({ product: fc.nat(2), quantity: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ product }) => product,
  }),
  { minLength: 4, maxLength: 4 },
)

test('reserve, commit and release in any order and at once: stock is never negative and always adds up', async () => {
  const { reserve, commit, release } = reservations(reservationStore(database.pool), {
    reservation: () => undefined,
    batch: () => undefined,
  })
  await fc.assert(
    fc.asyncProperty(rounds, orderLines, async (schedule, lines) => {
      for (const [at, id] of products.entries())
        await database.pool.query(
          'UPDATE stock SET on_hand = $2, reserved = 0, sold = 0, initial = $2 WHERE product_id = $1',
          [id, initial[at]],
        )
      const orders = lines.map((wanted) => ({
        id: randomUUIDv7(),
        lines: wanted.map(({ product, quantity }) => ({ productId: products[product]!, quantity })),
        isOver: false,
      }))
      for (const round of schedule) {
        await Promise.all(
          round.map(async ({ order: at, change }) => {
            const order = orders[at]!
            const wasOver = order.isOver
            if (change === 'commit') await commit(order.id)
            if (change === 'release') assert.equal(await release(order.id), 'released')
            if (change === 'reserve') {
              const answer = await reserve(order.id, order.lines)
              if (wasOver) assert.equal(answer, 'released')
            }
          }),
        )
        for (const { order, change } of round) if (change === 'release') orders[order]!.isOver = true
        await assertThatTheBooksAgree(orders)
      }
    }),
    { numRuns: 60 },
  )
})

/** The figures of the stock are the initial ones less what the reservations say. */
async function assertThatTheBooksAgree(orders: { id: string; isOver: boolean }[]): Promise<void> {
  const { rows: stock } = await database.pool.query(
    'SELECT product_id, on_hand, reserved, sold, initial FROM stock WHERE product_id = ANY($1)',
    [products],
  )
  const { rows: holds } = await database.pool.query(
    `SELECT order_id, state, product_id, quantity FROM reservation LEFT JOIN reservation_line USING (order_id)
     WHERE order_id = ANY($1)`,
    [orders.map(({ id }) => id)],
  )
  const sum = (productId: string, state: string) =>
    holds
      .filter((hold) => hold.product_id === productId && hold.state === state)
      .reduce((total, hold) => total + hold.quantity, 0)
  for (const row of stock) {
    assert.ok(row.on_hand >= 0 && row.reserved >= 0 && row.sold >= 0)
    assert.equal(row.reserved, sum(row.product_id, 'held'))
    assert.equal(row.sold, sum(row.product_id, 'committed'))
    assert.equal(row.on_hand + row.reserved + row.sold, row.initial)
  }
  for (const { id, isOver } of orders)
    if (isOver) assert.equal(holds.find((hold) => hold.order_id === id)?.state, 'released')
}
