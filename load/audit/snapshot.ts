import { typesWithSafeIntegers } from '@saleday/postgres/types'
import pg from 'pg'
import { openTape, type Tape } from './tape.ts'

/** The databases that the books are read from. Nothing of auth is in the books. */
export const audited = ['order', 'product', 'payment', 'bank'] as const
export type Audited = (typeof audited)[number]
export type AuditUrls = Readonly<Record<Audited, string>>
export type Snapshots = Readonly<Record<Audited, Snapshot>>

/** One database as it was at one moment. */
export type Snapshot = {
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>
  /** A sorted result of any size, a batch at a time. */
  tape<T>(sql: string, values: unknown[], toRow: (cells: Cells) => T): Promise<Tape<T>>
}
// biome-ignore lint/suspicious/noExplicitAny: cells as pg gives them; the statement beside says what they are
export type Cells = any[]

export type Connections = Readonly<Record<Audited, pg.Client>>

/** The reading is long and alone: large sorts stay in memory, cursors are planned to be read to their end, and one core is left to the rest of the machine. */
const settings =
  '-c jit=off -c work_mem=96MB -c cursor_tuple_fraction=1 -c max_parallel_workers_per_gather=0 -c default_transaction_read_only=on -c statement_timeout=0'

export async function connect(urls: AuditUrls): Promise<Connections> {
  const clients = audited.map((name) => {
    const client = new pg.Client({
      connectionString: urls[name],
      application_name: 'audit',
      options: settings,
      types: typesWithSafeIntegers,
    })
    // A lost connection fails the statement under way; without a listener it would end the process.
    client.on('error', () => {})
    return client
  })
  const connected = await Promise.allSettled(clients.map((client) => client.connect()))
  const failed = connected.find((each) => each.status === 'rejected')
  if (failed) {
    await Promise.allSettled(clients.map((client) => client.end()))
    throw failed.reason
  }
  return Object.fromEntries(audited.map((name, at) => [name, clients[at]!])) as Connections
}

export async function disconnect(connections: Connections): Promise<void> {
  await Promise.allSettled(audited.map((name) => connections[name].end()))
}

/** What was seen before is let go; from now on all is read as it is at this moment. */
export async function takeSnapshots(connections: Connections): Promise<Snapshots> {
  const taken = await Promise.all(
    audited.map(async (name) => {
      const client = connections[name]
      await client.query('ROLLBACK')
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      await client.query('SELECT pg_current_snapshot()') // the moment is that of the first statement
      return [name, snapshotOf(client)] as const
    }),
  )
  return Object.fromEntries(taken) as Snapshots
}

const snapshotOf = (client: pg.Client): Snapshot => ({
  rows: async <T>(sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows as T[],
  tape: (sql, values, toRow) => openTape(client, sql, values, toRow),
})
