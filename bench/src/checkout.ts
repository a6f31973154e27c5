import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMsOf } from '@saleday/local/process-cpu'
import type { Client } from 'pg'
import { makeFloorDatabase } from './checkout-floor-database.ts'
import { checkoutRequests } from './checkout-requests.ts'
import { median } from './figures.ts'
import { type Finding, ratioOf } from './finding.ts'
import { load } from './load.ts'
import type { PlannedRequest } from './load-plan.ts'
import { startFloor } from './processes.ts'
import { inTurn, type RunSettings } from './run-settings.ts'
import { startService, untilServing, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

const connections = 16
const settleLimitMs = 60_000
/** Tables that a checkout adds rows to. */
const tables = {
  product: ['reservation', 'reservation_line'],
  order: ['customer_order', 'order_line', 'order_event', 'idempotency_key', 'outbox'],
  payment: ['payment', 'payment_event', 'ledger_entry', 'webhook_seen'],
} as const
type Owner = keyof typeof tables

type Cost = { servicesMs: number; postgresMs: number; perSecond: number }

/**
 * A checkout of two lines, with all the work that it leaves, in CPU time for each: of all services together, and of
 * PostgreSQL. Beside it one service that writes the same rows in one statement. The bank, an outside party, is not counted.
 */
export const measureCheckout = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const customers = await stage.customers(200)
    const requests = await checkoutRequests(stage, customers)
    const floorUrl = await makeFloorDatabase(stage)
    const auth = await keep(startService(stage, 'auth', {}, 'databases'))
    await keep(startService(stage, 'bank', {}, 'databases'))
    const services = [auth]
    // Nothing ships by itself, as in production.
    const settings = { order: { SHIP_AFTER_SECONDS: '0' }, product: {}, cart: {}, payment: {} }
    for (const server of ['product', 'cart', 'payment', 'order'] as const)
      services.push(await keep(startService(stage, server, settings[server])))
    const floor = await keep(startFloor('one-service-checkout', { DATABASE_URL: floorUrl }))
    const order = services.at(-1)!
    await untilServing(order.port, '/api/orders', customers[0]!)

    const orders = await stage.connect('order')
    await keep(Promise.resolve({ stop: () => orders.end() }))

    const cost = async (port: number, pids: number[], settled: () => Promise<void>): Promise<Cost> => {
      await load({ ...plan(port, requests), warmUpMs: 0, durationMs: run.warmUpMs })
      await settled()
      const before = [cpuMsOf(pids), cpuMsOf([stage.pids.postgres])] as const
      const { perSecond, statuses } = await load({ ...plan(port, requests), warmUpMs: 0, durationMs: run.durationMs })
      await settled()
      const count = statuses['201']!
      return {
        servicesMs: (cpuMsOf(pids) - before[0]) / count,
        postgresMs: (cpuMsOf([stage.pids.postgres]) - before[1]) / count,
        perSecond,
      }
    }
    // Five processes take longer than one until their code is compiled as well as it will be.
    for (const port of [order.port, floor.port])
      await load({ ...plan(port, requests), warmUpMs: 0, durationMs: 2 * run.durationMs })
    const results = await inTurn(run.rounds, {
      ours: () =>
        cost(
          order.port,
          services.map(({ pid }) => pid),
          () => allDone(orders),
        ),
      floor: () => cost(floor.port, [floor.pid], async () => undefined),
    })
    await compareRows(stage)
    const rate = median(results.ours.map(({ perSecond }) => perSecond))
    const atHalf = await load({
      ...plan(order.port, requests),
      connections: 64,
      ratePerSecond: rate / 2,
      warmUpMs: run.warmUpMs,
      durationMs: run.durationMs,
    })
    const side = (name: string, of: Cost[], what: 'servicesMs' | 'postgresMs') => ({
      name,
      unit: 'CPU-ms',
      values: of.map((one) => one[what]),
    })
    const floorRate = median(results.floor.map(({ perSecond }) => perSecond))
    return [
      ratioOf(
        'checkout, CPU of all services',
        side('product, cart, order, payment, auth', results.ours, 'servicesMs'),
        side('one service, one statement', results.floor, 'servicesMs'),
        { is: '≤', limit: 4.5 },
        [
          `${Math.round(rate)} checkouts/s of ours, ${Math.round(floorRate)}/s of the floor, each with ${connections} callers`,
          `at half of that: p50 ${atHalf.p50Ms.toFixed(1)} ms, p99 ${atHalf.p99Ms.toFixed(1)} ms`,
        ],
      ),
      ratioOf(
        'checkout, CPU of PostgreSQL',
        side('three databases', results.ours, 'postgresMs'),
        side('one statement with the same rows', results.floor, 'postgresMs'),
        { is: '≤', limit: 2 },
      ),
    ]
  })

const plan = (port: number, requests: readonly PlannedRequest[]) => ({ port, connections, requests, expect: [201] })

/** Waits until nothing is left to do of any order. */
async function allDone(orders: Client): Promise<void> {
  for (let waitedMs = 0; waitedMs < settleLimitMs; waitedMs += 100) {
    const { rows } = await orders.query('SELECT EXISTS (SELECT FROM outbox WHERE done_at IS NULL) AS open')
    if (!rows[0].open) return
    await sleep(100)
  }
  throw new Error(`the outbox was not empty ${settleLimitMs / 1_000} s after the last checkout`)
}

/** @throws where the floor writes other rows than the services do, for then the two cannot be compared */
async function compareRows(stage: Stage): Promise<void> {
  const rowsOf = async (of: (owner: Owner, table: string) => Promise<number>) => {
    const counts = new Map<string, number>()
    for (const owner of Object.keys(tables) as Owner[])
      for (const table of tables[owner]) counts.set(table, await of(owner, table))
    const orders = counts.get('customer_order')!
    return [...counts].map(([table, count]) => `${table} ${(count / orders).toFixed(1)}`).join(', ')
  }
  const count = async (owner: Owner | 'superuser', table: string, database?: string) => {
    const [row] = await stage.query<{ count: number }>(
      owner,
      `SELECT count(*)::integer AS count FROM ${table}`,
      [],
      database,
    )
    return row!.count
  }
  const schema = { product: 'product', order: 'orders', payment: 'payment' }
  const floor = await rowsOf((owner, table) => count('superuser', `${schema[owner]}.${table}`, 'floor'))
  let ours = ''
  for (let waitedMs = 0; waitedMs < settleLimitMs; waitedMs += 250) {
    ours = await rowsOf((owner, table) => count(owner, table)) // the bank's news come when they come
    if (ours === floor) return
    await sleep(250)
  }
  throw new Error(`rows for each checkout differ.\nServices: ${ours}\nFloor:    ${floor}`)
}
