import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool } from '@saleday/postgres/pool'
import { testChassis } from '@saleday/testing/test-chassis'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import type { QueryConfig } from 'pg'
import { reservationStore } from '../src/reservation-store.ts'
import { reservations } from '../src/reservations.ts'
import { seedCatalogue } from '../src/seed-catalogue.ts'
import { migrations, plentiful } from './product-service.ts'

let database: TestDatabase
const pools: Pool[] = []
before(async () => {
  database = await testDatabase(migrations)
  await seedCatalogue(database.pool)
})
after(async () => {
  for (const pool of pools) await pool.end()
  await database.close()
})

const next = plentiful()
const line = (productId: string, quantity = 1) => ({ productId, quantity })
const wanted = (...lines: ReturnType<typeof line>[]) => ({ orderId: randomUUIDv7(), lines })
const times = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at))
const pick = <T>(from: readonly T[]) => from[Math.floor(Math.random() * from.length)]!

/** What one more process of the service has: connections and batches of its own. */
function newProcess() {
  const { log, metrics } = testChassis('product')
  const pool = createPool({ url: database.url, max: 4, name: 'hot-stock', log, metrics })
  pools.push(pool)
  const batches: number[] = []
  const errors: unknown[] = []
  const query = (config: QueryConfig) =>
    pool.query(config).catch((error) => {
      errors.push(error)
      throw error
    })
  const parts = reservations(reservationStore({ query } as Pool), {
    reservation: () => undefined,
    batch: (_change, orders) => batches.push(orders),
  })
  return { ...parts, batches, errors }
}

/** A product with just so many on hand. */
async function withStock(onHand: number): Promise<string> {
  const { id } = next()
  await database.pool.query('UPDATE stock SET on_hand = $2, initial = $2 WHERE product_id = $1', [id, onHand])
  return id
}

async function figures(productId: string): Promise<[number, number, number]> {
  const { rows } = await database.pool.query('SELECT on_hand, reserved, sold FROM stock WHERE product_id = $1', [
    productId,
  ])
  return [rows[0].on_hand, rows[0].reserved, rows[0].sold]
}

/** Holds the product's row, as a slow transaction would. */
async function lockStock(productId: string) {
  const holder = await database.pool.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM stock WHERE product_id = $1 FOR UPDATE', [productId])
  return async () => {
    await holder.query('COMMIT')
    holder.release()
  }
}

/** Gives the connections that wait for a row. */
async function untilSomebodyWaits(): Promise<number[]> {
  for (;;) {
    const { rows } = await database.pool.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if (rows.length > 0) return rows.map(({ pid }) => pid)
    await sleep(20)
  }
}

describe('one statement for several orders', () => {
  test('reserve: who comes first is served first, and one round trip does for all', async () => {
    const product = await withStock(5)
    const store = reservationStore(database.pool)
    const orders = [wanted(line(product, 3)), wanted(line(product, 2)), wanted(line(product, 1))]
    const answers = await store.reserve(orders)
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['held', 'held', 'raced'],
    )
    assert.deepEqual(await store.reserve(orders.slice(2)), [
      { outcome: 'short', short: [{ productId: product, requested: 1, available: 0 }] },
    ])
    assert.deepEqual(await figures(product), [0, 5, 0])
  })

  test('reserve: an order that is short of one product takes none of another from those behind it', async () => {
    const [hot, rare] = [await withStock(2), await withStock(1)]
    const { reserve } = newProcess()
    const [, first, second, third] = await Promise.all(
      [
        wanted(line(await withStock(1))), // goes alone; the others meanwhile become one batch
        wanted(line(hot), line(rare)),
        wanted(line(hot), line(rare)),
        wanted(line(hot)),
      ].map(({ orderId, lines }) => reserve(orderId, lines)),
    )
    assert.equal(first, 'held')
    assert.deepEqual(second, [{ productId: rare, requested: 1, available: 0 }])
    assert.equal(third, 'held')
    assert.deepEqual(await figures(hot), [0, 2, 0])
  })

  test('reserve: orders that are known keep their answers, beside new ones', async () => {
    const product = await withStock(100)
    const store = reservationStore(database.pool)
    const [held, sold, over, fresh, tooMuch] = times(5, () => wanted(line(product)))
    await store.reserve([held!, sold!])
    assert.deepEqual(await store.commit([sold!.orderId, fresh!.orderId]), ['committed', 'unknown'])
    assert.deepEqual(await store.release([over!.orderId, randomUUIDv7()]), ['none', 'none'])
    tooMuch!.lines = [line(product, 99)]
    const answers = await store.reserve([tooMuch!, over!, fresh!, sold!, held!])
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['short', 'released', 'held', 'committed', 'held'],
    )
    assert.deepEqual(await figures(product), [97, 2, 1])
    assert.deepEqual(await store.release([held, sold, fresh, over].map((order) => order!.orderId)), [
      'held',
      'committed',
      'held',
      'released',
    ])
    assert.deepEqual(await figures(product), [100, 0, 0])
  })

  test('reserve: a batch that waited for a restock gets what came by it', async () => {
    const product = await withStock(1)
    const store = reservationStore(database.pool)
    const restock = await database.pool.connect()
    await restock.query('BEGIN')
    await restock.query('UPDATE stock SET on_hand = on_hand + 10, initial = initial + 10 WHERE product_id = $1', [
      product,
    ])
    const answers = store.reserve(times(5, () => wanted(line(product))))
    await untilSomebodyWaits()
    await restock.query('COMMIT')
    restock.release()
    assert.deepEqual(
      (await answers).map(({ outcome }) => outcome),
      times(5, () => 'held'),
    )
    assert.deepEqual(await figures(product), [6, 5, 0])
  })

  test('release: tombstones for the same orders from several processes at once never deadlock', async () => {
    const stores = times(3, () => reservationStore(database.pool))
    for (let round = 0; round < 20; round++) {
      const orderIds = times(100, () => randomUUIDv7())
      const ends = await Promise.all(stores.map((store) => store.release(orderIds.toSorted(() => Math.random() - 0.5))))
      assert.equal(ends.flat().filter((was) => was === 'none').length, orderIds.length)
    }
  })

  test('reserve: who is short is told so without waiting for whoever holds the stock', async () => {
    const product = await withStock(3)
    const unlock = await lockStock(product)
    try {
      const { reserve } = newProcess()
      const answers = await Promise.all(times(50, () => reserve(randomUUIDv7(), [line(product, 4)])))
      for (const answer of answers) assert.deepEqual(answer, [{ productId: product, requested: 4, available: 3 }])
    } finally {
      await unlock()
    }
  })
})

