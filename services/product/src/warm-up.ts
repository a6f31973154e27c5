import type { Logger } from '@saleday/chassis/logger'
import type { KnownProducts } from './known-products.ts'
import type { CatalogueReader } from './read-catalogue.ts'
import type { ProductStore } from './store.ts'

/**
 * Before the first request: what the front page shows, and a connection for orders. No more than that, since a new pod is
 * waited for. Fails until the migrations are done.
 */
export async function warmUp(parts: {
  catalogue: Pick<CatalogueReader, 'page'>
  known: Pick<KnownProducts, 'load'>
  checkout: Pick<ProductStore, 'readPrices'>
  log: Logger
}): Promise<void> {
  const { catalogue, known, checkout, log } = parts
  const frontPage = async () => {
    // One after the other, on one connection: making another one takes longer than what it would be asked.
    await catalogue.page({ limit: 24 })
    await catalogue.page({ limit: 24, doorbuster: true })
  }
  await Promise.all([checkout.readPrices([]), frontPage()])
  // In a large catalogue it takes a while, and nobody needs it: it is for carts while the database is away.
  known.load().catch((error) => {
    log.warn({ err: error }, 'the ids of all products could not be read; each is looked up when it is asked for')
  })
}
