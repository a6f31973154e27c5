import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Line } from '@saleday/contracts/values'
import {
  type Committed,
  type Ended,
  type ReservationStore,
  type Reserved,
  reservationStore,
} from '@saleday/product/reservation-store'
import { testDatabase } from '@saleday/testing/test-database'
import { memoryReservations, type Stock, stockTables } from '../../src/memory-reservations.ts'
import { answering } from './answering.ts'

/** What both the real store of reservations and the simulated one promise. */

type Shelf = {
  store: ReservationStore
  /** The same for one order. */
  reserve(orderId: string, lines: readonly Line[]): Promise<Reserved>
  commit(orderId: string): Promise<Committed>
  release(orderId: string): Promise<Ended>
  stockOf(productId: string): Promise<Stock>
  close(): Promise<void>
}

const a = randomUUIDv7()
const b = randomUUIDv7()
const units = { [a]: 5, [b]: 2 }

const forOne = (store: ReservationStore) => ({
  store,
  reserve: async (orderId: string, lines: readonly Line[]) => (await store.reserve([{ orderId, lines }]))[0]!,
  commit: async (orderId: string) => (await store.commit([orderId]))[0]!,
  release: async (orderId: string) => (await store.release([orderId]))[0]!,
})

async function real(): Promise<Shelf> {
  const database = await testDatabase(new URL('../../../services/product/migrations', import.meta.url))
  for (const [id, count] of Object.entries(units)) {
    await database.pool.query(
      `INSERT INTO product (id, slug, name, category, description, price_cents, image)
       VALUES ($1::uuid, $1::uuid::text, 'A lamp', 'lamps', 'It shines', 100, 'lamp.svg')`,
      [id],
    )
    await database.pool.query('INSERT INTO stock (product_id, on_hand, initial) VALUES ($1, $2, $2)', [id, count])
  }
  return {
    ...forOne(reservationStore(database.pool)),
    async stockOf(productId) {
      const { rows } = await database.pool.query(
        'SELECT on_hand AS "onHand", reserved, sold, initial FROM stock WHERE product_id = $1',
        [productId],
      )
      return rows[0]
    },
    close: database.close,
  }
}

async function simulated(): Promise<Shelf> {
  const tables = stockTables(units)
  return {
    ...forOne(answering(memoryReservations(tables, Date.now))),
    stockOf: async (productId) => ({ ...tables.stock.get(productId)! }),
    close: async () => undefined,
  }
}

for (const [name, open] of Object.entries({ real, simulated })) {
  describe(`the ${name} reservation store`, () => {
    let shelf: Shelf
    before(async () => {
      shelf = await open()
    })
    after(() => shelf.close())

    const both = [
      { productId: a, quantity: 2 },
      { productId: b, quantity: 1 },
    ]
    const figures = async () => Promise.all([a, b].map(async (id) => Object.values(await shelf.stockOf(id))))
    const full = [
      [5, 0, 0, 5],
      [2, 0, 0, 2],
    ]

    test('a hold takes all lines, once; a commit sells them, once; a release gives them back, once', async () => {
      const order = randomUUIDv7()
      for (let times = 0; times < 2; times++) {
        assert.deepEqual(await shelf.reserve(order, both), { outcome: 'held', short: [] })
        assert.deepEqual(await figures(), [
          [3, 2, 0, 5],
          [1, 1, 0, 2],
        ])
      }
      for (let times = 0; times < 2; times++) {
        assert.equal(await shelf.commit(order), 'committed')
        assert.deepEqual(await figures(), [
          [3, 0, 2, 5],
          [1, 0, 1, 2],
        ])
      }
      assert.deepEqual(await shelf.reserve(order, both), { outcome: 'committed', short: [] })
      assert.equal(await shelf.release(order), 'committed')
      assert.equal(await shelf.release(order), 'released')
      assert.deepEqual(await figures(), full)
    })

    test('after a release a late reserve and a late commit do nothing', async () => {
      const order = randomUUIDv7()
      await shelf.reserve(order, both)
      assert.equal(await shelf.release(order), 'held')
      assert.deepEqual(await shelf.reserve(order, both), { outcome: 'released', short: [] })
      assert.equal(await shelf.commit(order), 'released')
      assert.deepEqual(await figures(), full)
    })

    test('a release that comes first leaves a tombstone', async () => {
      const order = randomUUIDv7()
      assert.equal(await shelf.release(order), 'none')
      assert.equal(await shelf.release(order), 'released')
      assert.deepEqual(await shelf.reserve(order, both), { outcome: 'released', short: [] })
      assert.deepEqual(await figures(), full)
    })

    test('a commit of what was never reserved is unknown, and leaves nothing behind', async () => {
      const order = randomUUIDv7()
      assert.equal(await shelf.commit(order), 'unknown')
      assert.equal(await shelf.release(order), 'none')
    })

    test('too few of one line: none is taken, and the products are named', async () => {
      const order = randomUUIDv7()
      const unknown = randomUUIDv7()
      const lines = [
        { productId: a, quantity: 1 },
        { productId: b, quantity: 3 },
        { productId: unknown, quantity: 1 },
      ]
      const { outcome, short } = await shelf.reserve(order, lines)
      assert.equal(outcome, 'short')
      assert.deepEqual(
        short,
        [
          { productId: b, requested: 3, available: 2 },
          { productId: unknown, requested: 1, available: 0 },
        ].sort((one, other) => (one.productId < other.productId ? -1 : 1)),
      )
      assert.deepEqual(await figures(), full)
      assert.deepEqual(await shelf.reserve(order, both), { outcome: 'held', short: [] }, 'refused is not remembered')
      await shelf.release(order)
    })

    test('the last units go to one of those who ask at once', async () => {
      const orders = Array.from({ length: 4 }, () => randomUUIDv7())
      const lines = [{ productId: b, quantity: 2 }]
      const answers = await Promise.all(orders.map((order) => reserveSettled(order, lines)))
      assert.deepEqual(answers.sort(), ['held', 'short', 'short', 'short'])
      assert.equal(await shelf.store.countOldHolds(5), 0)
      for (const order of orders) await shelf.release(order)
      assert.deepEqual(await figures(), full)
    })

    test('of a batch the first comes first, and who is left over asks again; each gets an answer of its own', async () => {
      const [first, second, third, fourth, known] = Array.from({ length: 5 }, () => randomUUIDv7())
      await shelf.release(known!)
      const wanted = (orderId: string, productId: string, quantity: number) => ({
        orderId,
        lines: [{ productId, quantity }],
      })
      const batch = [
        wanted(first!, b, 1),
        wanted(second!, b, 2),
        wanted(third!, b, 3),
        wanted(fourth!, a, 1),
        wanted(known!, a, 1),
      ]
      const outcomes = async () => (await shelf.store.reserve(batch)).map(({ outcome }) => outcome)
      assert.deepEqual(await outcomes(), ['held', 'raced', 'short', 'held', 'released'])
      assert.deepEqual(await outcomes(), ['held', 'short', 'short', 'held', 'released'])
      assert.deepEqual(await shelf.store.commit([second!, first!]), ['unknown', 'committed'])
      assert.deepEqual(await shelf.store.release([first!, third!, fourth!]), ['committed', 'none', 'held'])
      assert.deepEqual(await figures(), full)
    })

    /** A race that was lost is asked again, as the service does. */
    async function reserveSettled(order: string, lines: readonly Line[]) {
      for (;;) {
        const { outcome } = await shelf.reserve(order, lines)
        if (outcome !== 'raced') return outcome
      }
    }
  })
}