describe('reservations from several processes at once', () => {
  test('one hot product is sold out exactly, in far fewer statements than orders', async () => {
    const product = await withStock(500)
    const processes = times(3, newProcess)
    const answers = await Promise.all(times(900, (i) => processes[i % 3]!.reserve(randomUUIDv7(), [line(product)])))
    assert.equal(answers.filter((answer) => answer === 'held').length, 500)
    assert.equal(answers.filter(Array.isArray).length, 400)
    assert.deepEqual(await figures(product), [0, 500, 0])
    const statements = processes.flatMap(({ batches }) => batches).length
    assert.ok(statements < 60, `${statements} statements`)
  })

  test('orders of several lines: each gets all or none, none is refused what is left, nothing deadlocks', async () => {
    const products = await Promise.all([40, 60, 25, 80, 10].map(withStock))
    const processes = times(3, newProcess)
    const orders = times(300, () => {
      const among = products.toSorted(() => Math.random() - 0.5).slice(0, 1 + Math.floor(Math.random() * 3))
      return wanted(...among.map((id) => line(id, 1 + Math.floor(Math.random() * 3))))
    })
    const answers = await Promise.all(orders.map(({ orderId, lines }) => pick(processes).reserve(orderId, lines)))

    const left = new Map<string, number>()
    for (const [at, id] of products.entries()) {
      const taken = orders
        .filter((_, order) => answers[order] === 'held')
        .flatMap(({ lines }) => lines)
        .reduce((sum, { productId, quantity }) => sum + (productId === id ? quantity : 0), 0)
      const initial = [40, 60, 25, 80, 10][at]!
      left.set(id, initial - taken)
      assert.deepEqual(await figures(id), [initial - taken, taken, 0])
    }
    for (const [at, answer] of answers.entries())
      if (answer !== 'held')
        assert.ok(
          orders[at]!.lines.some(({ productId, quantity }) => quantity > left.get(productId)!),
          'nothing came back, so an order that was refused cannot be served now either',
        )
    for (const { errors } of processes) assert.deepEqual(errors, [], 'also deadlocks, after which it is tried again')
  })

  test('50 requests for one order at once have one effect and one answer', async () => {
    const processes = times(3, newProcess)
    for (const initial of [1, 1_000]) {
      const product = await withStock(initial)
      const orderId = randomUUIDv7()
      const answers = await Promise.all(
        times(50, (i) => processes[i % 3]!.reserve(i % 2 ? orderId : orderId.toUpperCase(), [line(product)])),
      )
      assert.deepEqual(new Set(answers), new Set(['held']))
      assert.deepEqual(await figures(product), [initial - 1, 1, 0])
    }
  })

  test('reserve, commit and release of the same orders at once: the books agree, whatever came first', async () => {
    const products = await Promise.all([30, 30, 30].map(withStock))
    const processes = times(3, newProcess)
    for (let round = 0; round < 8; round++) {
      const orders = times(20, () => wanted(...products.filter(() => Math.random() < 0.6).map((id) => line(id, 2))))
      const some = orders.filter(({ lines }) => lines.length > 0)
      const released = new Set<string>()
      await Promise.all(
        times(120, async () => {
          const { orderId, lines } = pick(some)
          const process = pick(processes)
          const change = pick(['reserve', 'commit', 'release'] as const)
          if (change === 'reserve') await process.reserve(orderId, lines)
          if (change === 'commit') await process.commit(orderId)
          if (change === 'release') {
            await process.release(orderId)
            released.add(orderId)
          }
        }),
      )
      for (const { orderId, lines } of some)
        if (released.has(orderId)) assert.equal(await pick(processes).reserve(orderId, lines), 'released')
      await assertThatTheBooksAgree(products)
      await Promise.all(some.map(({ orderId }) => pick(processes).release(orderId)))
      for (const id of products) assert.deepEqual(await figures(id), [30, 0, 0])
    }
    for (const { errors } of processes) assert.deepEqual(errors, [], 'also deadlocks, after which it is tried again')
  })

  async function assertThatTheBooksAgree(products: readonly string[]): Promise<void> {
    const { rows } = await database.pool.query(
      `SELECT stock.product_id, stock.reserved, stock.sold,
         coalesce(sum(quantity) FILTER (WHERE state = 'held'), 0) AS held,
         coalesce(sum(quantity) FILTER (WHERE state = 'committed'), 0) AS committed
       FROM stock LEFT JOIN reservation_line AS line USING (product_id) LEFT JOIN reservation USING (order_id)
       WHERE stock.product_id = ANY($1) GROUP BY stock.product_id`,
      [products],
    )
    assert.equal(rows.length, products.length)
    for (const { reserved, sold, held, committed } of rows) assert.deepEqual([reserved, sold], [held, committed])
  }

  test('an order with a rare and a hot product does not starve beside a crowd for the hot one, nor does the crowd', async () => {
    const [hot, rare] = [await withStock(1_000_000), await withStock(10)]
    const processes = times(2, newProcess)
    const crowd = 600 // more in one process than one batch holds
    let isOver = false
    let served = 0
    let longestWait = 0
    /** Counts how many others are served before this one is. */
    const wait = async (process: number, lines: ReturnType<typeof line>[]) => {
      const before = served
      assert.equal(await processes[process]!.reserve(randomUUIDv7(), lines), 'held')
      longestWait = Math.max(longestWait, served - before)
      served++
    }
    const buyers = times(crowd, async (i) => {
      while (!isOver) await wait(i % 10 === 0 ? 1 : 0, [line(hot)])
    })
    try {
      await sleep(300)
      for (let order = 0; order < 10; order++)
        await Promise.race([wait(0, [line(hot), line(rare)]), sleep(5_000, undefined, { ref: false })])
    } finally {
      isOver = true
      await Promise.all(buyers)
    }
    assert.ok(longestWait < 5 * crowd, `${longestWait} were served before somebody in a crowd of ${crowd}`)
    assert.deepEqual(await figures(rare), [0, 10, 0])
    assert.equal((await figures(hot))[1], served)
  })
})

