import { type Book, newBook } from './book.ts'
import { listViolations } from './list-violations.ts'
import type { Snapshots } from './snapshot.ts'
import { openWork } from './wait-for-rest.ts'

/*
 * What can become of an order, said here once more and not taken from the service: a mistake there must not hide itself.
 */
const legalSql = `(VALUES
  ('placed', 'placed'),
  ('confirmed', 'placed > confirmed'),
  ('shipped', 'placed > confirmed > shipped'),
  ('cancelled', 'placed > confirmed > cancelled'),
  ('cancelling', 'placed > cancelling'),
  ('rejected', 'placed > cancelling > rejected')) AS legal (state, path)`

const reasonsSql = `(VALUES
  ('cancelling', 'out_of_stock'), ('cancelling', 'payment_declined'), ('cancelling', 'timed_out'),
  ('rejected', 'out_of_stock'), ('rejected', 'payment_declined'), ('rejected', 'timed_out'),
  ('cancelled', 'capture_refused'), ('cancelled', 'customer_cancelled')) AS known (state, reason)`

// Refunds through order are of shipped orders; what was asked of payment itself leaves no work.
const workSql = `(VALUES
  ('placed', false, ''),
  ('confirmed', false, 'capture commit take_out'),
  ('shipped', false, 'capture commit take_out'),
  ('shipped', true, 'capture commit refund take_out'),
  ('cancelling', false, 'release void'),
  ('rejected', false, 'release void'),
  ('cancelled', false, 'capture commit release take_out tell void')) AS due (state, is_refunded, kinds)`

/** Book 5: histories, and that nothing is left open. */
export async function historiesBook(snapshots: Snapshots): Promise<Book> {
  const book = newBook(
    5,
    'Histories',
    'Every order has come to its end by legal steps, all work that this asked for was done, and a minute after the load and the last fault nothing is open: no order, no hold, no work, no payment.',
  )
  await countOrders(book, snapshots)
  await checkPaths(book, snapshots)
  await checkReasons(book, snapshots)
  await checkWork(book, snapshots)
  await checkNotices(book, snapshots)
  await checkShipping(book, snapshots)
  for (const { what, id, state } of await openWork(snapshots))
    book.violation(`${what} left open`, { [idNameOf[what] ?? 'orderId']: id }, state)
  return book
}

const idNameOf: Readonly<Record<string, string>> = { refund: 'refundId' }

async function countOrders(book: Book, { order }: Snapshots): Promise<void> {
  const states = await order.rows<{ state: string; orders: number }>(
    'SELECT state, count(*) AS orders FROM customer_order GROUP BY state ORDER BY state',
  )
  for (const { state, orders } of states) {
    book.checked(orders)
    book.count(state, orders)
  }
}

type Path = { id: string; state: string | null; version: number | null; path: string | null; gapless: boolean | null }

const checkPaths = (book: Book, { order }: Snapshots): Promise<void> =>
  listViolations<Path>(
    book,
    order,
    `SELECT coalesce(o.id, h.order_id)::text AS id, o.state, o.version, h.path, h.gapless
     FROM customer_order o
     FULL JOIN (
       SELECT order_id, string_agg(state, ' > ' ORDER BY seq) AS path, count(*) AS steps,
         min(seq) = 1 AND max(seq) = count(*) AS gapless
       FROM order_event GROUP BY order_id
     ) h ON h.order_id = o.id
     LEFT JOIN ${legalSql} ON legal.state = o.state AND legal.path = h.path
     WHERE legal.state IS NULL OR NOT h.gapless OR h.steps <> o.version`,
    [],
    ({ id, state, version, path, gapless }) => ({
      what: gapless === false ? 'gap in a history' : 'illegal history',
      ids: { orderId: id },
      says: `the order is ${state ?? 'missing'}, version ${version ?? 'none'}; its history: ${path ?? 'none'}`,
    }),
  )

type Reason = { id: string; state: string; reason: string | null; step: string | null; said: string | null }

const checkReasons = (book: Book, { order }: Snapshots): Promise<void> =>
  listViolations<Reason>(
    book,
    order,
    `SELECT o.id::text, o.state, o.reason, e.state AS step, e.reason AS said
     FROM customer_order o
     JOIN order_event e ON e.order_id = o.id
     LEFT JOIN ${reasonsSql} ON known.state = e.state AND known.reason = e.reason
     WHERE CASE WHEN e.state IN ('cancelling', 'rejected', 'cancelled')
       THEN known.reason IS NULL OR e.reason IS DISTINCT FROM o.reason
       ELSE e.reason IS NOT NULL END`,
    [],
    ({ id, state, reason, step, said }) => ({
      what: 'wrong reason',
      ids: { orderId: id },
      says: `the order is ${state} for ${reason ?? 'no reason'}; its history says ${step} for ${said ?? 'no reason'}`,
    }),
  )

const checkWork = (book: Book, { order }: Snapshots): Promise<void> =>
  listViolations<{ id: string; state: string; kinds: string; due: string | null }>(
    book,
    order,
    `SELECT o.id::text, o.state, coalesce(w.kinds, '') AS kinds, due.kinds AS due
     FROM customer_order o
     LEFT JOIN (SELECT DISTINCT order_id FROM order_refund) r ON r.order_id = o.id
     LEFT JOIN ${workSql} ON due.state = o.state AND due.is_refunded = (r.order_id IS NOT NULL)
     LEFT JOIN (
       SELECT order_id, string_agg(kind, ' ' ORDER BY kind COLLATE "C") AS kinds FROM outbox GROUP BY order_id
     ) w ON w.order_id = o.id
     WHERE coalesce(w.kinds, '') IS DISTINCT FROM due.kinds`,
    [],
    ({ id, state, kinds, due }) => ({
      what: 'wrong work',
      ids: { orderId: id },
      says:
        due === null
          ? `the order is ${state}, and was refunded`
          : `the order is ${state}, which asks for ${due || 'nothing'}; the outbox has had ${kinds || 'nothing'}`,
    }),
  )

const checkNotices = (book: Book, { order }: Snapshots): Promise<void> =>
  listViolations<{ id: string; state: string; text: string | null }>(
    book,
    order,
    `SELECT o.id::text, o.state, n.text FROM customer_order o LEFT JOIN notice n ON n.order_id = o.id
     WHERE (o.state = 'cancelled') <> (n.order_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM outbox w WHERE w.order_id = o.id AND w.kind = 'tell' AND w.done_at IS NULL)`,
    [],
    ({ id, state, text }) => ({
      what: text === null ? 'customer not told' : 'customer told for nothing',
      ids: { orderId: id },
      says: `the order is ${state}; its notice: ${text ?? 'none'}`,
    }),
  )

// Times of two transactions: a second between them says nothing.
const checkShipping = (book: Book, { order }: Snapshots): Promise<void> =>
  listViolations<{ id: string; kind: string }>(
    book,
    order,
    `SELECT e.order_id::text AS id, w.kind
     FROM order_event e JOIN outbox w ON w.order_id = e.order_id AND w.kind IN ('commit', 'capture')
     WHERE e.state = 'shipped' AND w.done_at > e.at + interval '1 second'`,
    [],
    ({ id, kind }) => ({
      what: 'shipped too early',
      ids: { orderId: id },
      says: `its ${kind} was done only afterwards`,
    }),
  )
