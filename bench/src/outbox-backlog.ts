import { createLogger, type Logger } from '@saleday/chassis/logger'
import { createPool } from '@saleday/postgres/pool'
import { testDatabase } from '@saleday/testing/test-database'
import { startTestServers } from '@saleday/testing/test-servers'
import { Registry } from 'prom-client'
import { median } from './figures.ts'
import { type Finding, ratioOf } from './finding.ts'
import { orderAtWork } from './order-at-work.ts'
import type { RunSettings } from './run-settings.ts'

const waitingRows = 1_000_000
const kinds = ['commit', 'capture', 'take_out']
/** Runs of each side in a pair, in turns: a machine that does something else for a second spoils one of them only. */
const runs = 11
const checkouts = 150
/** A process that starts tries as much as it may at first; what is measured is one that has been running. */
const warmUps = 150
const atOnce = 4
const scrapeEveryMs = 2_000
const goal = 1.1

type Pair = { noneMs: number; backlogMs: number }

/**
 * Checkouts with 1,000,000 rows of the outbox that wait, and with none, in turns: two databases of one server, and a
 * process of order that works on the one that is measured. All of the rows are due, and none can be delivered.
 */
export async function measureOutboxBacklog({ rounds, isQuick }: RunSettings): Promise<Finding[]> {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const { log } = createLogger({ name: 'bench', level: 'silent' })
  const servers = await startTestServers(say)
  const migrations = new URL('../../services/order/migrations/', import.meta.url)
  try {
    const [without, backlog] = [await testDatabase(migrations), await testDatabase(migrations)]
    const waiting = isQuick ? waitingRows / 10 : waitingRows
    say(`\nLetting ${waiting.toLocaleString('en')} rows of the outbox wait …`)
    await fill(backlog.url, waiting, log)
    const measured: Pair[] = []
    for (let pair = 0; pair < rounds; pair++)
      measured.push(await measurePair(without.url, backlog.url, isQuick ? 1 : runs, log))
    await Promise.all([without.close(), backlog.close()])
    return report(measured, waiting)
  } finally {
    await servers.stop()
  }
}

async function fill(url: string, waiting: number, log: Logger): Promise<void> {
  const orders = Math.ceil(waiting / kinds.length)
  const pool = createPool({ url, max: 1, name: 'fill', log, metrics: new Registry(), statementTimeoutMs: 120_000 })
  await pool.query(
    `INSERT INTO customer_order (id, customer_id, state, total_cents, currency, card_token)
     SELECT uuidv7(), uuidv7(), 'confirmed', 1000, 'EUR', 'tok_test_4242' FROM generate_series(1, $1::integer)`,
    [orders],
  )
  for (const kind of kinds) {
    await pool.query(
      `INSERT INTO outbox (order_id, kind, due_at, created_at)
       SELECT id, $1, now() - random() * interval '10 s', now() - interval '10 minutes' FROM customer_order`,
      [kind],
    )
  }
  await pool.query('VACUUM ANALYZE customer_order, outbox')
  await pool.end()
}

/** The median run of either side. */
async function measurePair(none: string, backlog: string, runs: number, log: Logger): Promise<Pair> {
  const noneMs: number[] = []
  const backlogMs: number[] = []
  for (let run = 0; run < runs; run++) {
    const isFirst = run % 2 === 0 // so that neither side always comes after the other
    if (isFirst) noneMs.push(await measure(none, log))
    backlogMs.push(await measure(backlog, log))
    if (!isFirst) noneMs.push(await measure(none, log))
  }
  return { noneMs: median(noneMs), backlogMs: median(backlogMs) }
}

let lastScrapeMs = 0

/** Milliseconds for each checkout, several being under way at the same time. */
async function measure(url: string, log: Logger): Promise<number> {
  const order = orderAtWork(url, log)
  const scraping = setInterval(() => {
    if (performance.now() - lastScrapeMs < scrapeEveryMs) return
    lastScrapeMs = performance.now()
    void order.scrape()
  }, 50)
  try {
    await buyMany(order, warmUps)
    const startMs = performance.now()
    await buyMany(order, checkouts)
    return (performance.now() - startMs) / checkouts
  } finally {
    clearInterval(scraping)
    await order.stop()
  }
}

async function buyMany(order: ReturnType<typeof orderAtWork>, count: number): Promise<void> {
  let left = count
  const customer = async () => {
    while (left-- > 0) await order.buy()
  }
  await Promise.all(Array.from({ length: atOnce }, customer))
}

const report = (measured: readonly Pair[], waiting: number): Finding[] => [
  ratioOf(
    'checkouts with a backlog',
    {
      name: `${waiting.toLocaleString('en')} rows wait`,
      unit: 'ms',
      values: measured.map(({ backlogMs }) => backlogMs),
    },
    { name: 'none waits', unit: 'ms', values: measured.map(({ noneMs }) => noneMs) },
    { is: '≤', limit: goal },
    [`each pair is the median of several runs of ${checkouts} checkouts on either side`],
  ),
]
