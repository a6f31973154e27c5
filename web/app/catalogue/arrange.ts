import type { ProductSummary } from '@saleday/contracts/product'
import { type Category, categories } from './categories.ts'
import type { Listing, Sort } from './listing.ts'

export const pageSize = 12

/** What a view shows of all the products found. A page beyond the last one is the last one. */
export function arrange(products: readonly ProductSummary[], listing: Listing) {
  const matching = products.filter((product) => matches(product, listing))
  const sorted = [...matching].sort(orders[listing.sort])
  const pages = Math.max(1, Math.ceil(sorted.length / pageSize))
  const page = Math.min(listing.page, pages)
  return { shown: sorted.slice((page - 1) * pageSize, page * pageSize), total: sorted.length, pages, page }
}

/** The categories that there are among the products, with how many of each. */
export function countByCategory(products: readonly ProductSummary[]): { category: Category; count: number }[] {
  const counts = Map.groupBy(products, ({ category }) => category)
  return categories.flatMap((category) => {
    const count = counts.get(category)?.length ?? 0
    return count > 0 ? [{ category, count }] : []
  })
}

const matches = (product: ProductSummary, { category, maximumEuros, inStock, doorbusters }: Listing): boolean =>
  (category === undefined || product.category === category) &&
  (maximumEuros === undefined || product.priceCents <= maximumEuros * 100) &&
  (!inStock || product.availability !== 'sold_out') &&
  (!doorbusters || product.doorbuster)

/** Equals stay in the order of the shop. */
const orders: Readonly<Record<Sort, (a: ProductSummary, b: ProductSummary) => number>> = {
  featured: () => 0,
  'price-up': (a, b) => a.priceCents - b.priceCents,
  'price-down': (a, b) => b.priceCents - a.priceCents,
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
}
