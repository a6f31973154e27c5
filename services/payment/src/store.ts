import { randomUUIDv7 } from 'node:crypto'
import type { Db } from '@saleday/postgres/pool'
import type { Authorisation, Change, Payment } from './payment.ts'

/** What `toPayment` reads. */
export const paymentColumns = `order_id, state, undo, amount_cents, captured_cents, refunded_cents, currency, card_token,
  authorisation_id, decline_code, created_at, updated_at`

export type PaymentStore = ReturnType<typeof paymentStore>

/**
 * The payments. `askAgainMs` is how long one asker is left alone with its question: after that the next may come, since
 * the first must have given up or died.
 */
export function paymentStore(db: Db, { askAgainMs }: { askAgainMs: number }) {
  return {
    async find(orderId: string): Promise<Payment | undefined> {
      const { rows } = await db.query({
        name: 'find',
        text: `SELECT ${paymentColumns} FROM payment WHERE order_id = $1`,
        values: [orderId],
      })
      return rows[0] && toPayment(rows[0])
    },

    /** Records that the order is being authorised, or finds what is there. */
    async recordAuthorise({ orderId, amountCents, currency, cardToken }: Authorisation): Promise<Payment> {
      const { rows } = await db.query({
        name: 'record-authorise',
        text: recordAuthoriseSql,
        values: [orderId, amountCents, currency, cardToken, askAgainMs],
      })
      return toPayment(rows[0])
    },

    /** `authorised` to `capturing` in one step, the usual way. Undefined: it was not `authorised`. */
    async beginCapture(orderId: string): Promise<Payment | undefined> {
      const { rows } = await db.query({ name: 'begin-capture', text: beginCaptureSql, values: [orderId, askAgainMs] })
      return rows[0] && toPayment(rows[0])
    },

    /** Nothing was authorised and nothing may be from now on. False: there is a payment already. */
    async leaveTombstone(orderId: string): Promise<boolean> {
      const { rowCount } = await db.query({ name: 'tombstone', text: tombstoneSql, values: [orderId] })
      return rowCount === 1
    },

    /**
     * Writes a change with its history and its movement of money. Undefined: the payment is not as it was when the
     * change was made from it, and nothing was written.
     */
    async change(from: Payment, to: Change, detail?: string): Promise<Payment | undefined> {
      const entries = to.movement?.entries ?? []
      const { rows } = await db.query({
        name: 'change',
        text: changeSql,
        values: [
          from.orderId,
          from.state,
          from.undo,
          to.state,
          to.undo,
          to.capturedCents,
          to.refundedCents,
          to.authorisationId,
          to.declineCode,
          askAgainMs,
          to.steps.length > 0 ? to.steps : [to.state],
          detail ?? null,
          randomUUIDv7(),
          to.movement?.kind ?? null,
          entries.map(({ account }) => account),
          entries.map(({ amountCents }) => amountCents),
          from.refundedCents,
        ],
      })
      return rows[0] && toPayment(rows[0])
    },

    /** Takes payments whose question is due, and leaves each alone for longer with each attempt. */
    async claimDue(limit: number): Promise<Payment[]> {
      const { rows } = await db.query({ name: 'claim-due', text: claimDueSql, values: [limit, askAgainMs] })
      return rows.map(toPayment)
    },

    /** How many payments wait for the bank, by state, and for how long the oldest has. */
    async unknown(): Promise<{ state: string; count: number; oldestSeconds: number }[]> {
      const { rows } = await db.query({ name: 'unknown', text: unknownSql })
      return rows.map((row) => ({ state: row.state, count: row.count, oldestSeconds: row.oldest_seconds }))
    },
  }
}

