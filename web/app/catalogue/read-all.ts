import type { ProductPage, ProductSummary } from '@saleday/contracts/product'
import { type Send, successOf } from '../api/send.ts'

/** All products of a list, or its first ones where there are very many. */
export type ProductList = { products: readonly ProductSummary[]; isWhole: boolean }

const perRequest = 100
const maximumRequests = 5

/** The address of a list: of a category, of a search, of the doorbusters. */
export const listPath = (query: { category?: string; q?: string; doorbuster?: 'true' }): string =>
  `/api/products?${new URLSearchParams({ ...query, limit: String(perRequest) })}`

/**
 * Reads a list to its end, so that all of it can be filtered, sorted and counted here: the shop's own lists have one
 * order, which its caches keep.
 */
export async function readAll(send: Send, path: string): Promise<ProductList> {
  const products: ProductSummary[] = []
  let cursor: string | null = null
  for (let requests = 0; requests < maximumRequests; requests++) {
    const next: string = cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`
    const page: ProductPage = successOf(await send({ path: next }))
    products.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return { products, isWhole: cursor === null }
}
