import type { ProductDetail } from '@saleday/contracts/product'
import { fetchPage, holds } from './send.ts'
import { anyGood, newVisitor } from './visitor.ts'

/** Looks around: the first page, a category, a product, and the same product again. */
export function browse(): void {
  const { random, think } = newVisitor()
  const wanted = anyGood(random)
  if (!listProducts('list', 'limit=24')) return
  think()
  if (!listProducts('list', `category=${wanted.category}`)) return
  think()
  const seen = lookAt(wanted.id)
  if (seen === undefined) return
  think()
  lookAt(wanted.id, seen.etag)
}

/** Searches for a word and looks at a product. */
export function search(): void {
  const { random, think } = newVisitor()
  const wanted = anyGood(random)
  if (!listProducts('search', `q=${encodeURIComponent(wanted.word)}`)) return
  think()
  lookAt(wanted.id)
}

/** Reads a product; with the ETag of an earlier look the shop may answer that nothing has changed. */
export function lookAt(productId: string, etag = ''): { body: ProductDetail; etag: string } | undefined {
  return fetchPage<ProductDetail>(
    {
      kind: 'product',
      method: 'GET',
      path: `/api/products/${productId}`,
      ...(etag === '' ? {} : { headers: { 'if-none-match': etag } }),
    },
    holds<ProductDetail>((product) => product.id === productId && Number.isInteger(product.priceCents)),
  )
}

/** A page of 24 products is not parsed for each visitor: it must begin with one and end as JSON does. */
function listProducts(kind: 'list' | 'search', query: string): boolean {
  const request = { kind, method: 'GET', path: `/api/products?${query}`, isLong: true } as const
  return (
    fetchPage(request, ({ text }) => /^\{"items":\[\{"id":"[0-9a-f-]{36}"/.test(text) && text.endsWith('}')) !==
    undefined
  )
}
