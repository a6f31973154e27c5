import { randomUUIDv7 } from 'node:crypto'
import pg from 'pg'
import { median } from './figures.ts'
import { type Finding, ratioOf } from './finding.ts'
import { load } from './load.ts'
import { inTurn, type RunSettings } from './run-settings.ts'
import { type Started, startService, startVariant, untilServing, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

/** Of the one customer whose history is read, in the shop with many orders. A page has 20. */
const ownOrders = 10_000
const page = 20
/** Orders made by one statement. */
const chunk = 500_000

/** The first page of a customer with 10,000 orders among very many, beside one with a page of orders in an empty shop. */
export const measureOrderHistory = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const [customer] = await stage.customers(1)
    await keep(startService(stage, 'auth', {}, 'databases'))
    const urls = {
      full: await stage.makeDatabase('order', 'history_full'),
      empty: await stage.makeDatabase('order', 'history_empty'),
    }
    await fill(urls.full, customer!.customerId, run.orders, Math.min(ownOrders, run.orders / 2))
    await fill(urls.empty, customer!.customerId, page, page)
    // What was written is not to reach the disk while reading is measured.
    await stage.query('superuser', 'CHECKPOINT')
    const full = await keep(startVariant(stage, 'order', { DATABASE_URL: urls.full, SHIP_AFTER_SECONDS: '0' }))
    const empty = await keep(startVariant(stage, 'order', { DATABASE_URL: urls.empty, SHIP_AFTER_SECONDS: '0' }))
    for (const { port } of [full, empty]) await untilServing(port, '/api/orders', customer!)
    const requests = [{ path: '/api/orders', headers: { authorization: `Bearer ${customer!.accessToken}` } }]
    const common = { requests, warmUpMs: run.warmUpMs, durationMs: run.durationMs, expect: [200] }
    const rate = (await load({ ...common, port: empty.port, connections: 16 })).perSecond / 2
    const firstPage = ({ port }: Started) => load({ ...common, port, connections: 64, ratePerSecond: rate })
    const results = await inTurn(run.rounds, { ours: () => firstPage(full), floor: () => firstPage(empty) })
    const p99 = (side: keyof typeof results) => median(results[side].map(({ p99Ms }) => p99Ms)).toFixed(1)
    return [
      ratioOf(
        'order history, first page, p50',
        {
          name: `${run.orders.toLocaleString('en')} orders`,
          unit: 'ms',
          values: results.ours.map(({ p50Ms }) => p50Ms),
        },
        { name: 'an empty shop', unit: 'ms', values: results.floor.map(({ p50Ms }) => p50Ms) },
        { is: '≤', limit: 2 },
        [
          `${Math.round(rate)} pages/s, half of what a process can do in the empty shop; p99 ${p99('ours')} and ${p99('floor')} ms`,
          ...(run.orders < 10_000_000
            ? ['--orders 10000000 makes it ten million orders; that takes minutes and 6 GB']
            : []),
        ],
      ),
    ]
  })

/** Shipped orders of one line, those of the customer spread evenly among those of many others. */
async function fill(url: string, customerId: string, all: number, own: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SET synchronous_commit = off')
    const product = randomUUIDv7()
    for (let from = 1; from <= all; from += chunk) {
      await client.query(
        `WITH made AS (
           INSERT INTO customer_order (id, customer_id, state, total_cents, currency, card_token, version)
           SELECT uuidv7(), CASE WHEN number % $4::integer = 0 THEN $3::uuid ELSE lpad(to_hex(number / 8), 32, '0')::uuid END,
             'shipped', 1000, 'EUR', 'tok_test_4242', 3
           FROM generate_series($1::integer, $2::integer) AS number RETURNING id
         )
         INSERT INTO order_line (order_id, position, product_id, name, quantity, unit_price_cents)
         SELECT id, 1, $5::uuid, 'A product', 1, 1000 FROM made`,
        [from, Math.min(all, from + chunk - 1), customerId, Math.max(1, Math.floor(all / own)), product],
      )
    }
    await client.query('VACUUM ANALYZE customer_order, order_line')
  } finally {
    await client.end()
  }
}
