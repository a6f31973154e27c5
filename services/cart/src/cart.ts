import type { Cart } from '@saleday/contracts/cart'
import { maximumLines, maximumQuantity } from '@saleday/contracts/values'

/** Whose cart it is. A guest's id is the secret of the guest's cookie. */
export type Owner = { customerId: string } | { guestId: string }

/** What one cart may hold. */
export const cartLimits = { maximumLines, maximumQuantity } as const

export const emptyCart: Cart = { lines: [], totalQuantity: 0 }

/** A cart from its quantities, with the lines in the order of their product ids. */
export function toCart(quantities: Iterable<readonly [productId: string, quantity: number]>): Cart {
  const lines = [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1))
  return { lines, totalQuantity: lines.reduce((sum, line) => sum + line.quantity, 0) }
}
