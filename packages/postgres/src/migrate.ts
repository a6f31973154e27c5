import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { SettingsError, settings } from '@saleday/chassis/settings'
import pg from 'pg'
import { isUnavailable } from './errors.ts'

const migrationsTable = 'schema_migration'

export type MigrateOptions = { url: string; dir: string; log?: (line: string) => void }

/**
 * Brings the database to the state that the folder's SQL files describe, all in one transaction. Gives the names of
 * the files that were applied now. Any number of processes may do this at once: one works, the others wait for it.
 */
export async function migrate({ url, dir, log = () => undefined }: MigrateOptions): Promise<string[]> {
  if (await isCurrent(url, dir)) return []
  // Loaded only where there is something to do: it takes longer than the look above.
  const { runner } = await import('node-pg-migrate')
  const applied = await runner({
    databaseUrl: { connectionString: url, application_name: 'migrate' },
    dir,
    direction: 'up',
    migrationsTable,
    singleTransaction: true,
    advisoryLockMode: 'wait',
    logger: { info: log, warn: log, error: log },
  })
  return applied.map(({ name }) => name)
}

async function isCurrent(url: string, dir: string): Promise<boolean> {
  const files = (await readdir(dir))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
  const client = new pg.Client({ connectionString: url, application_name: 'migrate' })
  await client.connect()
  try {
    const table = await client.query('SELECT to_regclass($1) IS NOT NULL AS exists', [migrationsTable])
    if (!table.rows[0].exists) return false
    const { rows } = await client.query(`SELECT name FROM ${migrationsTable}`)
    const applied = new Set(rows.map((row) => row.name))
    // More may have been applied than the folder holds: an older version runs beside a newer one.
    return files.every((file) => applied.has(file))
  } finally {
    await client.end()
  }
}

/** Comes back when the database takes connections. @throws its last refusal after that time, and at once for any other error */
async function waitForDatabase(url: string, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const client = new pg.Client({ connectionString: url, application_name: 'migrate', connectionTimeoutMillis: 3_000 })
    try {
      await client.connect()
      return
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > end) throw error
      await sleep(500)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

const usage = `Usage: DATABASE_URL=postgres://… node migrate.ts <folder with the migrations> [--wait SECONDS]
DATABASE_URL_FILE may name a file that holds the URL. --wait: how long the database may take to come up; default 0.`

function readCommand(): { url: string; dir: string; wait: number } {
  const { values, positionals } = parseArgs({ options: { wait: { type: 'string' } }, allowPositionals: true })
  const wait = Number(values.wait ?? 0)
  if (positionals.length !== 1 || !(wait >= 0)) throw new SettingsError(usage)
  const { url } = settings(process.env, (from) => ({ url: from.secret('DATABASE_URL') }))
  return { url, dir: resolve(positionals[0]!), wait }
}

async function main(): Promise<0 | 2> {
  let command: ReturnType<typeof readCommand>
  try {
    command = readCommand()
  } catch (error) {
    const { message } = error as Error
    console.error(message === usage ? usage : `${message}\n${usage}`)
    return 2
  }
  const { url, dir, wait } = command
  await waitForDatabase(url, wait)
  const applied = await migrate({ url, dir })
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
  return 0
}

if (import.meta.main) process.exitCode = await main()
