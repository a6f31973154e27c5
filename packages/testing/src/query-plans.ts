import type { Pool } from '@saleday/postgres/pool'

type Sent = string | { name?: string; text: string }

/**
 * How PostgreSQL would carry out what is sent through the pool that `use` gets, by statement: the plans that named
 * statements have in production, made once for all values. Nothing is carried out.
 * @param options.seqScans lets it read tables from end to end where it finds that cheaper, which a pool does not: so a
 * missing index shows, in a full table
 */
export async function plansOf(
  pool: Pool,
  use: (db: Pool) => Promise<unknown>,
  { seqScans = true } = {},
): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  const query = async (sent: Sent) => {
    const { name, text } = typeof sent === 'string' ? { name: undefined, text: sent } : sent
    if (!/^(BEGIN|COMMIT|ROLLBACK)$/.test(text)) texts.set(name ?? text, text)
    return { rows: [{}], rowCount: 1, command: text }
  }
  const nothing = () => undefined
  const recorder = { query, connect: async () => ({ query, on: nothing, off: nothing, release: nothing }) }
  await use(recorder as unknown as Pool)

  const plans = new Map<string, string>()
  const client = await pool.connect()
  try {
    if (seqScans) await client.query('SET enable_seqscan = on')
    for (const [name, text] of texts) {
      const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN) ${text}`)
      plans.set(name, rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
  } finally {
    client.release(true)
  }
  return plans
}
