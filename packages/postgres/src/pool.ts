import { areFailpointsArmed } from '@saleday/chassis/failpoint'
import type { Logger } from '@saleday/chassis/logger'
import pg from 'pg'
import type { Registry } from 'prom-client'
import { countConnections } from './pool-metrics.ts'
import { StruckClient } from './struck-client.ts'
import { typesWithSafeIntegers } from './types.ts'

export type Pool = pg.Pool
export type PoolClient = pg.PoolClient
/** Whatever SQL can be sent through: a pool, or one connection with a transaction open. */
export type Db = pg.Pool | pg.PoolClient

export type PoolOptions = {
  url: string
  max: number
  /** The pool's name in metrics, logs and pg_stat_activity. */
  name: string
  log: Logger
  metrics: Registry
  /** For searches, of which some match so much that reading all of a table is the quickest way. Default: no. */
  readsAll?: boolean
  /** The server gives a statement up after this. Default 5 s: below the 8 s that a request has. */
  statementTimeoutMs?: number
  /** How long to wait for a connection, new or from the pool. Default 3 s. */
  connectionTimeoutMs?: number
}

/**
 * Named statements are planned once: planning anew each time halves the rate of small statements. A plan that was made
 * while a table was empty, as all are in a new shop, is kept while it fills, until PostgreSQL has counted its rows, a
 * minute or two later. Reading the table from end to end is cheapest for a table that is empty, and must not be kept.
 */
const planning = (readsAll: boolean) =>
  `-c plan_cache_mode=force_generic_plan${readsAll ? '' : ' -c enable_seqscan=off'}`

/** A pool of connections; the first one is made by the first query. Close it by `end()`. */
export function createPool(options: PoolOptions): Pool {
  const {
    url,
    max,
    name,
    log,
    metrics,
    readsAll = false,
    statementTimeoutMs = 5_000,
    connectionTimeoutMs = 3_000,
  } = options
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    options: planning(readsAll),
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    // For a server that cannot tell any more: its machine is gone, or the network between.
    query_timeout: statementTimeoutMs + 1_000,
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: typesWithSafeIntegers,
    ...(areFailpointsArmed() && { Client: StruckClient as unknown as typeof pg.Client }),
  })
  // Without a listener the end of an idle connection would end the process. The pool replaces it by itself.
  pool.on('error', (error) => log.warn({ err: error, pool: name }, 'an idle PostgreSQL connection was lost'))
  // The same for one that ends while somebody has it, or in the moment they get it; their next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  countConnections(metrics, name, pool)
  return pool
}
