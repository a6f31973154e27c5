import { generatedBooks, insertBooks } from './generated-books.ts'
import type { SeededBug } from './seeded-bug.ts'

const tables = ['order_refund', 'notice', 'outbox', 'order_event', 'order_line', 'idempotency_key']

/** Bugs whose traces are in the order service's database. */
export const bugsInOrders: SeededBug[] = [
  {
    name: 'an order is lost after its 201',
    books: [1, 3, 4],
    async seed(shop, { order }) {
      const { id, lines } = shop.find('confirmed', 'at once')
      for (const table of tables) await order.query(`DELETE FROM ${table} WHERE order_id = $1`, [id])
      await order.query('DELETE FROM customer_order WHERE id = $1', [id])
      return [id, ...lines.map(({ productId }) => productId)]
    },
  },
  {
    name: 'a line of an order is another product',
    books: [1, 4],
    async seed(shop, { order }) {
      const { id, lines } = shop.find('confirmed', 'at once')
      const other = shop.products.find((product) => lines.every(({ productId }) => productId !== product.id))!
      await order.query('UPDATE order_line SET product_id = $2 WHERE order_id = $1 AND position = 0', [id, other.id])
      return [id, other.id, lines[0]!.productId]
    },
  },
  {
    name: 'the total of an order is another than was acknowledged',
    books: [1, 3],
    async seed(shop, { order }) {
      const { id } = shop.find('shipped', 'at once')
      await order.query('UPDATE customer_order SET total_cents = total_cents + 1 WHERE id = $1', [id])
      return [id]
    },
  },
  {
    name: 'an order belongs to another customer than wanted it',
    books: [1],
    async seed(shop, { order }) {
      const { id } = shop.find('confirmed', 'at once')
      await order.query('UPDATE customer_order SET customer_id = gen_random_uuid() WHERE id = $1', [id])
      return [id]
    },
  },
  {
    name: 'an order has no key',
    books: [1],
    async seed(shop, { order }) {
      const { id } = shop.find('confirmed', 'never')
      await order.query('DELETE FROM idempotency_key WHERE order_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'one key has two orders, each of them whole',
    books: [2],
    async seed(shop, databases) {
      const first = shop.find('confirmed', 'never')
      const twin = { ...first, id: first.id.replace(/^.{8}/, 'ffffffff') }
      const idOf = () => crypto.randomUUID()
      const books = generatedBooks({ products: [], orders: [twin], runId: 'another', endMs: Date.now(), idOf })
      await insertBooks(databases, books)
      for (const { productId, quantity } of first.lines) {
        await databases.product.query(
          'UPDATE stock SET on_hand = on_hand - $2, sold = sold + $2 WHERE product_id = $1',
          [productId, quantity],
        )
      }
      return [first.id, first.key]
    },
  },
  {
    name: 'a row of the outbox was skipped',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('confirmed')
      await order.query(`DELETE FROM outbox WHERE order_id = $1 AND kind = 'take_out'`, [id])
      return [id]
    },
  },
  {
    name: 'a refund was written down and never sent',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('partly_refunded')
      await order.query(`DELETE FROM outbox WHERE order_id = $1 AND kind = 'refund'`, [id])
      return [id]
    },
  },
  {
    name: 'a refund was written down for an order that was not shipped',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('confirmed')
      await order.query('INSERT INTO order_refund (refund_id, order_id, amount_cents) VALUES ($1, $2, 1)', [
        crypto.randomUUID(),
        id,
      ])
      return [id]
    },
  },
  {
    name: 'a row of the outbox was never done',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('cancelled_held')
      await order.query(`UPDATE outbox SET done_at = NULL WHERE order_id = $1 AND kind = 'void'`, [id])
      return [id]
    },
  },
  {
    name: 'an order was confirmed after it had been refused',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('confirmed')
      await order.query('UPDATE order_event SET seq = 3 WHERE order_id = $1 AND seq = 2', [id])
      await order.query('UPDATE customer_order SET version = 3 WHERE id = $1', [id])
      await order.query(`INSERT INTO order_event (order_id, seq, state) VALUES ($1, 2, 'cancelling')`, [id])
      return [id]
    },
  },
  {
    name: 'a history has a gap',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('payment_declined')
      await order.query('UPDATE order_event SET seq = 4 WHERE order_id = $1 AND seq = 3', [id])
      return [id]
    },
  },
  {
    name: 'a history does not say how the order ended',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('shipped')
      await order.query('DELETE FROM order_event WHERE order_id = $1 AND seq = 3', [id])
      return [id]
    },
  },
  {
    name: 'an order and its history have two reasons',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('timed_out', 'never')
      await order.query(`UPDATE customer_order SET reason = 'payment_declined' WHERE id = $1`, [id])
      return [id]
    },
  },
  {
    name: 'an order was never decided',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('never_begun', 'never')
      await order.query(`UPDATE customer_order SET state = 'placed', reason = NULL, version = 1 WHERE id = $1`, [id])
      await order.query('DELETE FROM order_event WHERE order_id = $1 AND seq > 1', [id])
      await order.query('DELETE FROM outbox WHERE order_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'a customer was not told that an order is cancelled',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('capture_refused')
      await order.query('DELETE FROM notice WHERE order_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'an order was shipped before it was paid',
    books: [5],
    async seed(shop, { order }) {
      const { id } = shop.find('shipped')
      await order.query(
        `UPDATE outbox SET done_at = done_at + interval '1 hour' WHERE order_id = $1 AND kind = 'capture'`,
        [id],
      )
      return [id]
    },
  },
]
