import type { OrderRefund } from '@saleday/contracts/order'
import { inTransaction } from '@saleday/postgres/in-transaction'
import type { Db, Pool } from '@saleday/postgres/pool'
import { refundNotice } from './order.ts'
import { orderStore } from './store.ts'

export type RefundStore = ReturnType<typeof refundStore>

const columns = `refund_id AS "refundId", order_id AS "orderId", amount_cents AS "amountCents", state,
  refused_for AS "refusedFor", asked_at, ended_at`

/** Statements on refunds; those that belong together run in a transaction that has locked the order's row. */
export function refundsIn(db: Db) {
  return {
    async find(refundId: string): Promise<OrderRefund | undefined> {
      const { rows } = await db.query({
        name: 'find_refund',
        text: `SELECT ${columns} FROM order_refund WHERE refund_id = $1`,
        values: [refundId],
      })
      return rows[0] && toRefund(rows[0])
    },

    /** All refunds of an order, in the order in which they were asked for. */
    async ofOrder(orderId: string): Promise<OrderRefund[]> {
      const { rows } = await db.query({
        name: 'refunds_of_order',
        text: `SELECT ${columns} FROM order_refund WHERE order_id = $1 ORDER BY asked_at, refund_id`,
        values: [orderId],
      })
      return rows.map(toRefund)
    },

    /** The refund and the work that it asks for; false where the id was taken a moment ago. */
    async insert(refund: Pick<OrderRefund, 'refundId' | 'orderId' | 'amountCents'>): Promise<boolean> {
      const { rows } = await db.query({
        name: 'insert_refund',
        text: `WITH asked AS (
            INSERT INTO order_refund (refund_id, order_id, amount_cents) VALUES ($1, $2, $3)
            ON CONFLICT (refund_id) DO NOTHING RETURNING order_id
          ), work AS (
            INSERT INTO outbox AS known (order_id, kind) SELECT order_id, 'refund' FROM asked
            ON CONFLICT (order_id, kind) DO UPDATE SET due_at = now(), attempts = 0, done_at = NULL, set_aside_at = NULL,
              created_at = CASE WHEN known.done_at IS NULL THEN known.created_at ELSE now() END
          )
          SELECT FROM asked`,
        values: [refund.refundId, refund.orderId, refund.amountCents],
      })
      return rows.length === 1
    },
  }
}

/** All SQL on refunds on purpose. */
export function refundStore(pool: Pool) {
  return {
    ...refundsIn(pool),

    /** Writes what came of a refund, and what its customer is told of it; the first one who does it is right. */
    async end(refund: OrderRefund, outcome: { state: 'refunded' } | { state: 'refused'; refusedFor: string }) {
      await pool.query({
        name: 'end_refund',
        text: `UPDATE order_refund SET state = $2, refused_for = $3, notice = $4, ended_at = now()
          WHERE refund_id = $1 AND state = 'refunding'`,
        values: [
          refund.refundId,
          outcome.state,
          outcome.state === 'refused' ? outcome.refusedFor : null,
          outcome.state === 'refunded' ? refundNotice(refund.amountCents) : null,
        ],
      })
    },

    /** Finishes the outbox row of an order's refunds, unless another one was asked for since. The order's row is locked as it is for that. */
    async finishRow(orderId: string): Promise<void> {
      await inTransaction(pool, 'finish_refunds', async (tx) => {
        await orderStore(tx).lock(orderId)
        await tx.query({
          name: 'finish_refunds',
          text: `UPDATE outbox SET done_at = coalesce(done_at, now()), last_error = NULL
            WHERE order_id = $1 AND kind = $2
              AND NOT EXISTS (SELECT FROM order_refund r WHERE r.order_id = $1 AND r.state = 'refunding')`,
          values: [orderId, 'refund'],
        })
      })
    },
  }
}

type RefundRow = Omit<OrderRefund, 'askedAt' | 'endedAt'> & { asked_at: Date; ended_at: Date | null }

const toRefund = ({ asked_at, ended_at, ...refund }: RefundRow): OrderRefund => ({
  ...refund,
  askedAt: asked_at.toISOString(),
  endedAt: ended_at?.toISOString() ?? null,
})
