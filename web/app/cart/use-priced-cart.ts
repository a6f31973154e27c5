import type { ProductDetail } from '@saleday/contracts/product'
import { useReads } from '../reads/use-read.ts'
import { useShop } from '../shop.ts'
import { type PricedCart, priceCart } from './price-cart.ts'

export type CartReading = PricedCart & {
  /** Whether the cart itself is known, or why not. */
  is: 'loading' | 'ready' | 'failed'
  error?: unknown
  /** Asks again for what failed. */
  retry: () => void
  /** Why at least one product cannot be shown. */
  productError?: unknown
}

const everyMs = 15_000
const productPath = (productId: string) => `/api/products/${productId}`

/** The cart with the products in it, each of which is read by itself. */
export function usePricedCart(): CartReading {
  const { cart, open } = useShop()
  const { content, error } = cart.state.value
  const lines = content?.lines ?? []
  const readings = useReads<ProductDetail>(
    open,
    lines.map(({ productId }) => productPath(productId)),
    { everyMs },
  )
  const byId = new Map(lines.map(({ productId }, place) => [productId, readings[place]?.value]))
  const productError = readings.find(({ value, error }) => value === undefined && error !== undefined)?.error
  return {
    ...priceCart(lines, (productId) => byId.get(productId)),
    is: content ? 'ready' : error === undefined ? 'loading' : 'failed',
    error,
    productError,
    retry: () => {
      if (error !== undefined || !content) cart.load()
      for (const reading of readings) if (reading.error !== undefined) reading.retry()
    },
  }
}
