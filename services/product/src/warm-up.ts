import type { KnownProducts } from './known-products.ts'
import type { CatalogueReader } from './read-catalogue.ts'
import type { ProductStore } from './store.ts'

/**
 * Before the first request: what carts ask for, what the front page shows, and a connection for orders. No more than that,
 * since a new pod is waited for.
 */
export async function warmUp(parts: {
  catalogue: Pick<CatalogueReader, 'page'>
  known: Pick<KnownProducts, 'load'>
  checkout: Pick<ProductStore, 'readPrices'>
}): Promise<void> {
  const { catalogue, known, checkout } = parts
  const forReaders = async () => {
    await known.load() // fails until the migrations are done
    await catalogue.page({ limit: 24 })
    await catalogue.page({ limit: 24, doorbuster: true })
  }
  // Readers one after the other, on one connection: making another one takes longer than what it would be asked.
  await Promise.all([checkout.readPrices([]), forReaders()])
}
