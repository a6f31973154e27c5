import { newBook } from './book.ts'
import type { OrderInBooks } from './merge-by-order.ts'
import type { Snapshots } from './snapshot.ts'
import { checkUnsold } from './unsold.ts'

export type StockBook = ReturnType<typeof stockBook>

/** What the reservation of an order must be in the end. */
const holdOf: Readonly<Record<string, string>> = {
  confirmed: 'committed',
  shipped: 'committed',
  rejected: 'released',
  cancelled: 'released',
}

/** Book 4: stock. Each product's figures, and each order's reservation. */
export function stockBook() {
  const book = newBook(
    4,
    'Stock',
    'Initial stock is on hand, reserved and sold together for every product, none below zero; sold is what confirmed and shipped orders bought; where demand exceeded stock all was sold, unless a hold was released after the last buyer had been refused.',
  )

  function take({ orderId, order, hold }: OrderInBooks): void {
    const violation = (what: string, says: string) => book.violation(what, { orderId }, says)
    if (hold !== undefined) book.checked(1)
    if (order === undefined) {
      if (hold !== undefined) violation('reservation without an order', `${hold.state} ${hold.lines}`)
      return
    }
    const expected = holdOf[order.state]
    if (expected === undefined || hold?.state === 'held') return // what is open is in book 5
    if (hold === undefined)
      violation('no reservation', `the order is ${order.state}, and product has never heard of it`)
    else if (hold.state !== expected)
      violation('wrong reservation', `the order is ${order.state}, its reservation ${hold.state}`)
    // Released without lines: the release came first, and nothing was ever taken.
    else if (hold.lines !== order.lines && !(hold.lines === '' && expected === 'released'))
      violation('wrong reservation', `the order's lines are ${order.lines}; reserved were ${hold.lines || 'none'}`)
  }

  return {
    book,
    take,
    async checkProducts(snapshots: Snapshots, sinceMs: number | undefined): Promise<void> {
      const sold = await unitsSold(snapshots)
      const products = await snapshots.product.rows<ProductRow>(productSql)
      for (const product of products) {
        const { on_hand, reserved, initial } = product
        const violation = (what: string, says: string) => book.violation(what, { productId: product.product_id }, says)
        book.checked(1)
        book.count('products')
        book.count('units sold', product.sold)
        if (Math.min(on_hand, reserved, product.sold) < 0) violation('below zero', figuresOf(product))
        if (on_hand + reserved + product.sold !== initial) violation('stock does not add up', figuresOf(product))
        if (reserved !== product.held) violation('wrong reserved', `${figuresOf(product)}; holds take ${product.held}`)
        if (product.sold !== product.committed)
          violation('wrong sold', `${figuresOf(product)}; committed reservations took ${product.committed}`)
        const bought = sold.get(product.product_id) ?? 0
        if (product.sold !== bought) violation('wrong sold', `${figuresOf(product)}; orders bought ${bought}`)
        sold.delete(product.product_id)
      }
      for (const [productId, units] of sold)
        book.violation('sold without stock', { productId }, `orders bought ${units}, and there is no such product`)
      await checkUnsold(book, snapshots, sinceMs)
    },
  }
}

type ProductRow = {
  product_id: string
  on_hand: number
  reserved: number
  sold: number
  initial: number
  held: number
  committed: number
}

const figuresOf = ({ on_hand, reserved, sold, initial }: ProductRow): string =>
  `on hand ${on_hand}, reserved ${reserved}, sold ${sold}, initial ${initial}`

const productSql = `
  SELECT s.product_id::text, s.on_hand, s.reserved, s.sold, s.initial,
    coalesce(l.held, 0) AS held, coalesce(l.committed, 0) AS committed
  FROM stock s
  LEFT JOIN (
    SELECT product_id, sum(quantity) FILTER (WHERE state = 'held') AS held,
      sum(quantity) FILTER (WHERE state = 'committed') AS committed
    FROM reservation_line JOIN reservation USING (order_id) GROUP BY product_id
  ) l USING (product_id)`

async function unitsSold({ order }: Snapshots): Promise<Map<string, number>> {
  const rows = await order.rows<{ product_id: string; units: number }>(`
    SELECT l.product_id::text, sum(l.quantity) AS units
    FROM order_line l JOIN customer_order o ON o.id = l.order_id
    WHERE o.state IN ('confirmed', 'shipped') GROUP BY l.product_id`)
  return new Map(rows.map(({ product_id, units }) => [product_id, units]))
}
