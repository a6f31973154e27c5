import type { ProductPage } from '@saleday/contracts/product'
import type { Answer } from './byte-cache.ts'
import type { CachedAnswers, Kind } from './cached-answers.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { type Product, toDetail, toSummary } from './product.ts'
import { searchWords } from './search-words.ts'
import type { ProductStore, Wanted } from './store.ts'

export type CatalogueReader = ReturnType<typeof catalogueReader>

export type PageWanted = {
  category?: Product['category'] | undefined
  doorbuster?: boolean | undefined
  q?: string | undefined
  limit: number
  cursor?: string | undefined
}

const defaultLimit = 24
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value))
const detailKey = (productId: string) => `detail:${productId.toLowerCase()}`

/** The catalogue as the public sees it: bytes of pages and of products, through the caches. */
export function catalogueReader(store: Pick<ProductStore, 'list' | 'find'>, answers: CachedAnswers) {
  async function loadPage(wanted: Wanted): Promise<Buffer> {
    const { words, limit } = wanted
    // Nothing that can be searched for was typed, only signs.
    const found = words === '' ? [] : await store.list({ ...wanted, limit: limit + 1 })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const more = last !== undefined && found.length > limit
    const page: ProductPage = {
      items: items.map(toSummary),
      nextCursor: more ? toCursor(words === undefined ? { id: last.id } : { id: last.id, rank: last.rank }) : null,
    }
    return bytesOf(page)
  }

  return {
    /** @throws ProblemError invalid_cursor */
    async page({ category, doorbuster, q, limit, cursor }: PageWanted): Promise<Answer> {
      const words = q === undefined ? undefined : searchWords(q)
      const after = cursor === undefined ? undefined : fromCursor(cursor, words === undefined ? 'list' : 'search')
      const key = `page:${JSON.stringify([category, doorbuster, limit, cursor, words])}`
      const kind: Kind = words === undefined && cursor === undefined && limit === defaultLimit ? 'steady' : 'varied'
      const load = () => loadPage({ category, doorbuster, words, after, limit })
      return (await answers.read(kind, key, load))!
    },

    detail: (productId: string): Promise<Answer | undefined> =>
      answers.read('steady', detailKey(productId), async () => {
        const product = await store.find(productId)
        return product && bytesOf(toDetail(product))
      }),

    /** After a change: whoever reads from this process from now on sees it. */
    dropped: (productId: string): Promise<void> => answers.drop(detailKey(productId)),
  }
}
