import type { Pool } from '@saleday/postgres/pool'

/** Runs statements one after the other, each of which may take longer than a pool's limit allows: one that makes a million rows. */
export async function fillDatabase(pool: Pool, statements: readonly string[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SET statement_timeout = 0')
    for (const text of statements) await client.query({ text, query_timeout: 300_000 } as never)
  } finally {
    client.release(true)
  }
}
