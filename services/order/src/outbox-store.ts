import { inTransaction } from '@saleday/postgres/in-transaction'
import type { Pool } from '@saleday/postgres/pool'
import { noticeFor, type OutboxKind, workAfter } from './order.ts'
import { orderStore } from './store.ts'

/** A piece of work that a decision left. */
export type OutboxRow = { orderId: string; kind: OutboxKind; attempts: number; waitedMs: number }

export type OutboxStore = ReturnType<typeof outboxStore>

/**
 * All SQL on the outbox. Statements about rows that are known by their key do not say `done_at IS NULL`: PostgreSQL may
 * then look for them among all that waits, which is next to nothing on a quiet day and very much after a fault.
 */
export function outboxStore(pool: Pool) {
  return {
    /**
     * Takes due rows of these kinds. They fall due again after `leaseMs`, so that a process which dies with them holds
     * nothing up; skipping locked rows keeps processes out of each other's way.
     */
    async claim(kinds: readonly OutboxKind[], limit: number, leaseMs: number): Promise<OutboxRow[]> {
      const { rows } = await pool.query({
        name: 'claim_outbox',
        text: `UPDATE outbox SET attempts = attempts + 1, due_at = now() + $3 * interval '1 ms'
          WHERE (order_id, kind) IN (
            SELECT order_id, kind FROM outbox WHERE kind = ANY($1::text[]) AND done_at IS NULL AND due_at <= now()
            ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
          RETURNING order_id, kind, attempts, extract(epoch FROM now() - created_at) * 1000 AS waited_ms`,
        values: [kinds, limit, leaseMs],
      })
      return rows.map((row) => ({
        orderId: row.order_id,
        kind: row.kind,
        attempts: row.attempts,
        waitedMs: Number(row.waited_ms),
      }))
    },

    /** The row was not done; it falls due again after a while. */
    async postpone(row: OutboxRow, afterMs: number, error: string): Promise<void> {
      await pool.query({
        name: 'postpone_outbox',
        text: `UPDATE outbox SET due_at = now() + $3 * interval '1 ms', last_error = CASE WHEN done_at IS NULL THEN $4 END
          WHERE order_id = $1 AND kind = $2`,
        values: [row.orderId, row.kind, afterMs, error.slice(0, 500)],
      })
    },

    /** Finishes rows of orders that stay as they are. */
    async finish(rows: readonly OutboxRow[]): Promise<void> {
      await pool.query({
        name: 'finish_outbox',
        text: `UPDATE outbox SET done_at = coalesce(done_at, now()), last_error = NULL
          WHERE (order_id, kind) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))`,
        values: [rows.map(({ orderId }) => orderId), rows.map(({ kind }) => kind)],
      })
    },

    /**
     * Finishes a row that may be the last one of a refused order, which is then `rejected`. The order's row is locked
     * first: of two last rows that finish at once, the second sees the first.
     */
    async finishUndoing(row: OutboxRow): Promise<void> {
      await inTransaction(pool, async (tx) => {
        await tx.query({
          name: 'lock_order',
          text: 'SELECT id FROM customer_order WHERE id = $1 FOR UPDATE',
          values: [row.orderId],
        })
        const { rows } = await tx.query({
          name: 'finish_undoing',
          text: `WITH finished AS (
              UPDATE outbox SET done_at = coalesce(done_at, now()), last_error = NULL WHERE order_id = $1 AND kind = $2
            )
            SELECT count(*) FILTER (WHERE done_at IS NULL) AS others FROM outbox WHERE order_id = $1 AND kind <> $2`,
          values: [row.orderId, row.kind],
        })
        if (rows[0].others === 0)
          await orderStore(tx).move({ orderId: row.orderId, from: 'cancelling', to: 'rejected' })
      })
    },

    /**
     * The capture was refused after the order had been acknowledged: the order is cancelled, all of it is undone, and its
     * customer is told, in the transaction that finishes the row. An order that has been cancelled meanwhile stays so.
     */
    async finishRefusedCapture(row: OutboxRow): Promise<void> {
      await inTransaction(pool, async (tx) => {
        await tx.query({
          name: 'lock_order',
          text: 'SELECT id FROM customer_order WHERE id = $1 FOR UPDATE',
          values: [row.orderId],
        })
        await orderStore(tx).move({
          orderId: row.orderId,
          from: 'confirmed',
          to: 'cancelled',
          reason: 'capture_refused',
          work: workAfter.cancelled,
        })
        await tx.query({
          name: 'finish_refused_capture',
          text: 'UPDATE outbox SET done_at = coalesce(done_at, now()) WHERE order_id = $1 AND kind = $2',
          values: [row.orderId, row.kind],
        })
      })
    },

    /** Tells the customer why the order ended. */
    async tell(row: OutboxRow): Promise<void> {
      const store = orderStore(pool)
      const order = await store.find(row.orderId)
      if (!order?.reason) throw new Error(`order ${row.orderId} has no reason to tell`)
      await store.insertNotice(row.orderId, noticeFor(order.reason, order.totalCents))
    },

    /** Rows that wait, by kind, and the age of the oldest. */
    async countWaiting(): Promise<{ kind: OutboxKind; count: number; oldestSeconds: number }[]> {
      const { rows } = await pool.query({
        name: 'count_outbox',
        text: `SELECT kind, count(*)::int AS count, extract(epoch FROM now() - min(created_at))::float8 AS "oldestSeconds"
          FROM outbox WHERE done_at IS NULL GROUP BY kind`,
      })
      return rows
    },
  }
}
