import type { ProductPage, ProductSummary } from '@saleday/contracts/product'
import { UserError } from '@saleday/local/user-error'
import type { Good } from './crowd-plan.ts'

/** Of how many visits to the shop's shelves one ends at a product. Sold out ones are looked at, not bought. */
const weights: Readonly<Record<ProductSummary['availability'], number>> = { in_stock: 20, few_left: 1, sold_out: 0 }

/** Reads the catalogue that the crowd will choose from. @throws UserError when there is nothing to buy */
export async function readGoods(baseUrl: string): Promise<Good[]> {
  const goods: Good[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: ProductPage = await readPage(
      `${baseUrl}/api/products?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    goods.push(...page.items.map(goodOf))
    cursor = page.nextCursor
  }
  if (goods.length === 0)
    throw new UserError('The shop has no products.', 'Start it afresh: npm run reset, then npm start')
  return goods
}

/** The ids of what is bought, each as often as it weighs: one of them at random is one of the goods by weight. */
export const shelfOf = (goods: readonly Good[]): string[] =>
  goods.flatMap(({ id, weight }) => Array<string>(weight).fill(id))

export function goodOf(product: ProductSummary): Good {
  return {
    id: product.id,
    category: product.category,
    word: searchWord(product.name),
    // Those who come for the doorbuster come for nothing else: see the journey of that name.
    weight: product.doorbuster ? 0 : weights[product.availability],
    doorbuster: product.doorbuster,
  }
}

/** The longest word of the name: the one that a visitor would search for. */
export function searchWord(name: string): string {
  const words = name.match(/\p{L}+/gu) ?? [name]
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest))
}

async function readPage(url: string): Promise<ProductPage> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new UserError(`No shop answers at ${url}.`, 'Start it by npm start, or give the right address by --url.', {
      cause,
    })
  })
  if (!response.ok)
    throw new UserError(`${url} answers ${response.status}.`, 'The shop must be well before a sale day starts.')
  return (await response.json()) as ProductPage
}
