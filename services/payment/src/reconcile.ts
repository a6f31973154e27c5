import type { Chassis } from '@saleday/chassis/chassis'
import { newContext } from '@saleday/chassis/context'
import { createLogger } from '@saleday/chassis/logger'
import { serviceClient } from '@saleday/chassis/service-client'
import { SettingsError } from '@saleday/chassis/settings'
import { createPool } from '@saleday/postgres/pool'
import { Registry } from 'prom-client'
import { bankClient } from './clients.ts'
import type { Difference } from './compare-with-bank.ts'
import { type Config, loadConfig } from './config.ts'
import { makeCounters } from './metrics.ts'
import { compare, inPieces, type Reconciling } from './reconcile-payments.ts'
import { authorisationIdOf, reconciliationStore, sidesOf } from './reconciliation-store.ts'

/**
 * `node src/reconcile.ts`, with the settings of the service: compares all payments and all that the bank has with each
 * other, prints each difference as a line of JSON, and repairs nothing. Exit code 1: there are differences.
 */

type Comparing = Parameters<typeof compare>[0]

const pageSize = 1_000

/** Every payment once, and then what the bank has for orders that have none. */
async function* allDifferences(comparing: Comparing): AsyncGenerator<Difference> {
  for await (const orderIds of knownOrders(comparing)) yield* (await compare(comparing, orderIds)).found
  for await (const orderIds of ordersAtBank(comparing)) {
    const known = await comparing.reconciliation.payments(orderIds, 0)
    const unknown = orderIds.filter((orderId) => !known.has(orderId))
    if (unknown.length > 0) yield* (await compare(comparing, unknown)).found
  }
}

async function* knownOrders({ reconciliation }: Comparing): AsyncGenerator<readonly string[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page = await reconciliation.ordersAfter(after, pageSize)
    yield* inPieces(page)
    if (page.length < pageSize) return
    after = page.at(-1)!
  }
}

async function* ordersAtBank({ bank, graceSeconds, log }: Comparing): AsyncGenerator<readonly string[]> {
  let after = 0
  for (;;) {
    const query = { after, limit: pageSize, minAgeSeconds: graceSeconds }
    const rows = await bank.ledger(query, newContext(log, 15_000))
    yield* inPieces(rows.flatMap(({ kind, reference }) => (kind === 'authorised' ? [reference] : [])))
    if (rows.length < pageSize) return
    after = rows.at(-1)!.id
  }
}

async function printDifferences(config: Config): Promise<number> {
  const { log } = createLogger({ name: 'reconcile', level: 'silent' })
  const metrics = new Registry()
  const pool = createPool({ url: config.database.url, max: 1, name: 'reconcile', log, metrics })
  // The bank takes its own key and no service's token: the client needs nothing else of a process.
  const client = serviceClient({ metrics } as Chassis, { to: 'bank', url: config.bank.url })
  const bank = bankClient({ client, counters: makeCounters(metrics), ...config.bank })
  const { graceSeconds } = config.reconcile
  const comparing: Pick<Reconciling, keyof Comparing> = {
    bank,
    reconciliation: reconciliationStore(pool),
    graceSeconds,
    log,
  }
  let count = 0
  try {
    for await (const difference of allDifferences(comparing)) {
      const { kind, orderId } = difference
      console.log(
        JSON.stringify({ kind, orderId, authorisationId: authorisationIdOf(difference), ...sidesOf(difference) }),
      )
      count++
    }
  } finally {
    await client.close()
    await pool.end()
  }
  return count
}

async function main(): Promise<0 | 1 | 2> {
  try {
    const count = await printDifferences(loadConfig(process.env))
    console.error(count === 0 ? 'The books agree.' : `${count} differences.`)
    return count === 0 ? 0 : 1
  } catch (error) {
    console.error(`The books could not be compared: ${(error as Error).message}`)
    if (!(error instanceof SettingsError)) console.error('Is the bank there, and the database? Run it again.')
    return 2
  }
}

if (import.meta.main) process.exitCode = await main()
