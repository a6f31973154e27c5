import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startPostgres } from '@saleday/embedded/postgres-server'
import { startValkey } from '@saleday/embedded/valkey-server'
import { openApplied } from '@saleday/local/applied'
import { type DataDir, dataDir, prepareDataDir } from '@saleday/local/data-dir'
import { type DatabaseOwner, folderOf, type ServerName } from '@saleday/local/parties'
import { type Ports, portTable } from '@saleday/local/ports'
import { pendingDatabaseWork } from '@saleday/local/prepare-databases'
import { repository } from '@saleday/local/repository'
import { loadSecrets, type Secrets } from '@saleday/local/secrets'
import { pendingSeeds } from '@saleday/local/seeds'
import { databaseUrl, type ShopParts, settingsOf } from '@saleday/local/service-settings'
import { provideServiceTokens } from '@saleday/local/service-tokens'
import { migrate } from '@saleday/postgres/migrate'
import pg from 'pg'
import { move } from './cores.ts'

type Owner = DatabaseOwner | 'superuser'
export type Customer = { customerId: string; email: string; accessToken: string }

/** What the services stand on, and nothing of them yet: databases with the catalogue in them, keys and tokens. */
export type Stage = ShopParts & {
  /** For the superuser. The bank, an outside party, has a server of its own that nobody measures. */
  postgresUrl: string
  bankDatabaseUrl: string
  pids: { postgres: number; cache: number; carts: number }
  /** What a cluster would give to a process. */
  settingsOf(server: ServerName, settings?: Record<string, string>): Record<string, string>
  /** Runs a statement as the owner of a database, or as the superuser, who may name another database than its own. */
  query<T extends object>(owner: Owner, text: string, values?: unknown[], database?: string): Promise<T[]>
  /** For what is asked often: making a connection costs PostgreSQL more than most statements. */
  connect(owner: Owner, database?: string): Promise<pg.Client>
  /** Another database of a service, with its tables and nothing in them; gives its address. */
  makeDatabase(owner: DatabaseOwner, name: string): Promise<string>
  /** Customers with access tokens; always the same ones. */
  customers(count: number): Promise<Customer[]>
}

/** Moves the ports of the stage away from those of a shop that runs. */
const offset = 3_000
/** Half of the memory of a small server, and time between checkpoints that is longer than a run. */
const postgresSettings = { fsync: 'on', synchronous_commit: 'on', shared_buffers: '512MB', max_wal_size: '4GB' }

/** Puts the databases up, does the work, and takes all of it away again. */
export async function withStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'saleday-bench-'))
  const cleanUps = [() => rm(root, { recursive: true, force: true })]
  const takeDown = async () => {
    while (cleanUps.length > 0) await cleanUps.pop()!()
  }
  let isInterrupted = false
  const interrupted = () => {
    // A signal may come twice: to us, and passed on by who started us.
    if (!isInterrupted) void takeDown().finally(() => process.exit(130))
    isInterrupted = true
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted)
  try {
    // The account that PostgreSQL runs as where we are root must be able to pass.
    await chmod(root, 0o711)
    move('generator', process.pid) // this process and what it starts keep off the core of what is measured
    return await work(await putUp(dataDir(root), cleanUps))
  } finally {
    move('anywhere', process.pid)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupted)
    await takeDown()
  }
}

async function putUp(dir: DataDir, cleanUps: (() => Promise<void>)[]): Promise<Stage> {
  prepareDataDir(dir)
  const ports = portTable({ offset, replicas: 1 })
  const secrets = loadSecrets(dir)
  const work = pendingDatabaseWork({ repository, applied: openApplied(dir), secrets, ports })

  const postgres = await startPostgres({
    dataDir: dir.postgres,
    port: ports.postgres,
    password: secrets.postgresPassword,
    settings: postgresSettings,
  })
  cleanUps.push(() => postgres.stop())
  const carts = await startValkey({ dir: dir.carts, port: ports.carts, appendOnly: true, databases: 1 })
  cleanUps.push(() => carts.stop())
  const cache = await startValkey({
    dir: dir.cache,
    port: ports.cache,
    appendOnly: false,
    evict: true,
    maxMemoryMb: 128,
    databases: 1,
  })
  cleanUps.push(() => cache.stop())
  const pids = { postgres: postgres.pid, cache: cache.pid, carts: carts.pid }
  for (const pid of Object.values(pids)) move('databases', pid)
  const tokens = await provideServiceTokens(dir)
  cleanUps.push(async () => tokens.stop())

  const parts: ShopParts = { ports, secrets, dir, valkey: { carts: carts.url, cache: cache.url } }
  for (const { run } of work) await run({ superuser: postgres.url })
  for (const { run } of pendingSeeds(repository, openApplied(dir), parts)) await run()
  const bankDatabaseUrl = await putUpBank(dir, secrets, ports, cleanUps)
  return stageOf(parts, postgres.url, bankDatabaseUrl, pids)
}

/** The bank's database on a server of its own. */
async function putUpBank(dir: DataDir, secrets: Secrets, ports: Ports, cleanUps: (() => Promise<void>)[]) {
  const port = ports.postgres + 1
  const server = await startPostgres({
    dataDir: join(dir.root, 'bank-postgres'),
    port,
    password: secrets.postgresPassword,
    settings: postgresSettings,
  })
  cleanUps.push(() => server.stop())
  move('databases', server.pid)
  await migrate({ url: server.url, dir: join(repository, folderOf('bank'), 'migrations') })
  return server.url
}

function stageOf(parts: ShopParts, postgresUrl: string, bankDatabaseUrl: string, pids: Stage['pids']): Stage {
  const ofServer = (server: ServerName, settings: Record<string, string> = {}) => ({
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: parts.dir.compileCache,
    ...settingsOf(server, 0, parts),
    ...(server === 'bank' ? { DATABASE_URL: bankDatabaseUrl } : {}),
    // Nothing stands in front of the services here, and the load generator is no browser.
    DRAIN_LINGER_MS: '0',
    ...settings,
  })
  const connect: Stage['connect'] = async (owner, database = 'postgres') => {
    const urls = { superuser: postgresUrl.replace(/\/postgres$/, `/${database}`), bank: bankDatabaseUrl }
    const url = owner === 'superuser' || owner === 'bank' ? urls[owner] : databaseUrl(owner, parts)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    return client
  }
  const query: Stage['query'] = async (owner, statement, values = [], database = 'postgres') => {
    const client = await connect(owner, database)
    try {
      return (await client.query(statement, values)).rows
    } finally {
      await client.end()
    }
  }
  return {
    ...parts,
    postgresUrl,
    bankDatabaseUrl,
    pids,
    settingsOf: ofServer,
    connect,
    query,
    async makeDatabase(owner, name) {
      await query('superuser', `CREATE DATABASE ${name} OWNER ${pg.escapeIdentifier(owner)}`)
      const url = databaseUrl(owner, parts).replace(/\/\w+$/, `/${name}`)
      await migrate({ url, dir: join(repository, folderOf(owner), 'migrations') })
      return url
    },
    async customers(count) {
      const file = join(parts.dir.run, 'crowd.jsonl')
      const script = join(repository, folderOf('auth'), 'src/seed-customers.ts')
      const child = spawn(process.execPath, [script, '--count', String(count), '--out', file], {
        env: { ...ofServer('auth'), ALLOW_SEEDING: 'true' },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
      if (code !== 0) throw new Error(`the customers could not be made:\n${errors}`)
      const lines = (await readFile(file, 'utf8')).trim().split('\n')
      return lines.map((line) => JSON.parse(line) as Customer)
    },
  }
}
