import { categories } from '@saleday/contracts/product'
import type { KnownProducts } from './known-products.ts'
import type { CatalogueReader } from './read-catalogue.ts'
import type { ProductStore } from './store.ts'

/** Before the first request: what carts ask for, the pages that a shopper sees first, and a connection for orders. */
export async function warmUp(parts: {
  catalogue: Pick<CatalogueReader, 'page'>
  known: Pick<KnownProducts, 'load'>
  checkout: Pick<ProductStore, 'readPrices'>
}): Promise<void> {
  const { catalogue, known, checkout } = parts
  await known.load() // fails until the migrations are done
  await Promise.all([
    checkout.readPrices([]),
    catalogue.page({ limit: 24 }),
    catalogue.page({ limit: 24, doorbuster: true }),
    ...categories.map((category) => catalogue.page({ limit: 24, category })),
  ])
}
