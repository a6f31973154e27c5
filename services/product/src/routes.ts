import type { On } from '@saleday/chassis/http-app'
import { commonProblem } from '@saleday/chassis/problem'
import { reply } from '@saleday/chassis/reply'
import {
  changeProduct,
  commitReservation,
  getProduct,
  getProductImage,
  listProducts,
  readPrices,
  readStock,
  releaseReservation,
  reserve,
  whichProductsExist,
} from '@saleday/contracts/product'
import { isConstraintViolation } from '@saleday/postgres/errors'
import { conditional } from './conditional.ts'
import { problem } from './errors.ts'
import type { KnownProducts } from './known-products.ts'
import type { Pictures } from './pictures.ts'
import { toDetail } from './product.ts'
import type { CatalogueReader } from './read-catalogue.ts'
import type { Reservations } from './reservations.ts'
import type { ProductStore } from './store.ts'

export type Parts = {
  catalogue: CatalogueReader
  pictures: Pictures
  known: KnownProducts
  reservations: Reservations
  /** Through the pool that orders use, past the caches. */
  checkout: Pick<ProductStore, 'readPrices'>
  products: Pick<ProductStore, 'readStock' | 'change'>
}

/** Availability ages: browsers ask again after a second, and may keep what they have while the shop does not answer. */
const brief = 'public, max-age=1, stale-if-error=60'
const forEver = 'public, max-age=31536000, immutable'
const aMinute = 'public, max-age=60'

/** More stock than the books can hold is a mistake of whoever asks, not ours. */
function tooMuch(error: unknown): never {
  if (!isConstraintViolation(error, 'stock_initial_in_range')) throw error
  const errors = [{ field: 'restock', message: 'is more than the stock can hold' }]
  throw commonProblem('invalid_request', 'Not valid: restock.', { errors })
}

export function routes(on: On, parts: Parts): void {
  const { catalogue, pictures, known, reservations, checkout, products } = parts
  const noSuchProduct = (productId: string) => problem('product_not_found', `There is no product ${productId}.`)

  on(listProducts, async ({ query, headers }) =>
    conditional(headers['if-none-match'], await catalogue.page(query), brief),
  )

  on(getProductImage, ({ params, headers }) => {
    const picture = pictures.find(params.file)
    if (!picture) throw problem('product_not_found', `There is no picture ${params.file}.`)
    return conditional(headers['if-none-match'], picture, picture.exact ? forEver : aMinute)
  })

  on(getProduct, async ({ params, headers }) => {
    const product = await catalogue.detail(params.productId)
    if (!product) throw noSuchProduct(params.productId)
    return conditional(headers['if-none-match'], product, brief)
  })

  on(readPrices, async ({ body }) => reply(200, { prices: await checkout.readPrices(body.productIds) }))

  on(whichProductsExist, async ({ body }) => reply(200, { productIds: await known.among(body.productIds) }))

  on(reserve, async ({ params: { orderId }, body }) => {
    const result = await reservations.reserve(orderId, body.lines)
    if (typeof result === 'string') return reply(200, { orderId, state: result })
    throw problem('out_of_stock', 'Too few are left of the products named; nothing was reserved.', { products: result })
  })

  on(commitReservation, async ({ params: { orderId }, context, caller }) => {
    const state = await reservations.commit(orderId)
    if (state !== 'unknown') return reply(200, { orderId, state })
    // A commit follows a reserve that was answered, so this order has lost its hold or never had one. Repeating is no cure.
    context.log.error({ orderId, caller }, 'a commit for an order that holds nothing')
    throw problem('no_reservation', `Order ${orderId} has reserved nothing here, so there is nothing to commit.`)
  })

  on(releaseReservation, async ({ params: { orderId } }) =>
    reply(200, { orderId, state: await reservations.release(orderId) }),
  )

  on(readStock, async ({ params: { productId } }) => {
    const stock = await products.readStock(productId)
    if (!stock) throw noSuchProduct(productId)
    return reply(200, stock)
  })

  on(changeProduct, async ({ params: { productId }, body, context }) => {
    const product = await products.change(productId, body).catch(tooMuch)
    if (!product) throw noSuchProduct(productId)
    await catalogue.dropped(productId)
    context.log.info({ productId, ...body }, 'a product was changed')
    return reply(200, toDetail(product))
  })
}
