import { inTransaction } from '@saleday/postgres/in-transaction'
import type { Pool } from '@saleday/postgres/pool'
import { noticeFor, type OutboxKind, workAfter } from './order.ts'
import { orderStore } from './store.ts'

/** A piece of work that a decision left. */
export type OutboxRow = { orderId: string; kind: OutboxKind; attempts: number; waitedMs: number }

export type OutboxStore = ReturnType<typeof outboxStore>

/** Beyond so many rows of a kind they are not counted one by one: a scrape must not read all that waits after a fault. */
export const countedAtMost = 10_000

/**
 * All SQL on the outbox, but what operators do with rows that were set aside: that is in set-aside-store.ts.
 * Statements about rows that are known by their key do not say `done_at IS NULL`: PostgreSQL may then look for them among
 * all that waits, which is next to nothing on a quiet day and very much after a fault.
 */
export function outboxStore(pool: Pool) {
  return {
    /**
     * Takes due rows of a kind, the longest due first. They fall due again after `leaseMs`, so that a process which dies
     * with them holds nothing up; skipping locked rows keeps processes out of each other's way.
     * A claim costs the same whatever waits: for one kind it reads the index from its beginning, and the array keeps
     * PostgreSQL from joining what it found with the whole table.
     */
    async claim(kind: OutboxKind, limit: number, leaseMs: number): Promise<OutboxRow[]> {
      const { rows } = await pool.query({
        name: 'claim_outbox',
        text: `UPDATE outbox SET attempts = attempts + 1, due_at = now() + $3 * interval '1 ms'
          WHERE kind = $1 AND order_id = ANY (ARRAY(
            SELECT order_id FROM outbox WHERE kind = $1 AND done_at IS NULL AND due_at <= now()
            ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED))
          RETURNING order_id, kind, attempts, extract(epoch FROM now() - created_at) * 1000 AS waited_ms`,
        values: [kind, limit, leaseMs],
      })
      return rows.map((row) => ({
        orderId: row.order_id,
        kind: row.kind,
        attempts: row.attempts,
        waitedMs: Number(row.waited_ms),
      }))
    },

    /** The row was not done; it falls due again after a while, unless somebody else has taken it since. */
    async postpone(row: OutboxRow, afterMs: number, error: string): Promise<void> {
      await pool.query({
        name: 'postpone_outbox',
        text: `UPDATE outbox SET due_at = now() + $3 * interval '1 ms', last_error = CASE WHEN done_at IS NULL THEN $4 END
          WHERE order_id = $1 AND kind = $2 AND attempts = $5`,
        values: [row.orderId, row.kind, afterMs, error.slice(0, 500), row.attempts],
      })
    },

    /** The row has failed for too long: nobody takes it until it is replayed. Not where somebody else has taken it since. */
    async setAside(row: OutboxRow, error: string): Promise<void> {
      await pool.query({
        name: 'set_aside_outbox',
        text: `UPDATE outbox SET due_at = 'infinity', set_aside_at = CASE WHEN done_at IS NULL THEN now() END,
            last_error = CASE WHEN done_at IS NULL THEN $3 END
          WHERE order_id = $1 AND kind = $2 AND attempts = $4`,
        values: [row.orderId, row.kind, error.slice(0, 500), row.attempts],
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
      await inTransaction(pool, 'finish_undoing', async (tx) => {
        await orderStore(tx).lock(row.orderId)
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
      await inTransaction(pool, 'finish_refused_capture', async (tx) => {
        await orderStore(tx).lock(row.orderId)
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

    /**
     * Rows that wait, by kind, and the age of the oldest; and rows that were set aside. Each is counted up to
     * `countedAtMost`, and beyond that the age is that of the oldest among so many that are longest due.
     */
    async countWaiting(kinds: readonly OutboxKind[]): Promise<WaitingCount[]> {
      const { rows } = await pool.query({
        name: 'count_outbox',
        text: `SELECT asked.kind, waiting.count, waiting."oldestSeconds", aside.count AS "setAside"
          FROM unnest($1::text[]) AS asked (kind)
          CROSS JOIN LATERAL (
            SELECT count(*)::int AS count, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
            FROM (SELECT created_at FROM outbox
                  WHERE kind = asked.kind AND done_at IS NULL AND due_at < 'infinity' ORDER BY due_at LIMIT ${countedAtMost}) AS few
          ) AS waiting
          CROSS JOIN LATERAL (
            SELECT count(*)::int AS count
            FROM (SELECT FROM outbox
                  WHERE kind = asked.kind AND done_at IS NULL AND set_aside_at IS NOT NULL LIMIT ${countedAtMost}) AS few
          ) AS aside`,
        values: [kinds],
      })
      return rows
    },
  }
}

export type WaitingCount = { kind: OutboxKind; count: number; oldestSeconds: number; setAside: number }
