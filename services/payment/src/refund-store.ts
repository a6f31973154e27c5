import { randomUUIDv7 } from 'node:crypto'
import type { Db } from '@saleday/postgres/pool'
import { movement } from './ledger.ts'
import type { Payment } from './payment.ts'
import type { Refund } from './refund.ts'
import { paymentColumns, toPayment } from './store.ts'

const columns = 'refund_id, order_id, amount_cents, state'

export type RefundStore = ReturnType<typeof refundStore>

/** The refunds on purpose. */
export function refundStore(db: Db, { askAgainMs }: { askAgainMs: number }) {
  return {
    /** The payment, locked until the transaction ends, so that refunds of one payment come one after the other. */
    async lockPayment(orderId: string): Promise<Payment | undefined> {
      const { rows } = await db.query(`SELECT ${paymentColumns} FROM payment WHERE order_id = $1 FOR UPDATE`, [orderId])
      return rows[0] && toPayment(rows[0])
    },

    async find(refundId: string): Promise<Refund | undefined> {
      const { rows } = await db.query(`SELECT ${columns} FROM refund WHERE refund_id = $1`, [refundId])
      return rows[0] && toRefund(rows[0])
    },

    /** The refunds of an order that the bank has not answered yet. */
    async open(orderId: string): Promise<Refund[]> {
      const { rows } = await db.query(
        `SELECT ${columns} FROM refund WHERE order_id = $1 AND state = 'refunding' ORDER BY created_at`,
        [orderId],
      )
      return rows.map(toRefund)
    },

    /** Undefined: the id was taken a moment ago. */
    async insert(refund: Omit<Refund, 'state'>): Promise<Refund | undefined> {
      const { rows } = await db.query({
        name: 'insert-refund',
        text: insertSql,
        values: [refund.refundId, refund.orderId, refund.amountCents, askAgainMs],
      })
      return rows[0] && toRefund(rows[0])
    },

    /** Writes the bank's answer, with history and movement. Undefined: it was written before. */
    async hear(refund: Refund, state: 'refunded' | 'refused'): Promise<Refund | undefined> {
      const entries = state === 'refunded' ? movement('refunded', refund.amountCents).entries : []
      const { rows } = await db.query({
        name: 'hear-refund',
        text: hearSql,
        values: [
          refund.refundId,
          state,
          randomUUIDv7(),
          entries.map(({ account }) => account),
          entries.map(({ amountCents }) => amountCents),
        ],
      })
      return rows[0] && toRefund(rows[0])
    },

    /** Takes refunds whose question is due, and leaves each alone for longer with each attempt. */
    async claimDue(limit: number): Promise<Refund[]> {
      const { rows } = await db.query({ name: 'claim-due-refunds', text: claimDueSql, values: [limit, askAgainMs] })
      return rows.map(toRefund)
    },
  }
}

const insertSql = `
  WITH begun AS (
    INSERT INTO refund (refund_id, order_id, amount_cents, state, attempts, ask_at, waiting_since)
    VALUES ($1, $2, $3, 'refunding', 1, now() + $4::integer * interval '1 millisecond', now())
    ON CONFLICT (refund_id) DO NOTHING
    RETURNING ${columns}
  ), history AS (
    INSERT INTO payment_event (order_id, state, undo, refund_id) SELECT order_id, state, false, refund_id FROM begun
  )
  SELECT ${columns} FROM begun`

// The payment is locked first, as everywhere: a refund and an undo must not wait for each other.
const hearSql = `
  WITH locked AS MATERIALIZED (
    SELECT order_id AS locked_id, undo FROM payment
    WHERE order_id = (SELECT order_id FROM refund WHERE refund_id = $1) FOR UPDATE
  ), heard AS (
    UPDATE refund SET state = $2, ask_at = NULL, waiting_since = NULL, updated_at = now()
    FROM locked WHERE refund_id = $1 AND order_id = locked_id AND state = 'refunding'
    RETURNING ${columns}, locked.undo
  ), paid AS (
    UPDATE payment SET refunded_cents = payment.refunded_cents + heard.amount_cents, updated_at = now()
    FROM heard WHERE payment.order_id = heard.order_id AND heard.state = 'refunded'
    RETURNING payment.order_id
  ), history AS (
    INSERT INTO payment_event (order_id, state, undo, refund_id) SELECT order_id, state, undo, refund_id FROM heard
  ), ledger AS (
    INSERT INTO ledger_entry (transfer_id, order_id, kind, refund_id, account, amount_cents)
    SELECT $3::uuid, paid.order_id, 'refunded', $1, entry.account, entry.amount_cents
    FROM paid, unnest($4::text[], $5::integer[]) AS entry (account, amount_cents)
  )
  SELECT ${columns} FROM heard`

const claimDueSql = `
  WITH due AS MATERIALIZED (
    SELECT refund_id AS due_id FROM refund WHERE ask_at <= now() ORDER BY ask_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE refund SET
    attempts = attempts + 1,
    ask_at = now() + ($2::integer + least(10000, 500 * 2 ^ least(attempts, 10)) * (0.5 + random() / 2)) * interval '1 millisecond'
  FROM due WHERE refund_id = due_id
  RETURNING ${columns}`

// biome-ignore lint/suspicious/noExplicitAny: a row is what SQL made it; this is the one place that says so.
const toRefund = (row: any): Refund => ({
  refundId: row.refund_id,
  orderId: row.order_id,
  amountCents: row.amount_cents,
  state: row.state,
})
