import type { Audit, Book } from '../report-schema.ts'

/** The six books of a made-up day, with two of them out of balance where it failed. */
export function generatedAudit(failed: boolean): Audit {
  const books = [
    bookOf(
      1,
      'Acknowledged orders',
      'Every acknowledged order exists with its lines and its total, and every order stems from an intent.',
      3612,
      { acknowledged: 3318, orders: 3318, intents: 3612 },
    ),
    bookOf(2, 'One for each intent', 'An intent has led to at most one order and one capture.', 3612, {
      intents: 3612,
      orders: 3318,
      captures: 3318,
    }),
    bookOf(
      3,
      'Money',
      'What was captured and not refunded is the total of the confirmed orders; no authorisation is open; ledger and bank agree.',
      13_274,
      { capturedCents: 19_846_112, refundedCents: 0, confirmedCents: 19_846_112, ledgerEntries: 13_274 },
    ),
    bookOf(
      4,
      'Stock',
      'What was there is on hand, reserved or sold, for every product, and never less than none.',
      240,
      { products: 240, initial: 61_400, onHand: 56_402, reserved: 0, sold: 4998 },
    ),
    bookOf(5, 'Histories', 'Every order went a legal way, and a minute after the last fault nothing is open.', 3612, {
      histories: 3612,
      openOrders: 0,
      openHolds: 0,
      openOutboxRows: 0,
    }),
    bookOf(6, 'Read at once', 'Every acknowledged order could be read by its customer at once.', 3318, { reads: 3318 }),
  ]
  if (failed) {
    breakBook(books[1]!, 2, 'two captures for one intent', 'captured twice, 59.90 each')
    breakBook(books[2]!, 3, 'captured where nothing was sold', 'the order was rejected, and 59.90 are still captured')
  }
  return { balanced: !failed, books, seconds: 4.2, rssMiB: 148 }
}

function bookOf(number: number, name: string, says: string, checked: number, figures: Record<string, number>): Book {
  return { number, name, says, checked, figures, holds: true, violations: [], violationCount: 0 }
}

function breakBook(book: Book, times: number, what: string, says: string): void {
  book.holds = false
  book.violationCount = times
  book.violations = Array.from({ length: times }, (_, index) => ({
    what,
    says,
    ids: { order: `019ac3a2-7c1${index}-7000-8000-00000000000${index}`, key: `20261127-090000-42-${1200 + index}-buy` },
  }))
}
