import type { ProductDetail, ProductPage } from '@saleday/contracts/product'
import { fetchPage } from './send.ts'
import { anyGood, newVisitor } from './visitor.ts'

/** Looks around: the first page or a search, a category, a product, and the same product again. */
export function browse(): void {
  const visitor = newVisitor()
  const { random, think } = visitor
  const wanted = anyGood(random)

  const first = random() < 0.5 ? listProducts('limit=24') : searchProducts(wanted.word)
  if (first === undefined) return
  think()
  const inCategory = listProducts(`category=${wanted.category}`)
  if (inCategory === undefined) return
  think()
  const seen = lookAt(wanted.id)
  if (seen === undefined) return
  think()
  lookAt(wanted.id, seen.etag)
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
    (product) => product.id === productId && Number.isInteger(product.priceCents),
  )
}

function listProducts(query: string): { body: ProductPage } | undefined {
  return fetchPage<ProductPage>({ kind: 'list', method: 'GET', path: `/api/products?${query}` }, hasItems)
}

function searchProducts(word: string): { body: ProductPage } | undefined {
  const path = `/api/products?q=${encodeURIComponent(word)}`
  return fetchPage<ProductPage>({ kind: 'search', method: 'GET', path }, hasItems)
}

const hasItems = (page: ProductPage): boolean => page.items.length > 0
