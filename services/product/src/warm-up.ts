import type { CatalogueReader } from './read-catalogue.ts'
import type { ProductStore } from './store.ts'

/**
 * Before the first request: what the front page shows, and a connection for orders. No more than that, since a new pod is
 * waited for. Fails until the migrations are done.
 */
export async function warmUp(parts: {
  catalogue: Pick<CatalogueReader, 'page'>
  checkout: Pick<ProductStore, 'readPrices'>
}): Promise<void> {
  const { catalogue, checkout } = parts
  const frontPage = async () => {
    // One after the other, on one connection: making another one takes longer than what it would be asked.
    await catalogue.page({ limit: 24 })
    await catalogue.page({ limit: 24, doorbuster: true })
  }
  await Promise.all([checkout.readPrices([]), frontPage()])
}
