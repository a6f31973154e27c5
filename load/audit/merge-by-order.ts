import { refundText } from './compare-refunds.ts'
import { lineText } from './line-text.ts'
import type { Cells, Snapshots } from './snapshot.ts'
import type { Tape } from './tape.ts'

/** What four databases say of one order. Undefined: that one knows nothing of it. */
export type OrderInBooks = {
  orderId: string
  order: OrderRow | undefined
  hold: HoldRow | undefined
  payment: PaymentRow | undefined
  bank: BankRow | undefined
}

export type OrderRow = { id: string; state: string; totalCents: number; lines: string; refunds: string }
export type HoldRow = { id: string; state: string; lines: string }
export type PaymentRow = {
  id: string
  /** '' where there are movements without a payment. */
  state: string
  amountCents: number
  capturedCents: number
  refundedCents: number
  /** What was given back on purpose, beside an undo. */
  onPurposeCents: number
  refunds: string
  /** Balances of the ledger's accounts. */
  cardHolds: number
  holdsOwed: number
  bank: number
  sales: number
}
export type BankRow = {
  id: string
  /** Authorisations that were not declined; open ones among them. */
  authorisations: number
  open: number
  /** As the authorisations have it, and as the ledger has it. */
  capturedCents: number
  refundedCents: number
  captures: number
  ledgerCapturedCents: number
  ledgerRefundedCents: number
}

const orderSql = `
  SELECT o.id, o.state, o.total_cents, coalesce(l.lines, ''), coalesce(r.refunds, '')
  FROM customer_order o
  LEFT JOIN (SELECT order_id, ${lineText('l')} AS lines FROM order_line l GROUP BY order_id) l ON l.order_id = o.id
  LEFT JOIN (SELECT order_id, ${refundText('r')} AS refunds FROM order_refund r GROUP BY order_id) r ON r.order_id = o.id
  ORDER BY o.id`

const holdSql = `
  SELECT r.order_id, r.state, coalesce(l.lines, '')
  FROM reservation r
  LEFT JOIN (SELECT order_id, ${lineText('l')} AS lines FROM reservation_line l GROUP BY order_id) l USING (order_id)
  ORDER BY r.order_id`

const balance = (account: string): string =>
  `coalesce(sum(amount_cents) FILTER (WHERE account = '${account}'), 0)::bigint AS ${account}`
const paymentSql = `
  SELECT order_id, coalesce(p.state, ''), coalesce(p.amount_cents, 0), coalesce(p.captured_cents, 0),
    coalesce(p.refunded_cents, 0), coalesce(r.cents, 0), coalesce(r.refunds, ''),
    coalesce(l.card_holds, 0), coalesce(l.holds_owed, 0), coalesce(l.bank, 0), coalesce(l.sales, 0)
  FROM payment p
  FULL JOIN (
    SELECT order_id, ${['card_holds', 'holds_owed', 'bank', 'sales'].map(balance).join(', ')}
    FROM ledger_entry GROUP BY order_id
  ) l USING (order_id)
  LEFT JOIN (
    SELECT order_id, coalesce(sum(amount_cents) FILTER (WHERE state = 'refunded'), 0)::bigint AS cents, ${refundText('r')} AS refunds
    FROM refund r GROUP BY order_id
  ) r USING (order_id)
  ORDER BY order_id`

const bankSql = `
  SELECT reference, coalesce(a.authorisations, 0), coalesce(a.open, 0), coalesce(a.captured, 0), coalesce(a.refunded, 0),
    coalesce(l.captures, 0), coalesce(l.captured, 0), coalesce(l.refunded, 0)
  FROM (
    SELECT reference,
      count(*) FILTER (WHERE state <> 'declined') AS authorisations,
      count(*) FILTER (WHERE state IN ('authorised', 'capture_refused')) AS open,
      sum(amount_cents) FILTER (WHERE state = 'captured')::bigint AS captured,
      sum(refunded_cents)::bigint AS refunded
    FROM authorisation GROUP BY reference
  ) a
  FULL JOIN (
    SELECT reference,
      count(*) FILTER (WHERE kind = 'captured') AS captures,
      sum(amount_cents) FILTER (WHERE kind = 'captured')::bigint AS captured,
      sum(amount_cents) FILTER (WHERE kind = 'refunded')::bigint AS refunded
    FROM ledger_row GROUP BY reference
  ) l USING (reference)
  ORDER BY reference`

/** Reads four databases side by side in the order of the orders' ids, and hands each order over once. */
export async function mergeByOrder(snapshots: Snapshots, take: (order: OrderInBooks) => void): Promise<void> {
  const [orders, holds, payments, bank] = await Promise.all([
    snapshots.order.tape(orderSql, [], toOrder),
    snapshots.product.tape(holdSql, [], toHold),
    snapshots.payment.tape(paymentSql, [], toPayment),
    snapshots.bank.tape(bankSql, [], toBank),
  ])
  const tapes: Tape<{ id: string }>[] = [orders, holds, payments, bank]
  for (;;) {
    const orderId = smallest(tapes)
    if (orderId === undefined) return
    take({
      orderId,
      order: orders.row?.id === orderId ? orders.row : undefined,
      hold: holds.row?.id === orderId ? holds.row : undefined,
      payment: payments.row?.id === orderId ? payments.row : undefined,
      bank: bank.row?.id === orderId ? bank.row : undefined,
    })
    for (const tape of tapes) {
      const waiting = tape.row?.id === orderId ? tape.next() : undefined
      if (waiting !== undefined) await waiting
    }
  }
}

/** Ids as PostgreSQL writes them sort as text as they do there. */
function smallest(tapes: readonly Tape<{ id: string }>[]): string | undefined {
  let least: string | undefined
  for (const { row } of tapes) if (row !== undefined && (least === undefined || row.id < least)) least = row.id
  return least
}

const toOrder = ([id, state, totalCents, lines, refunds]: Cells): OrderRow => ({
  id,
  state,
  totalCents,
  lines,
  refunds,
})
const toHold = ([id, state, lines]: Cells): HoldRow => ({ id, state, lines })
const toPayment = (cells: Cells): PaymentRow => ({
  id: cells[0],
  state: cells[1],
  amountCents: cells[2],
  capturedCents: cells[3],
  refundedCents: cells[4],
  onPurposeCents: cells[5],
  refunds: cells[6],
  cardHolds: cells[7],
  holdsOwed: cells[8],
  bank: cells[9],
  sales: cells[10],
})
const toBank = (cells: Cells): BankRow => ({
  id: cells[0],
  authorisations: cells[1],
  open: cells[2],
  capturedCents: cells[3],
  refundedCents: cells[4],
  captures: cells[5],
  ledgerCapturedCents: cells[6],
  ledgerRefundedCents: cells[7],
})
