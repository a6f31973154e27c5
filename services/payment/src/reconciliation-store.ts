import type { Db } from '@saleday/postgres/pool'
import type { Difference, DifferenceKind } from './compare-with-bank.ts'
import type { Payment } from './payment.ts'
import { paymentColumns, toPayment } from './store.ts'

export type Progress = { bankAfter: number; eventAfter: number }
export type Outcome = 'open' | 'reported' | 'repaired'

/** Longer than a page takes. A process that dies leaves its claim behind for so long. */
const claimedForSeconds = 60
const keptForDays = 30

export type ReconciliationStore = ReturnType<typeof reconciliationStore>

/** How far the comparison with the bank has come, and what it has found. */
export function reconciliationStore(db: Db) {
  return {
    /** Undefined: it is not time yet, or another process is at it. */
    async claim(): Promise<Progress | undefined> {
      const { rows } = await db.query({ name: 'claim-reconciliation', text: claimSql })
      return rows[0] && { bankAfter: rows[0].bank_after, eventAfter: rows[0].event_after }
    },

    /** Remembers how far it is, never back, and keeps the claim. */
    async advance({ bankAfter, eventAfter }: Progress): Promise<void> {
      await db.query({ name: 'advance-reconciliation', text: advanceSql, values: [bankAfter, eventAfter] })
    },

    async complete(nextInMs: number): Promise<void> {
      await db.query({ name: 'complete-reconciliation', text: completeSql, values: [nextInMs] })
    },

    /** Lets another process go on, after a round that was not completed. */
    async giveBack(): Promise<void> {
      await db.query({
        name: 'give-back-reconciliation',
        text: 'UPDATE reconciliation SET claimed_until = now()',
      })
    },

    /** The orders whose payments have changed since, in the order of their history; the last `graceSeconds` are left for later. */
    async changedSince(after: number, limit: number, graceSeconds: number): Promise<{ id: number; orderId: string }[]> {
      const { rows } = await db.query({ name: 'changed-since', text: changedSql, values: [after, limit, graceSeconds] })
      const young = rows.findIndex((row) => row.is_young)
      return (young === -1 ? rows : rows.slice(0, young)).map((row) => ({ id: row.event_id, orderId: row.order_id }))
    },

    /** The orders that have a payment, in the order of their ids. */
    async ordersAfter(orderId: string, limit: number): Promise<string[]> {
      const { rows } = await db.query({
        name: 'orders-after',
        text: 'SELECT order_id FROM payment WHERE order_id > $1 ORDER BY order_id LIMIT $2',
        values: [orderId, limit],
      })
      return rows.map((row) => row.order_id)
    },

    /** The payments of these orders. Quiet is what waits for nothing, and has not changed within the grace time. */
    async payments(
      orderIds: readonly string[],
      graceSeconds: number,
    ): Promise<Map<string, { payment: Payment; isQuiet: boolean }>> {
      const { rows } = await db.query({
        name: 'payments-to-compare',
        text: paymentsSql,
        values: [orderIds, graceSeconds],
      })
      return new Map(rows.map((row) => [row.order_id, { payment: toPayment(row), isQuiet: row.is_quiet }]))
    },

    /** Writes a difference down, or what has become of it. `lookInMs` counts only where it is to be looked at again. */
    async record(difference: Difference, outcome: Outcome, lookInMs: number): Promise<void> {
      const { bank, payment } = sidesOf(difference)
      await db.query({
        name: 'record-difference',
        text: recordSql,
        values: [difference.orderId, authorisationIdOf(difference), difference.kind, bank, payment, outcome, lookInMs],
      })
    },

    /** Orders with differences that are to be looked at again. */
    async dueOrders(limit: number): Promise<string[]> {
      const { rows } = await db.query({ name: 'differences-due', text: dueSql, values: [limit] })
      return [...new Set(rows.map((row): string => row.order_id))]
    },

    /** Ends those of these orders that were not found again. Gives their number. */
    async endGone(orderIds: readonly string[], found: readonly Difference[]): Promise<number> {
      const { rowCount } = await db.query({
        name: 'end-gone',
        text: endGoneSql,
        values: [orderIds, found.map((difference) => `${authorisationIdOf(difference)} ${difference.kind}`)],
      })
      return rowCount ?? 0
    },

    /** What cannot be compared yet, since something is under way. */
    async putOff(orderIds: readonly string[], lookInMs: number): Promise<void> {
      await db.query({ name: 'put-off', text: putOffSql, values: [orderIds, lookInMs] })
    },

    /** Forgets what was settled long ago. */
    async forgetOld(): Promise<void> {
      await db.query({
        name: 'forget-differences',
        text: "DELETE FROM difference WHERE look_at IS NULL AND updated_at < now() - $1 * interval '1 day'",
        values: [keptForDays],
      })
    },

    async summary(): Promise<{
      completedAt: Date | null
      counts: { kind: DifferenceKind; outcome: string; count: number }[]
    }> {
      const { rows } = await db.query({
        name: 'differences-by-kind',
        text: 'SELECT kind, outcome, count(*) AS count FROM difference GROUP BY kind, outcome',
      })
      const progress = await db.query({
        name: 'reconciliation-completed',
        text: 'SELECT completed_at FROM reconciliation',
      })
      return {
        completedAt: progress.rows[0]?.completed_at ?? null,
        counts: rows.map(({ kind, outcome, count }) => ({ kind, outcome, count })),
      }
    },
  }
}

