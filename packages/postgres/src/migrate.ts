import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import pg from 'pg'

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

if (import.meta.main) {
  const url = process.env.DATABASE_URL
  const dir = process.argv[2]
  if (!url || !dir) {
    console.error('Usage: DATABASE_URL=postgres://… node migrate.ts <folder with the migrations>')
    process.exit(2)
  }
  const applied = await migrate({ url, dir: resolve(dir) })
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
}
