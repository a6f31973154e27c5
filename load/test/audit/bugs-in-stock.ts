import type { SeededBug } from './seeded-bug.ts'

/** Bugs whose traces are in product's database. */
export const bugsInStock: SeededBug[] = [
  {
    name: 'stock was taken twice',
    books: [4],
    async seed(shop, { product }) {
      const { productId, quantity } = shop.find('confirmed').lines[0]!
      await product.query('UPDATE stock SET on_hand = on_hand - $2, sold = sold + $2 WHERE product_id = $1', [
        productId,
        quantity,
      ])
      return [productId]
    },
  },
  {
    name: 'stock was not given back',
    books: [4],
    async seed(shop, { product }) {
      const { productId, quantity } = shop.find('cancelled_held').lines[0]!
      await product.query('UPDATE stock SET on_hand = on_hand - $2 WHERE product_id = $1', [productId, quantity])
      return [productId]
    },
  },
  {
    name: 'stock is reserved that nobody holds',
    books: [4],
    async seed(shop, { product }) {
      const { id } = shop.products[3]!
      await product.query('UPDATE stock SET on_hand = on_hand - 1, reserved = reserved + 1 WHERE product_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'stock is below zero',
    books: [4],
    async seed(shop, { product }) {
      const { id } = shop.products[3]!
      await product.query('UPDATE stock SET on_hand = -1, reserved = reserved + on_hand + 1 WHERE product_id = $1', [
        id,
      ])
      return [id]
    },
  },
  {
    name: 'more is sold than there was',
    books: [4],
    async seed(shop, { product }) {
      const { id } = shop.products[0]!
      await product.query('UPDATE stock SET initial = initial - 2 WHERE product_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'buyers were refused what is left unsold',
    books: [4],
    async seed(shop, { product }) {
      const { id } = shop.products[0]!
      await product.query('UPDATE stock SET on_hand = on_hand + 3, initial = initial + 3 WHERE product_id = $1', [id])
      return [id]
    },
  },
  {
    name: 'a buyer was refused at once what is left unsold',
    books: [4],
    async seed(shop, { order, product }) {
      const { id } = shop.products[0]!
      const key = `${shop.runId}-refused-at-once`
      const refusal = { code: 'out_of_stock', extra: { products: [{ productId: id, requested: 2, available: 0 }] } }
      await order.query(
        'INSERT INTO idempotency_key (customer_id, key, request_hash, refusal) VALUES ($1, $2, $3, $4)',
        [crypto.randomUUID(), key, Buffer.alloc(32), refusal],
      )
      await product.query('UPDATE stock SET on_hand = on_hand + 2, initial = initial + 2 WHERE product_id = $1', [id])
      return [id, key]
    },
  },
  {
    name: 'a hold is left',
    books: [5],
    async seed(shop, { product }) {
      const { id, lines } = shop.find('timed_out')
      await product.query(`UPDATE reservation SET state = 'held' WHERE order_id = $1`, [id])
      for (const { productId, quantity } of lines) {
        await product.query('UPDATE stock SET on_hand = on_hand - $2, reserved = reserved + $2 WHERE product_id = $1', [
          productId,
          quantity,
        ])
      }
      return [id]
    },
  },
  {
    name: 'what was sold to an order that was refused is not given back',
    books: [4],
    async seed(shop, { product }) {
      const { id, lines } = shop.find('timed_out')
      await product.query(`UPDATE reservation SET state = 'committed' WHERE order_id = $1`, [id])
      for (const { productId, quantity } of lines) {
        await product.query('UPDATE stock SET on_hand = on_hand - $2, sold = sold + $2 WHERE product_id = $1', [
          productId,
          quantity,
        ])
      }
      return [id, ...lines.map(({ productId }) => productId)]
    },
  },
  {
    name: 'nothing was reserved for an order that is sold',
    books: [4],
    async seed(shop, { product }) {
      const { id, lines } = shop.find('shipped')
      await product.query('DELETE FROM reservation_line WHERE order_id = $1', [id])
      await product.query('DELETE FROM reservation WHERE order_id = $1', [id])
      return [id, ...lines.map(({ productId }) => productId)]
    },
  },
  {
    name: 'more was reserved than was ordered',
    books: [4],
    async seed(shop, { product }) {
      const { id, lines } = shop.find('confirmed')
      const { productId } = lines[0]!
      const where = 'order_id = $1 AND product_id = $2'
      await product.query(`UPDATE reservation_line SET quantity = quantity + 1 WHERE ${where}`, [id, productId])
      return [id, productId]
    },
  },
]