/** A difference of a payment whose authorisation the bank does not have is one of the id that payment has. */
export const authorisationIdOf = ({ authorisation, payment }: Difference): string =>
  authorisation?.id ?? payment?.authorisationId ?? ''

/** Both sides, for the log and the person that reads it. */
export function sidesOf({ authorisation, payment }: Difference): { bank: string; payment: string } {
  return {
    bank: authorisation
      ? `${authorisation.state} ${authorisation.amountCents}, refunded ${authorisation.refundedCents}`
      : 'unknown',
    payment: payment
      ? `${payment.state} ${payment.amountCents}, captured ${payment.capturedCents}, refunded ${payment.refundedCents}`
      : 'unknown',
  }
}

const claimSql = `
  UPDATE reconciliation SET claimed_until = now() + ${claimedForSeconds} * interval '1 second'
  WHERE due_at <= now() AND claimed_until <= now()
  RETURNING bank_after, event_after`

const advanceSql = `
  UPDATE reconciliation SET bank_after = greatest(bank_after, $1), event_after = greatest(event_after, $2),
    claimed_until = now() + ${claimedForSeconds} * interval '1 second'`

const completeSql = `
  UPDATE reconciliation SET completed_at = now(), claimed_until = now(),
    due_at = now() + $1::integer * interval '1 millisecond'`

const changedSql = `
  SELECT event_id, order_id, at > now() - $3::integer * interval '1 second' AS is_young
  FROM payment_event WHERE event_id > $1 ORDER BY event_id LIMIT $2`

const paymentsSql = `
  SELECT ${paymentColumns},
    ask_at IS NULL AND updated_at <= now() - $2::integer * interval '1 second'
      AND NOT EXISTS (SELECT FROM refund WHERE refund.order_id = payment.order_id AND refund.state = 'refunding') AS is_quiet
  FROM payment WHERE order_id = ANY ($1::uuid[])`

const recordSql = `
  INSERT INTO difference (order_id, authorisation_id, kind, bank_side, payment_side, outcome, look_at)
  VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $6 <> 'repaired' THEN now() + $7::integer * interval '1 millisecond' END)
  ON CONFLICT (order_id, authorisation_id, kind) DO UPDATE SET
    bank_side = excluded.bank_side, payment_side = excluded.payment_side, outcome = excluded.outcome,
    look_at = excluded.look_at, updated_at = now(),
    found_at = CASE WHEN difference.look_at IS NULL THEN now() ELSE difference.found_at END`

const dueSql = 'SELECT order_id FROM difference WHERE look_at <= now() ORDER BY look_at LIMIT $1'

const endGoneSql = `
  UPDATE difference SET outcome = 'gone', look_at = NULL, updated_at = now()
  WHERE order_id = ANY ($1::uuid[]) AND look_at IS NOT NULL
    AND authorisation_id || ' ' || kind <> ALL ($2::text[])`

const putOffSql = `
  UPDATE difference SET look_at = now() + $2::integer * interval '1 millisecond'
  WHERE order_id = ANY ($1::uuid[]) AND look_at IS NOT NULL`