const recordAuthoriseSql = `
  WITH recorded AS (
    INSERT INTO payment (order_id, state, amount_cents, currency, card_token, attempts, ask_at, waiting_since)
    VALUES ($1, 'authorising', $2, $3, $4, 1, now() + $5::integer * interval '1 millisecond', now())
    ON CONFLICT (order_id) DO UPDATE SET
      attempts = payment.attempts + (payment.state = 'authorising')::integer,
      ask_at = CASE WHEN payment.state = 'authorising' AND NOT payment.undo THEN excluded.ask_at ELSE payment.ask_at END
    RETURNING ${paymentColumns}, old.order_id IS NULL AS is_new
  ), history AS (
    INSERT INTO payment_event (order_id, state, undo) SELECT order_id, state, undo FROM recorded WHERE is_new
  )
  SELECT ${paymentColumns} FROM recorded`

const beginCaptureSql = `
  WITH begun AS (
    UPDATE payment SET state = 'capturing', attempts = 1, updated_at = now(), waiting_since = now(),
      ask_at = now() + $2::integer * interval '1 millisecond'
    WHERE order_id = $1 AND state = 'authorised' AND NOT undo
    RETURNING ${paymentColumns}
  ), history AS (
    INSERT INTO payment_event (order_id, state, undo) SELECT order_id, state, undo FROM begun
  )
  SELECT ${paymentColumns} FROM begun`

const tombstoneSql = `
  WITH left_behind AS (
    INSERT INTO payment (order_id, state, undo, amount_cents, currency) VALUES ($1, 'voided', true, 0, 'EUR')
    ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id, state, undo
  )
  INSERT INTO payment_event (order_id, state, undo, detail)
  SELECT order_id, state, undo, 'before anything was authorised' FROM left_behind`

const isWaiting = (state: string) => `${state} IN ('authorising', 'capturing', 'voiding', 'refunding')`

const changeSql = `
  WITH changed AS (
    UPDATE payment SET
      state = $4, undo = $5, captured_cents = $6, refunded_cents = $7, authorisation_id = $8, decline_code = $9,
      attempts = ${isWaiting('$4')}::integer,
      ask_at = CASE WHEN ${isWaiting('$4')} THEN now() + $10::integer * interval '1 millisecond' END,
      waiting_since = CASE WHEN ${isWaiting('$4')} THEN CASE WHEN state = $4 THEN waiting_since ELSE now() END END,
      updated_at = now()
    WHERE order_id = $1 AND state = $2 AND undo = $3 AND refunded_cents = $17
    RETURNING ${paymentColumns}
  ), history AS (
    INSERT INTO payment_event (order_id, state, undo, detail)
    SELECT changed.order_id, step.state, changed.undo, $12::text
    FROM changed, unnest($11::text[]) WITH ORDINALITY AS step (state, place) ORDER BY step.place
  ), ledger AS (
    INSERT INTO ledger_entry (transfer_id, order_id, kind, account, amount_cents)
    SELECT $13::uuid, changed.order_id, $14::text, entry.account, entry.amount_cents
    FROM changed, unnest($15::text[], $16::integer[]) AS entry (account, amount_cents)
  )
  SELECT ${paymentColumns} FROM changed`

const claimDueSql = `
  WITH due AS MATERIALIZED (
    SELECT order_id AS due_id FROM payment WHERE ask_at <= now() ORDER BY ask_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE payment SET
    attempts = attempts + 1,
    ask_at = now() + ($2::integer + least(10000, 500 * 2 ^ least(attempts, 10)) * (0.5 + random() / 2)) * interval '1 millisecond'
  FROM due WHERE order_id = due_id
  RETURNING ${paymentColumns}`

const unknownSql = `
  SELECT state, count(*) AS count, extract(epoch FROM now() - min(waiting_since))::float8 AS oldest_seconds
  FROM payment WHERE ask_at IS NOT NULL GROUP BY state`

// biome-ignore lint/suspicious/noExplicitAny: a row is what SQL made it; this is the one place that says so.
export const toPayment = (row: any): Payment => ({
  orderId: row.order_id,
  state: row.state,
  undo: row.undo,
  amountCents: row.amount_cents,
  capturedCents: row.captured_cents,
  refundedCents: row.refunded_cents,
  currency: row.currency,
  cardToken: row.card_token,
  authorisationId: row.authorisation_id,
  declineCode: row.decline_code,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
