import { type Category, isCategory } from './categories.ts'

/** How a list of products is looked at; all of it stands in the address. */
export type Listing = {
  sort: Sort
  /** Undefined: all categories. */
  category: Category | undefined
  /** At most so many euros. */
  maximumEuros: number | undefined
  inStock: boolean
  doorbusters: boolean
  page: number
}

export const sorts = {
  featured: 'Recommended',
  'price-up': 'Price, low to high',
  'price-down': 'Price, high to low',
  name: 'Name',
} as const
export type Sort = keyof typeof sorts

export const priceSteps = [25, 50, 100, 200] as const

/** Whatever is in the address: what makes no sense counts as not said. */
export function parseListing(query: Readonly<Record<string, string>>): Listing {
  const { sort = '', category = '', max = '', stock, offers, page = '' } = query
  return {
    sort: Object.hasOwn(sorts, sort) ? (sort as Sort) : 'featured',
    category: isCategory(category) ? category : undefined,
    maximumEuros: /^[1-9]\d{0,5}$/.test(max) ? Number(max) : undefined,
    inStock: stock === '1',
    doorbusters: offers === '1',
    page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1,
  }
}

/** The address of such a view: what is as usual is left out, so that each view has one address. */
export function listingHref(path: string, words: string | undefined, listing: Listing): string {
  const query = new URLSearchParams()
  if (words !== undefined) query.set('q', words)
  if (listing.category) query.set('category', listing.category)
  if (listing.maximumEuros) query.set('max', String(listing.maximumEuros))
  if (listing.inStock) query.set('stock', '1')
  if (listing.doorbusters) query.set('offers', '1')
  if (listing.sort !== 'featured') query.set('sort', listing.sort)
  if (listing.page > 1) query.set('page', String(listing.page))
  return query.size > 0 ? `${path}?${query}` : path
}

/** How many filters are on. */
export const filtersOn = ({ category, maximumEuros, inStock, doorbusters }: Listing): number =>
  [category, maximumEuros, inStock, doorbusters].filter(Boolean).length

export const withoutFilters = (listing: Listing): Listing => ({
  ...listing,
  category: undefined,
  maximumEuros: undefined,
  inStock: false,
  doorbusters: false,
  page: 1,
})
