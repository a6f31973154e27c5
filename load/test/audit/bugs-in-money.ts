import type pg from 'pg'
import type { SeededBug } from './seeded-bug.ts'

/** A movement of money that payment has written. */
async function writeMovement(payment: pg.Pool, orderId: string, kind: string, amounts: Record<string, number>) {
  await payment.query(
    `INSERT INTO ledger_entry (transfer_id, order_id, kind, account, amount_cents)
     SELECT $1, $2, $3, account, amount FROM unnest($4::text[], $5::integer[]) AS entry (account, amount)`,
    [crypto.randomUUID(), orderId, kind, Object.keys(amounts), Object.values(amounts)],
  )
}

const atTheBank = (bank: pg.Pool, orderId: string, kind: string, amountCents: number) =>
  bank.query(
    `INSERT INTO ledger_row (authorisation_id, reference, kind, amount_cents)
     SELECT id, reference, $2, $3 FROM authorisation WHERE reference = $1`,
    [orderId, kind, amountCents],
  )

/** Bugs whose traces are in payment's database or the bank's. */
export const bugsInMoney: SeededBug[] = [
  {
    name: 'the bank captured twice',
    books: [2, 3],
    async seed(shop, { bank }) {
      const { id, totalCents } = shop.find('confirmed')
      await atTheBank(bank, id, 'captured', totalCents)
      return [id]
    },
  },
  {
    name: 'an order that was refused is captured at the bank',
    books: [3],
    async seed(shop, { bank }) {
      const { id, totalCents } = shop.find('timed_out')
      await bank.query(`UPDATE authorisation SET state = 'captured' WHERE reference = $1`, [id])
      await atTheBank(bank, id, 'captured', totalCents)
      return [id]
    },
  },
  {
    name: 'an order that was refused is captured, and all agree',
    books: [3],
    async seed(shop, { payment, bank }) {
      const { id, totalCents } = shop.find('timed_out')
      await bank.query(`UPDATE authorisation SET state = 'captured' WHERE reference = $1`, [id])
      await atTheBank(bank, id, 'captured', totalCents)
      await payment.query(`UPDATE payment SET state = 'captured', captured_cents = amount_cents WHERE order_id = $1`, [
        id,
      ])
      await writeMovement(payment, id, 'captured', { bank: totalCents, sales: -totalCents })
      return [id]
    },
  },
  {
    name: 'an authorisation is left open at the bank',
    books: [3],
    async seed(shop, { bank }) {
      const { id } = shop.find('timed_out')
      await bank.query(`UPDATE authorisation SET state = 'authorised' WHERE reference = $1`, [id])
      await bank.query(`DELETE FROM ledger_row WHERE reference = $1 AND kind = 'voided'`, [id])
      return [id]
    },
  },
  {
    name: 'an authorisation is left open at payment',
    books: [3],
    async seed(shop, { payment }) {
      const { id } = shop.find('cancelled_held')
      await payment.query(`UPDATE payment SET state = 'authorised' WHERE order_id = $1`, [id])
      await payment.query(`DELETE FROM ledger_entry WHERE order_id = $1 AND kind = 'voided'`, [id])
      return [id]
    },
  },
  {
    name: 'the bank authorised twice, and both are ended',
    books: [3],
    async seed(shop, { bank }) {
      const { id } = shop.find('timed_out')
      await bank.query(
        `INSERT INTO authorisation (id, reference, state, last4, behaviour, amount_cents, currency, created_at, expires_at)
         SELECT gen_random_uuid(), reference, 'voided', last4, behaviour, amount_cents, currency, created_at, expires_at
         FROM authorisation WHERE reference = $1`,
        [id],
      )
      return [id]
    },
  },
  {
    name: 'a refund too many',
    books: [3],
    async seed(shop, { payment, bank }) {
      const { id } = shop.find('shipped')
      await payment.query('UPDATE payment SET refunded_cents = 100 WHERE order_id = $1', [id])
      await writeMovement(payment, id, 'refunded', { sales: 100, bank: -100 })
      await bank.query('UPDATE authorisation SET refunded_cents = 100 WHERE reference = $1', [id])
      await atTheBank(bank, id, 'refunded', 100)
      return [id]
    },
  },
  {
    name: 'a refund is missing',
    books: [3],
    async seed(shop, { payment, bank }) {
      const { id } = shop.find('cancelled_captured')
      await payment.query(`UPDATE payment SET refunded_cents = 0, state = 'captured' WHERE order_id = $1`, [id])
      await payment.query(`DELETE FROM ledger_entry WHERE order_id = $1 AND kind = 'refunded'`, [id])
      await bank.query('UPDATE authorisation SET refunded_cents = 0 WHERE reference = $1', [id])
      await bank.query(`DELETE FROM ledger_row WHERE reference = $1 AND kind = 'refunded'`, [id])
      return [id]
    },
  },
  {
    name: 'order has written down another amount than was refunded',
    books: [3],
    async seed(shop, { order }) {
      const { id } = shop.find('partly_refunded')
      await order.query('UPDATE order_refund SET amount_cents = amount_cents + 1 WHERE order_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'order has told the customer of a refund that payment has never heard of',
    books: [3],
    async seed(shop, { order }) {
      const { id } = shop.find('partly_refunded')
      await order.query('UPDATE order_refund SET refund_id = gen_random_uuid() WHERE order_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'order has a refund as refused that was done',
    books: [3],
    async seed(shop, { order }) {
      const { id } = shop.find('partly_refunded')
      await order.query(`UPDATE order_refund SET state = 'refused', notice = NULL WHERE order_id = $1`, [id])
      return [id]
    },
  },
  {
    name: 'an entry of the ledger has another amount',
    books: [3],
    async seed(shop, { payment }) {
      const { id } = shop.find('confirmed')
      const where = `order_id = $1 AND kind = 'captured' AND account = 'sales'`
      await payment.query(`UPDATE ledger_entry SET amount_cents = amount_cents + 1 WHERE ${where}`, [id])
      return [id]
    },
  },
  {
    name: 'two transfers of an order balance only together',
    books: [3],
    async seed(shop, { payment }) {
      const { id } = shop.find('confirmed')
      await payment.query(
        `UPDATE ledger_entry SET transfer_id = (SELECT transfer_id FROM ledger_entry WHERE order_id = $1 AND kind = 'authorised' LIMIT 1)
         WHERE order_id = $1 AND kind = 'captured' AND account = 'bank'`,
        [id],
      )
      return [id]
    },
  },
  {
    name: 'the bank has captured another amount than payment knows of',
    books: [3],
    async seed(shop, { bank }) {
      const { id } = shop.find('confirmed')
      await bank.query('UPDATE authorisation SET amount_cents = amount_cents - 1 WHERE reference = $1', [id])
      await bank.query(
        `UPDATE ledger_row SET amount_cents = amount_cents - 1 WHERE reference = $1 AND kind = 'captured'`,
        [id],
      )
      return [id]
    },
  },
  {
    name: 'payment knows nothing of an order',
    books: [3],
    async seed(shop, { payment }) {
      const { id } = shop.find('confirmed')
      for (const table of ['ledger_entry', 'refund', 'payment'])
        await payment.query(`DELETE FROM ${table} WHERE order_id = $1`, [id])
      return [id]
    },
  },
  {
    name: 'a payment waits for the bank for ever',
    books: [3, 5],
    async seed(shop, { payment }) {
      const { id } = shop.find('confirmed')
      await payment.query(
        `UPDATE payment SET state = 'capturing', captured_cents = 0, ask_at = now(), waiting_since = now() WHERE order_id = $1`,
        [id],
      )
      await payment.query(`DELETE FROM ledger_entry WHERE order_id = $1 AND kind = 'captured'`, [id])
      return [id]
    },
  },
]
