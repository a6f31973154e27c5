import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@saleday/embedded/postgres-server'
import { migrate } from '@saleday/postgres/migrate'
import { createPool, type Pool } from '@saleday/postgres/pool'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { freePort } from './free-port.ts'

export type OwnPostgres = Awaited<ReturnType<typeof ownPostgres>>

/** A server of its own with a service's tables, which a test may take away. What it has committed outlives that. */
export async function ownPostgres(migrations: URL) {
  const dir = await mkdtemp(join(tmpdir(), 'saleday-own-postgres-'))
  // The account that PostgreSQL runs as where we are root must be able to pass.
  await chmod(dir, 0o711)
  const options = {
    dataDir: join(dir, 'data'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    settings: { fsync: 'off', max_connections: '40' },
  }
  let server = await startPostgres(options)
  await migrate({ url: server.url, dir: fileURLToPath(migrations) })
  const pool = createPool({
    url: server.url,
    max: 4,
    name: testName,
    log: pino({ level: 'silent' }),
    metrics: new Registry(),
  })
  // A connection that the pool let go of would be one for the service while all are taken.
  pool.options.idleTimeoutMillis = 0
  pool.options.allowExitOnIdle = true
  return {
    url: server.url,
    pool,
    async kill() {
      process.kill(server.pid, 'SIGKILL')
      await server.exited
    },
    async restart() {
      server = await startPostgres(options)
    },
    takeAllConnections: () => takeAllConnections(server.url),
    /** Holds what these statements lock until the function that comes back is called. */
    async lock(...statements: string[]): Promise<() => Promise<void>> {
      const holder = await connect(server.url)
      for (const sql of ['BEGIN', ...statements]) await holder.query(sql)
      return () => holder.end()
    },
    async close() {
      await pool.end()
      await server.stop()
      await rm(dir, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Connections of tests have names that begin so, of whichever helper they are. */
const testName = 'test'

/** PostgreSQL ends the connections of the service, and leaves the test its own. Gives how many it has ended. */
export const cutConnections = (pool: Pool): Promise<number> => endConnections(pool, 'datname = current_database()')

async function endConnections(db: Pool | pg.Client, where: string): Promise<number> {
  const { rowCount } = await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND application_name NOT LIKE '${testName}%' AND ${where}`,
  )
  return rowCount ?? 0
}

/** Until the function that comes back is called, the server has no connection left for anybody. */
async function takeAllConnections(url: string): Promise<() => Promise<void>> {
  const held = [await connect(url)]
  /** Gives how many there were to take. */
  async function takeFree(): Promise<number> {
    for (let taken = 0; ; taken++) {
      const client = await connect(url).catch((error: { code?: string }) => {
        if (error.code !== '53300') throw error
      })
      if (!client) return taken
      held.push(client)
    }
  }
  // The service is quick to connect again, and a connection that was ended is free only a moment later.
  for (let quiet = 0; quiet < 3; await sleep(20)) {
    const moved = (await takeFree()) + (await endConnections(held[0]!, 'true'))
    quiet = moved === 0 ? quiet + 1 : 0
  }
  return async () => {
    await Promise.all(held.map((client) => client.end()))
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: testName })
  client.on('error', () => undefined) // its next query says it
  await client.connect()
  return client
}
