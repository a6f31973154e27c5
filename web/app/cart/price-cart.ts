import type { ProductDetail } from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'

/** A line of the cart with what is known of its product. */
export type PricedLine = Line & {
  product: ProductDetail | undefined
  lineCents: number | undefined
  /** What stands in the way of buying it. */
  hindrance: 'sold_out' | 'too_few' | undefined
}

export type PricedCart = {
  lines: PricedLine[]
  /** Undefined while the price of a product is not known. */
  totalCents: number | undefined
  canBeBought: boolean
}

/** Puts prices to what is in the cart, which holds quantities only. */
export function priceCart(
  lines: readonly Line[],
  productOf: (productId: string) => ProductDetail | undefined,
): PricedCart {
  const priced = lines.map(({ productId, quantity }): PricedLine => {
    const product = productOf(productId)
    const lineCents = product && product.priceCents * quantity
    return { productId, quantity, product, lineCents, hindrance: product && hindranceOf(product.available, quantity) }
  })
  const isKnown = priced.every(({ lineCents }) => lineCents !== undefined)
  return {
    lines: priced,
    totalCents: isKnown ? priced.reduce((sum, { lineCents }) => sum + lineCents!, 0) : undefined,
    canBeBought: isKnown && priced.length > 0 && priced.every(({ hindrance }) => hindrance === undefined),
  }
}

function hindranceOf(available: number, quantity: number): PricedLine['hindrance'] {
  if (available === 0) return 'sold_out'
  return available < quantity ? 'too_few' : undefined
}

/** Whether two hold the same, in whatever order. */
export function sameLines(some: readonly Line[], others: readonly Line[]): boolean {
  const quantities = new Map(others.map(({ productId, quantity }) => [productId, quantity]))
  return (
    some.length === others.length && some.every(({ productId, quantity }) => quantities.get(productId) === quantity)
  )
}
