import type { Pool } from '@saleday/postgres/pool'
import type { OutboxKind } from './order.ts'

/** A row of the outbox that waits for a person. */
export type SetAside = {
  orderId: string
  kind: OutboxKind
  attempts: number
  lastError: string | null
  createdAt: Date
  setAsideAt: Date
}

/** Which rows; all of them where nothing is said. */
export type SetAsideFilter = { kind?: OutboxKind | undefined; orderId?: string | undefined }

const chosen = `done_at IS NULL AND set_aside_at IS NOT NULL
  AND ($1::text IS NULL OR kind = $1) AND ($2::uuid IS NULL OR order_id = $2)`

/** What operators do with rows that have failed for so long that they were set aside. */
export function setAsideStore(pool: Pick<Pool, 'query'>) {
  return {
    /** The longest set aside first. */
    async list({ kind, orderId }: SetAsideFilter, limit: number): Promise<SetAside[]> {
      const { rows } = await pool.query({
        name: 'list_set_aside',
        text: `SELECT order_id AS "orderId", kind, attempts, last_error AS "lastError", created_at AS "createdAt",
            set_aside_at AS "setAsideAt"
          FROM outbox WHERE ${chosen} ORDER BY set_aside_at LIMIT $3`,
        values: [kind ?? null, orderId ?? null, limit],
      })
      return rows
    },

    /**
     * Makes rows due again, with all their attempts before them; tells how many. What they ask for is idempotent: a row
     * whose work had been done after all does it no second time.
     */
    async replay({ kind, orderId }: SetAsideFilter, limit: number): Promise<number> {
      const { rowCount } = await pool.query({
        name: 'replay_set_aside',
        text: `UPDATE outbox SET set_aside_at = NULL, due_at = now(), attempts = 0 WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM outbox WHERE ${chosen} LIMIT $3 FOR UPDATE SKIP LOCKED))`,
        values: [kind ?? null, orderId ?? null, limit],
      })
      return rowCount ?? 0
    },
  }
}
