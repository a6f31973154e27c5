import type { Db } from '@saleday/postgres/pool'

/** The bank's own answer may be on its way: it gets this long before the bank is asked again. */
const graceMs = 250

/** How many old news are forgotten in one statement. */
export const newsAtOnce = 500

export type WebhookStore = ReturnType<typeof webhookStore>

/** The bank's news that were heard. */
export function webhookStore(db: Db) {
  return {
    /** Remembers the news and, if they are new and the order waits for the bank, makes its question due. */
    async hint(webhookId: string, orderId: string): Promise<'repeated' | 'hinted' | 'nothing to ask'> {
      const { rows } = await db.query({ name: 'hint', text: hintSql, values: [webhookId, orderId, graceMs] })
      if (!rows[0].is_new) return 'repeated'
      return rows[0].due > 0 ? 'hinted' : 'nothing to ask'
    },

    /** Forgets news that are a day old, a batch at a time. Gives their number. */
    async forgetOld(): Promise<number> {
      const { rowCount } = await db.query({ name: 'forget-news', text: forgetOldSql })
      return rowCount ?? 0
    },
  }
}

// What waits is told by its state and not by its ask_at: PostgreSQL might then look for it among all that waits.
const hintSql = `
  WITH fresh AS (
    INSERT INTO webhook_seen (webhook_id) VALUES ($1) ON CONFLICT (webhook_id) DO NOTHING RETURNING webhook_id
  ), payment_due AS (
    UPDATE payment SET ask_at = least(ask_at, now() + $3::integer * interval '1 millisecond')
    FROM fresh WHERE order_id = $2 AND state IN ('authorising', 'capturing', 'voiding', 'refunding')
    RETURNING order_id
  ), refund_due AS (
    UPDATE refund SET ask_at = least(ask_at, now() + $3::integer * interval '1 millisecond')
    FROM fresh WHERE order_id = $2 AND state = 'refunding'
    RETURNING refund_id
  )
  SELECT EXISTS (SELECT FROM fresh) AS is_new,
    (SELECT count(*) FROM payment_due) + (SELECT count(*) FROM refund_due) AS due`

// An array of ids, and a number in the text: else PostgreSQL, which plans for all numbers, reads the whole table.
const forgetOldSql = `
  DELETE FROM webhook_seen WHERE webhook_id = ANY (ARRAY(
    SELECT webhook_id FROM webhook_seen WHERE seen_at < now() - interval '1 day'
    ORDER BY seen_at LIMIT ${newsAtOnce} FOR UPDATE SKIP LOCKED
  ))`
