import assert from 'node:assert/strict'
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '@saleday/embedded/postgres-server'
import { migrate } from '@saleday/postgres/migrate'
import { createPool, type Pool } from '@saleday/postgres/pool'
import { reservationStore } from '@saleday/product/reservation-store'
import { reservations } from '@saleday/product/reservations'
import { freePort } from '@saleday/testing/free-port'
import { testChassis } from '@saleday/testing/test-chassis'
import { median } from './figures.ts'
import { type Finding, ratioOf } from './finding.ts'
import type { RunSettings } from './run-settings.ts'

/** As a product process has by default; both sides use the same connections. */
const poolSize = 4
const clientCounts = [32, 200]
const goal = { clients: 200, ratio: 5 }
/** What is left after that time, to be sold out. */
const last = 100
const plenty = 10_000_000

const sides = ['plain', 'batches'] as const
type Side = (typeof sides)[number]
/** Takes one unit for a new order; tells whether there was one left. */
type TakeOne = () => Promise<boolean>

const hotProduct = randomUUIDv7()

/** What is compared with: one conditional UPDATE, with the reservation and its line, in one round trip for each request. */
const plainText = `
WITH taken AS (
  UPDATE stock SET on_hand = on_hand - 1, reserved = reserved + 1 WHERE product_id = $2 AND on_hand >= 1
  RETURNING product_id
), hold AS (
  INSERT INTO reservation (order_id, state) SELECT $1::uuid, 'held' FROM taken RETURNING order_id
), line AS (
  INSERT INTO reservation_line (order_id, product_id, quantity) SELECT order_id, product_id, 1 FROM hold CROSS JOIN taken
)
SELECT FROM taken`

/**
 * Reservations a second of one hot product, which is then sold out, at the store, on a PostgreSQL of its own whose commits
 * wait for the disk: the service's batches beside one conditional UPDATE for each request, in turn.
 */
export async function measureHotStock({ rounds, durationMs }: RunSettings): Promise<Finding[]> {
  return await withDatabase(async (pool) => {
    const { reserve } = reservations(reservationStore(pool), { reservation: () => undefined, batch: () => undefined })
    const takeOneBy: Record<Side, TakeOne> = {
      async plain() {
        const values = [randomUUIDv7(), hotProduct]
        const { rowCount } = await pool.query({ name: 'plain', text: plainText, values })
        return rowCount === 1
      },
      async batches() {
        return (await reserve(randomUUIDv7(), [{ productId: hotProduct, quantity: 1 }])) === 'held'
      },
    }
    const rates = new Map<string, number[]>()
    for (const side of sides) await sellOut(pool, takeOneBy[side], 32, durationMs) // warm up
    for (const clients of clientCounts) {
      for (let round = 0; round < rounds; round++) {
        for (const side of sides) {
          const key = `${side} ${clients}`
          rates.set(key, [...(rates.get(key) ?? []), await sellOut(pool, takeOneBy[side], clients, durationMs)])
        }
      }
    }
    return report(rates)
  })
}

/** Gives reservations a second. @throws AssertionError where more or less was sold than there was */
async function sellOut(pool: Pool, takeOne: TakeOne, clients: number, runMs: number): Promise<number> {
  await pool.query('TRUNCATE reservation, reservation_line')
  await pool.query('UPDATE stock SET on_hand = $1, reserved = 0, sold = 0, initial = $1', [plenty])
  await pool.query('VACUUM stock')
  await pool.query('CHECKPOINT')

  let taken = 0
  const client = async () => {
    while (await takeOne()) taken++
  }
  const begun = performance.now()
  const soldOut = Promise.all(Array.from({ length: clients }, client))
  await Promise.race([sleep(runMs), soldOut]) // an error is to be seen at once
  const rate = (taken / (performance.now() - begun)) * 1000
  await pool.query('UPDATE stock SET on_hand = $1, initial = initial - on_hand + $1', [last])
  await soldOut

  const { rows } = await pool.query(`
    SELECT on_hand, reserved, initial, (SELECT count(*) FROM reservation) AS orders,
      (SELECT sum(quantity) FROM reservation_line) AS units
    FROM stock`)
  assert.deepEqual(rows, [{ on_hand: 0, reserved: taken, initial: taken, orders: taken, units: taken }])
  return rate
}

async function withDatabase<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'saleday-bench-'))
  try {
    // The account that PostgreSQL runs as where we are root must be able to pass.
    await chmod(dir, 0o711)
    const server = await startPostgres({
      dataDir: join(dir, 'postgres'),
      port: await freePort(),
      password: randomBytes(12).toString('hex'),
      settings: { fsync: 'on', synchronous_commit: 'on' },
    })
    try {
      await migrate({ url: server.url, dir: new URL('../../services/product/migrations', import.meta.url).pathname })
      const { log, metrics } = testChassis('product')
      const pool = createPool({ url: server.url, max: poolSize, name: 'hot-stock', log, metrics })
      try {
        await insertHotProduct(pool)
        return await work(pool)
      } finally {
        await pool.end()
      }
    } finally {
      await server.stop()
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function insertHotProduct(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO product (id, slug, name, category, description, price_cents, image)
     VALUES ($1, 'hot', 'Hot', 'home', 'What everybody wants', 100, 'hot.svg')`,
    [hotProduct],
  )
  await pool.query('INSERT INTO stock (product_id, on_hand, initial) VALUES ($1, 0, 0)', [hotProduct])
}

function report(rates: Map<string, number[]>): Finding[] {
  const sideOf = (side: Side, clients: number) => ({
    name: side === 'plain' ? 'one conditional UPDATE each' : 'batches',
    unit: 'reservations/s',
    values: rates.get(`${side} ${clients}`)!,
  })
  const noteOf = (clients: number) =>
    `with ${clients} clients ${sides.map((side) => `${side} ${Math.round(median(rates.get(`${side} ${clients}`)!))}/s`).join(', ')}`
  return [
    ratioOf(
      `hot stock at the store, ${goal.clients} clients`,
      sideOf('batches', goal.clients),
      sideOf('plain', goal.clients),
      { is: '≥', limit: goal.ratio },
      [
        ...clientCounts.filter((clients) => clients !== goal.clients).map(noteOf),
        `a pool of ${poolSize} for both; each run ended sold out, with exactly what there was`,
      ],
    ),
  ]
}
