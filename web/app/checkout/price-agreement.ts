import type { PricedCart } from '../cart/price-cart.ts'
import type { NewPrice } from './place-order.ts'

/** The prices that the customer sees and agrees to: those that the shop has just told go before those of its pages. */
export function agreeOn({ lines }: Pick<PricedCart, 'lines'>, told: readonly NewPrice[]) {
  const newer = new Map(told.map(({ productId, unitPriceCents }) => [productId, unitPriceCents]))
  const unitPrices = new Map<string, number>()
  let totalCents: number | undefined = 0
  for (const { productId, quantity, product } of lines) {
    const unitCents = newer.get(productId) ?? product?.priceCents
    if (unitCents !== undefined) unitPrices.set(productId, unitCents)
    totalCents = unitCents === undefined || totalCents === undefined ? undefined : totalCents + unitCents * quantity
  }
  return { unitPrices, totalCents }
}
