import { type Book, newBook } from './book.ts'
import { compareRefunds } from './compare-refunds.ts'
import { listViolations } from './list-violations.ts'
import type { BankRow, OrderInBooks, PaymentRow } from './merge-by-order.ts'
import type { Snapshot } from './snapshot.ts'

export type MoneyBook = ReturnType<typeof moneyBook>

/** Book 3: money. Each order by itself, as payment and the bank have it. */
export function moneyBook() {
  const book = newBook(
    3,
    'Money',
    'Captured less refunded is the total of each confirmed or shipped order (less what was refunded on purpose) and nothing elsewhere, each refund that order has ended is ended so at payment, no authorisation is left open, the payment ledger balances, and the bank says the same.',
  )
  return {
    book,
    take(row: OrderInBooks): void {
      const { orderId, order, payment, bank } = row
      book.checked(1)
      book.count('captured cents', payment?.capturedCents ?? 0)
      book.count('refunded cents', payment?.refundedCents ?? 0)
      const violation = (what: string, says: string) => book.violation(what, { orderId }, says)
      if (order === undefined && hasMoney(row)) violation('money without an order', moneySays(row))
      if (order !== undefined) checkOrder(row, violation)
      if (payment !== undefined) checkLedger(payment, violation)
      checkBank(payment, bank, violation)
    },
  }
}

type Tell = (what: string, says: string) => void

const decided = ['confirmed', 'shipped', 'rejected', 'cancelled']

function checkOrder({ order, payment }: OrderInBooks, violation: Tell): void {
  if (order === undefined || !decided.includes(order.state)) return // what is open is in book 5
  if (payment === undefined) {
    violation('no payment', `the order is ${order.state}, and payment has never heard of it`)
    return
  }
  const isSold = order.state === 'confirmed' || order.state === 'shipped'
  const expected = isSold ? order.totalCents - payment.onPurposeCents : 0
  const kept = payment.capturedCents - payment.refundedCents
  if (kept !== expected) {
    violation(
      'wrong amount',
      `the order is ${order.state} with a total of ${order.totalCents}; captured ${payment.capturedCents}, refunded ${payment.refundedCents} (${payment.onPurposeCents} on purpose): ${kept}, not ${expected}`,
    )
  }
  for (const says of compareRefunds(order.refunds, payment.refunds)) violation('order and payment disagree', says)
  if (payment.amountCents !== 0 && payment.amountCents !== order.totalCents) {
    violation('wrong amount', `the order's total is ${order.totalCents}, its payment's amount ${payment.amountCents}`)
  }
}

function checkLedger(payment: PaymentRow, violation: Tell): void {
  const { state, cardHolds, holdsOwed, bank, sales } = payment
  if (state === 'authorised' || state === 'capture_refused') {
    violation('authorisation left open', `the payment is ${state}, and nobody captures or voids it`)
  } else if (cardHolds !== 0 || holdsOwed !== 0) {
    violation(
      'hold left in the ledger',
      `the payment is ${state || 'unknown'}, card_holds ${cardHolds}, holds_owed ${holdsOwed}`,
    )
  }
  const kept = payment.capturedCents - payment.refundedCents
  if (bank !== kept || sales !== -kept) {
    violation('ledger is wrong', `captured less refunded is ${kept}; the ledger has bank ${bank}, sales ${sales}`)
  }
}

const nothingAtTheBank = {
  authorisations: 0,
  open: 0,
  capturedCents: 0,
  refundedCents: 0,
  ledgerCapturedCents: 0,
  ledgerRefundedCents: 0,
}

function checkBank(payment: PaymentRow | undefined, atBank: BankRow | undefined, violation: Tell): void {
  const bank = atBank ?? nothingAtTheBank
  if (bank.open > 0) violation('authorisation left open at the bank', `${bank.open} of ${bank.authorisations}`)
  if (bank.authorisations > 1) {
    violation('authorised twice', `the bank has ${bank.authorisations} authorisations for the order`)
  }
  if (bank.capturedCents !== bank.ledgerCapturedCents || bank.refundedCents !== bank.ledgerRefundedCents) {
    violation(
      'the bank contradicts itself',
      `its authorisations: captured ${bank.capturedCents}, refunded ${bank.refundedCents}; its ledger: ${bank.ledgerCapturedCents}, ${bank.ledgerRefundedCents}`,
    )
  }
  const [captured, refunded] = [payment?.capturedCents ?? 0, payment?.refundedCents ?? 0]
  if (bank.ledgerCapturedCents !== captured || bank.ledgerRefundedCents !== refunded) {
    violation(
      'payment and bank disagree',
      `payment: captured ${captured}, refunded ${refunded}; the bank: ${bank.ledgerCapturedCents}, ${bank.ledgerRefundedCents}`,
    )
  }
}

const hasMoney = ({ payment, bank }: OrderInBooks): boolean => payment !== undefined || bank !== undefined

const moneySays = ({ payment, bank }: OrderInBooks): string =>
  `payment: ${payment === undefined ? 'nothing' : payment.state || 'movements only'}; the bank: ${bank === undefined ? 'nothing' : `${bank.authorisations} authorisations, captured ${bank.ledgerCapturedCents}`}`

/** Every movement adds up to nothing. */
export async function checkTransfers(book: Book, payment: Snapshot): Promise<void> {
  await listViolations<{ transfer_id: string; order_id: string; cents: string }>(
    book,
    payment,
    `SELECT transfer_id::text, min(order_id::text) AS order_id, sum(amount_cents)::text AS cents
     FROM ledger_entry GROUP BY transfer_id HAVING sum(amount_cents) <> 0`,
    [],
    (row) => ({
      what: 'transfer does not balance',
      ids: { orderId: row.order_id, transferId: row.transfer_id },
      says: `its entries add up to ${row.cents}`,
    }),
  )
}
