import type { Price, StockLevel } from '@saleday/contracts/product'
import type { Db } from '@saleday/postgres/pool'
import type { Place } from './cursor.ts'
import type { Product } from './product.ts'
import { lastWord } from './search-words.ts'

export type ProductStore = ReturnType<typeof productStore>

export type Wanted = {
  category?: Product['category'] | undefined
  doorbuster?: boolean | undefined
  /** As `searchWords` makes them. */
  words?: string | undefined
  after?: Place | undefined
  limit: number
}

export type Found = Product & { rank: number }

const columns = `product.id, product.slug, product.name, product.category, product.description, product.price_cents,
  product.currency, product.image, product.doorbuster`

// What was typed as it is, or with its last word as a beginning: of any word of a name, or of any stem.
const matching = (words: string, before: string, prefix: string) =>
  `(websearch_to_tsquery('english', ${words}) || (websearch_to_tsquery('english', ${before})
    && (to_tsquery('simple', ${prefix}) || to_tsquery('english', ${prefix}))))`

/** The catalogue and the figures of the stock. Reservations have a store of their own. */
export const productStore = (db: Db) => ({
  /** A page of what is wanted; searches by rank, lists in the catalogue's order. */
  async list({ category, doorbuster, words, after, limit }: Wanted): Promise<Found[]> {
    const values: unknown[] = []
    const value = (one: unknown, type = 'text') => `$${values.push(one)}::${type}`
    const conditions: string[] = []
    let rank = '0'
    let from = 'product'
    if (words !== undefined) {
      const { before, prefix } = lastWord(words) ?? { before: '', prefix: '' }
      const query = matching(value(words), value(before), value(prefix && `${prefix}:*`))
      from = `(SELECT ${query} AS query) AS wanted JOIN product ON product.search @@ wanted.query`
      rank = 'ts_rank(product.search, wanted.query)'
    }
    if (category !== undefined) conditions.push(`product.category = ${value(category)}`)
    if (doorbuster !== undefined) conditions.push(`product.doorbuster = ${value(doorbuster, 'boolean')}`)
    if (after && words === undefined) conditions.push(`product.id > ${value(after.id, 'uuid')}`)
    if (after && words !== undefined) {
      const [id, place] = [value(after.id, 'uuid'), value(after.rank, 'real')]
      conditions.push(`(${rank} < ${place} OR (${rank} = ${place} AND product.id > ${id}))`)
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
    const text = `SELECT ${columns}, stock.on_hand, ${rank} AS rank
      FROM ${from} JOIN stock ON stock.product_id = product.id ${where}
      ORDER BY ${words === undefined ? '' : 'rank DESC,'} product.id LIMIT ${value(limit, 'integer')}`
    const shape = [words, category, doorbuster, after].map((part) => (part === undefined ? '' : 'x')).join('-')
    const { rows } = await db.query({ name: `list-products-${shape}`, text, values })
    return rows.map((row) => ({ ...toProduct(row), rank: row.rank }))
  },

  async find(productId: string): Promise<Product | undefined> {
    const { rows } = await db.query({
      name: 'find-product',
      text: `SELECT ${columns}, stock.on_hand FROM product JOIN stock ON stock.product_id = product.id
        WHERE product.id = $1`,
      values: [productId],
    })
    return rows[0] && toProduct(rows[0])
  },

  /** Unknown products are left out. */
  async readPrices(productIds: readonly string[]): Promise<Price[]> {
    const { rows } = await db.query({
      name: 'read-prices',
      text: `SELECT id, name, price_cents, currency, stock.on_hand FROM product JOIN stock ON stock.product_id = product.id
        WHERE id = ANY($1::uuid[]) ORDER BY id`,
      values: [productIds],
    })
    return rows.map((row) => ({
      productId: row.id,
      name: row.name,
      priceCents: row.price_cents,
      currency: row.currency,
      available: row.on_hand,
    }))
  },

  async idsAmong(productIds: readonly string[]): Promise<string[]> {
    const { rows } = await db.query({
      name: 'ids-among',
      text: 'SELECT id FROM product WHERE id = ANY($1::uuid[])',
      values: [productIds],
    })
    return rows.map((row) => row.id)
  },

  async allIds(): Promise<string[]> {
    const { rows } = await db.query('SELECT id FROM product')
    return rows.map((row) => row.id)
  },

  async readStock(productId: string): Promise<StockLevel | undefined> {
    const { rows } = await db.query({
      name: 'read-stock',
      text: 'SELECT product_id, on_hand, reserved, sold, initial FROM stock WHERE product_id = $1',
      values: [productId],
    })
    const [row] = rows
    return (
      row && {
        productId: row.product_id,
        onHand: row.on_hand,
        reserved: row.reserved,
        sold: row.sold,
        initial: row.initial,
      }
    )
  },

  /** What is not given stays as it is. */
  async change(productId: string, change: { priceCents?: number | undefined; restock?: number | undefined }) {
    const { rows } = await db.query({
      name: 'change-product',
      text: `WITH priced AS (
          UPDATE product SET price_cents = coalesce($2, price_cents) WHERE id = $1 RETURNING ${columns}
        ), stocked AS (
          UPDATE stock SET on_hand = on_hand + $3, initial = initial + $3 WHERE product_id = $1 RETURNING product_id, on_hand
        )
        SELECT product.*, stocked.on_hand FROM priced AS product JOIN stocked ON stocked.product_id = product.id`,
      values: [productId, change.priceCents ?? null, change.restock ?? 0],
    })
    return rows[0] && toProduct(rows[0])
  },
})

// biome-ignore lint/suspicious/noExplicitAny: a row as pg gives it; its columns are named in this file
const toProduct = (row: any): Product => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  category: row.category,
  description: row.description,
  priceCents: row.price_cents,
  currency: row.currency,
  image: row.image,
  doorbuster: row.doorbuster,
  available: row.on_hand,
})
