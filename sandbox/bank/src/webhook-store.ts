import type { Db } from '@saleday/postgres/pool'

/** One piece of news, as the merchant gets it. */
export type News = { id: string; type: string; reference: string; authorisationId: string; createdAt: string }

/** After a day the merchant has had its chance: the statement tells it everything. */
const keptForHours = 24

export type WebhookStore = ReturnType<typeof webhookStore>

/** The queue of news for the merchant. */
export function webhookStore(db: Db) {
  return {
    /** Takes what is due, and leaves each piece alone for longer with each attempt. */
    async claim(limit: number): Promise<News[]> {
      const { rows } = await db.query({ name: 'claim', text: claimSql, values: [limit] })
      return rows.map((row) => ({
        id: row.id,
        type: row.type,
        reference: row.reference,
        authorisationId: row.authorisation_id,
        createdAt: row.created_at.toISOString(),
      }))
    },

    async remove(ids: readonly string[]): Promise<void> {
      await db.query({ name: 'remove', text: 'DELETE FROM webhook WHERE id = ANY ($1::uuid[])', values: [ids] })
    },

    /** Gives the number of those that were given up. */
    async giveUpOld(): Promise<number> {
      const { rowCount } = await db.query(
        "DELETE FROM webhook WHERE created_at < now() - $1::integer * interval '1 hour'",
        [keptForHours],
      )
      return rowCount ?? 0
    },
  }
}

const claimSql = `
  WITH due AS MATERIALIZED (
    SELECT id AS due_id FROM webhook WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE webhook SET
    attempts = attempts + 1,
    due_at = now() + (5000 + least(60000, 1000 * 2 ^ least(attempts, 10)) * (0.5 + random() / 2)) * interval '1 millisecond'
  FROM due WHERE id = due_id
  RETURNING id, type, reference, authorisation_id, created_at`
