import type { Context } from '@saleday/chassis/context'
import { commonProblem } from '@saleday/chassis/problem'
import { NoAnswer, type ServiceClient } from '@saleday/chassis/service-client'
import { whichProductsExist } from '@saleday/contracts/product'

/** Says whether the shop sells a product. */
export type KnowsProduct = (productId: string, context: Context) => Promise<boolean>

/**
 * Asks product, and remembers the products that it knows: they do not vanish. Unknown ones are asked about each time,
 * since they may come. While product is away, what is remembered still goes into carts.
 */
export function productDirectory(product: ServiceClient, options: { max: number }): KnowsProduct {
  const known = new Set<string>()

  const remember = (productId: string) => {
    if (known.size >= options.max) known.delete(known.values().next().value!)
    known.add(productId)
  }

  return async (productId, context) => {
    if (known.has(productId)) return true
    const { productIds } = await product
      .call(whichProductsExist, { body: { productIds: [productId] } }, context)
      .catch((error: unknown) => {
        if (!(error instanceof NoAnswer)) throw error
        throw commonProblem(
          'unavailable',
          'The catalogue does not answer now, so this product cannot be checked. Try again.',
        )
      })
    for (const id of productIds) remember(id)
    return productIds.includes(productId)
  }
}
