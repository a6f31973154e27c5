import type { ProductStore } from './store.ts'

export type KnownProducts = ReturnType<typeof knownProducts>

/** Which ids are products. Products are never deleted, so one that was seen once is not asked for again. */
export function knownProducts(store: Pick<ProductStore, 'idsAmong' | 'allIds'>) {
  const known = new Set<string>()
  let isLoaded = false
  return {
    /**
     * Reads all ids, once, so that carts learn which products exist while the database is away. In the background: in a
     * large catalogue it takes a while.
     */
    async load(): Promise<void> {
      if (isLoaded) return
      for (const id of await store.allIds()) known.add(id)
      isLoaded = true
    },
    async among(productIds: readonly string[]): Promise<string[]> {
      const wanted = productIds.map((id) => id.toLowerCase())
      const unseen = [...new Set(wanted.filter((id) => !known.has(id)))]
      if (unseen.length > 0) for (const id of await store.idsAmong(unseen)) known.add(id)
      return productIds.filter((_, at) => known.has(wanted[at]!))
    },
  }
}
