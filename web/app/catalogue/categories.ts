import type { ProductSummary } from '@saleday/contracts/product'

export type Category = ProductSummary['category']

/** As customers read them. The type sees to it that none of the contract is missing. */
export const categoryNames: Readonly<Record<Category, string>> = {
  audio: 'Audio',
  bags: 'Bags',
  books: 'Books',
  garden: 'Garden',
  home: 'Home',
  kitchen: 'Kitchen',
  outdoor: 'Outdoor',
  toys: 'Toys',
}

export const categories = Object.keys(categoryNames) as readonly Category[]

export const isCategory = (text: string): text is Category => Object.hasOwn(categoryNames, text)
