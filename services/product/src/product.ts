import type { ProductDetail, ProductSummary } from '@saleday/contracts/product'

/** A product with the units that can be bought now. */
export type Product = Omit<ProductDetail, 'imageUrl' | 'availability'> & { image: string }

const fewLeft = 5

export const availabilityOf = (available: number): ProductSummary['availability'] =>
  available === 0 ? 'sold_out' : available <= fewLeft ? 'few_left' : 'in_stock'

/** As lists show it. */
export function toSummary(product: Product): ProductSummary {
  const { id, slug, name, category, priceCents, currency, doorbuster } = product
  const imageUrl = `/api/products/images/${product.image}`
  return {
    id,
    slug,
    name,
    category,
    priceCents,
    currency,
    imageUrl,
    doorbuster,
    availability: availabilityOf(product.available),
  }
}

/** As its own page shows it. */
export const toDetail = (product: Product): ProductDetail => ({
  ...toSummary(product),
  description: product.description,
  available: product.available,
})