describe('when a batch fails', () => {
  test('the connection is lost in the middle: all of it fail, and may ask again', async () => {
    const [product, other] = [await withStock(100), await withStock(1)]
    const { reserve, batches } = newProcess()
    const orders = times(20, () => wanted(line(product)))
    const unlock = await lockStock(product)
    const first = reserve(randomUUIDv7(), [line(other)])
    const failing = Promise.allSettled(orders.map(({ orderId, lines }) => reserve(orderId, lines)))
    await first
    const waiting = await untilSomebodyWaits()
    assert.equal(waiting.length, 1, 'all of them are one statement of one connection')
    await database.pool.query('SELECT pg_terminate_backend($1)', waiting)
    const settled = await failing
    await unlock()
    assert.ok(settled.every(({ status }) => status === 'rejected'))
    assert.deepEqual(batches, [1, 20])
    assert.deepEqual(await figures(product), [100, 0, 0])
    for (const _ of [1, 2]) {
      const answers = await Promise.all(orders.map(({ orderId, lines }) => reserve(orderId, lines)))
      assert.deepEqual(new Set(answers), new Set(['held']))
      assert.deepEqual(await figures(product), [80, 20, 0])
    }
  })

  test('one order has bad data: the others of its batch are served', async () => {
    const product = await withStock(100)
    const { reserve, commit } = newProcess()
    const good = times(30, () => wanted(line(product)))
    const bad = [
      wanted(line(product, 0)),
      wanted(line('no-uuid')),
      wanted(line(product), line(product)),
      wanted(line(product, 1e12)),
      { orderId: 'no-uuid', lines: [line(product)] },
    ]
    const answers = await Promise.allSettled(
      [...good.slice(0, 11), ...bad, ...good.slice(11)].map(({ orderId, lines }) => reserve(orderId, lines)),
    )
    const refused = answers.splice(11, bad.length)
    for (const { status } of refused) assert.equal(status, 'rejected')
    for (const answer of answers) assert.deepEqual(answer, { status: 'fulfilled', value: 'held' })
    assert.deepEqual(await figures(product), [70, 30, 0])

    const commits = await Promise.allSettled([...good.map(({ orderId }) => orderId), 'no-uuid'].map(commit))
    assert.equal(commits.pop()?.status, 'rejected')
    for (const one of commits) assert.deepEqual(one, { status: 'fulfilled', value: 'committed' })
    assert.deepEqual(await figures(product), [70, 0, 30])
  })
})
