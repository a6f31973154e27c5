import { testDatabase } from '@saleday/testing/test-database'
import type pg from 'pg'
import { type Audited, type AuditUrls, audited } from '../../audit/snapshot.ts'

/** The four databases that the audit reads, migrated as the services migrate them. */
export type AuditDatabases = Record<Audited, pg.Pool> & { urls: AuditUrls; close(): Promise<void> }

const migrationsOf = (name: Audited): URL =>
  new URL(`../../../${name === 'bank' ? 'sandbox' : 'services'}/${name}/migrations/`, import.meta.url)

export async function auditDatabases(): Promise<AuditDatabases> {
  const databases = await Promise.all(audited.map((name) => testDatabase(migrationsOf(name))))
  const byName = <T>(of: (database: (typeof databases)[number]) => T) =>
    Object.fromEntries(audited.map((name, at) => [name, of(databases[at]!)])) as Record<Audited, T>
  return {
    ...byName(({ pool }) => pool),
    urls: byName(({ url }) => url),
    close: async () => {
      await Promise.all(databases.map((database) => database.close()))
    },
  }
}

/** Takes away all that protects the data, so that a test can put into it what a bug would. */
export async function unprotect(pool: pg.Pool): Promise<void> {
  await pool.query(`DO $$
    DECLARE each record;
    BEGIN
      FOR each IN SELECT conrelid::regclass AS name, conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'p') AND conrelid <> 0
        ORDER BY contype = 'p'
      LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', each.name, each.conname);
      END LOOP;
      FOR each IN SELECT DISTINCT tgrelid::regclass AS name FROM pg_trigger WHERE NOT tgisinternal LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', each.name);
      END LOOP;
    END $$`)
}

/** Rows by the names of their columns. */
export async function insertRows(pool: pg.Pool, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(', ')
  await pool.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
}

/** Takes all rows out of a database that is not protected. */
export async function empty(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ tables: string }>(
    `SELECT string_agg(oid::regclass::text, ', ') AS tables FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  )
  await pool.query(`TRUNCATE ${rows[0]!.tables} CASCADE`)
}
