import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type categories, categories as categoryNames } from '@saleday/contracts/product'

/** A product as the files in catalogue/ describe it. Ids never change; the stock is what a new shop begins with. */
export type CatalogueProduct = {
  id: string
  slug: string
  name: string
  category: (typeof categories)[number]
  description: string
  priceCents: number
  stock: number
  doorbuster: boolean
  picture: { motif: string; variant: number; palette: string }
}

type Entry = Omit<CatalogueProduct, 'category' | 'doorbuster'> & { doorbuster?: true }

export const catalogueDir = join(import.meta.dirname, '../catalogue')

/** All products of the catalogue's files, in the order in which the shop lists them. */
export function readCatalogue(dir = catalogueDir): CatalogueProduct[] {
  return categoryNames
    .flatMap((category) => {
      const entries: Entry[] = JSON.parse(readFileSync(join(dir, `${category}.json`), 'utf8'))
      return entries.map((entry) => ({ ...entry, category, doorbuster: entry.doorbuster ?? false }))
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}
