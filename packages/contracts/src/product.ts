import { z } from 'zod'
import type { Contract } from './route.ts'
import { route } from './route.ts'
import { Cents, Currency, Cursor, Id, Lines, maximumLines, maximumPriceCents, Quantity, wholeOr } from './values.ts'

/** The catalogue, stock, and reservations of stock for orders. */

export const categories = ['audio', 'bags', 'books', 'garden', 'home', 'kitchen', 'outdoor', 'toys'] as const
export const Category = z.enum(categories)

export const Availability = z.enum(['in_stock', 'few_left', 'sold_out'])

export const ProductSummary = z
  .object({
    id: Id,
    slug: z.string(),
    name: z.string(),
    category: Category,
    priceCents: Cents,
    currency: Currency,
    imageUrl: z.string().describe('Path of an SVG picture on the same origin'),
    doorbuster: z.boolean(),
    availability: Availability,
  })
  .meta({ id: 'ProductSummary' })

export const ProductDetail = ProductSummary.extend({
  description: z.string(),
  available: z.int().min(0).describe('Units that can be bought now; a few seconds old at most'),
}).meta({ id: 'ProductDetail' })

export const ProductPage = z
  .object({ items: z.array(ProductSummary), nextCursor: Cursor.nullable() })
  .meta({ id: 'ProductPage' })

export type ProductSummary = z.output<typeof ProductSummary>
export type ProductDetail = z.output<typeof ProductDetail>
export type ProductPage = z.output<typeof ProductPage>

const IfNoneMatch = z.object({ 'if-none-match': z.string().max(1000).optional() })

export const listProducts = route({
  operation: 'listProducts',
  summary: 'Products by category or by full-text search, a page at a time',
  method: 'get',
  path: '/api/products',
  access: 'public',
  priority: 'browse',
  query: z.strictObject({
    category: Category.optional(),
    q: z.string().trim().min(1).max(100).optional().describe('Words to search for in name and description'),
    doorbuster: z.stringbool().optional(),
    limit: wholeOr(24, 1, 100),
    cursor: Cursor.optional(),
  }),
  headers: IfNoneMatch,
  success: { 200: ProductPage, 304: null },
  errors: ['invalid_cursor'],
})

export const getProduct = route({
  operation: 'getProduct',
  summary: 'One product with its availability',
  method: 'get',
  path: '/api/products/:productId',
  access: 'public',
  priority: 'browse',
  params: z.object({ productId: Id }),
  headers: IfNoneMatch,
  success: { 200: ProductDetail, 304: null },
  errors: ['product_not_found'],
})

export const getProductImage = route({
  operation: 'getProductImage',
  summary: 'The picture of a product',
  method: 'get',
  path: '/api/products/images/:file',
  access: 'public',
  priority: 'browse',
  params: z.object({ file: z.string().regex(/^[a-z0-9-]{1,80}\.svg$/) }),
  headers: IfNoneMatch,
  success: { 200: z.string(), 304: null },
  contentType: 'image/svg+xml',
  errors: ['product_not_found'],
})

export const Price = z.object({
  productId: Id,
  name: z.string(),
  priceCents: Cents,
  currency: Currency,
  available: z.int().min(0).describe('Units that nobody has reserved'),
})
export type Price = z.output<typeof Price>

export const readPrices = route({
  operation: 'readPrices',
  summary:
    'The prices that count, and what is left, read past every cache. Unknown products are left out of the answer',
  method: 'post',
  path: '/internal/prices',
  access: ['order'],
  priority: 'checkout',
  body: z.strictObject({ productIds: z.array(Id).min(1).max(maximumLines) }),
  success: { 200: z.object({ prices: z.array(Price) }) },
})

/** `held` until the order is decided; `committed`: sold; `released`: over, also a tombstone that bars a late reserve. */
export const ReservationState = z.enum(['held', 'committed', 'released'])
export const Reservation = z.object({ orderId: Id, state: ReservationState }).meta({ id: 'Reservation' })
export type Reservation = z.output<typeof Reservation>

const OfOrder = z.object({ orderId: Id })

export const reserve = route({
  operation: 'reserve',
  summary: 'Takes every line of the order or none. Idempotent by order id; answers with the state that the hold is in',
  method: 'put',
  path: '/internal/reservations/:orderId',
  access: ['order'],
  priority: 'checkout',
  params: OfOrder,
  body: z.strictObject({ lines: Lines }),
  success: { 200: Reservation },
  errors: ['out_of_stock'],
})

export const commitReservation = route({
  operation: 'commitReservation',
  summary: 'held → sold. After a release: answered with `released`, nothing changes',
  method: 'post',
  path: '/internal/reservations/:orderId/commit',
  access: ['order'],
  priority: 'always',
  params: OfOrder,
  success: { 200: Reservation },
  errors: ['no_reservation'],
})

export const releaseReservation = route({
  operation: 'releaseReservation',
  summary: 'Ends the hold in whatever state it is: held → on hand, sold → on hand, none → a tombstone',
  method: 'post',
  path: '/internal/reservations/:orderId/release',
  access: ['order'],
  priority: 'always',
  params: OfOrder,
  success: { 200: Reservation },
})

export const whichProductsExist = route({
  operation: 'whichProductsExist',
  summary: 'Of the products asked for, those that the shop sells',
  method: 'post',
  path: '/internal/products/known',
  access: ['cart'],
  priority: 'checkout',
  body: z.strictObject({ productIds: z.array(Id).min(1).max(maximumLines) }),
  success: { 200: z.object({ productIds: z.array(Id) }) },
})

export const StockLevel = z
  .object({ productId: Id, onHand: z.int(), reserved: z.int(), sold: z.int(), initial: z.int() })
  .meta({ id: 'StockLevel' })
export type StockLevel = z.output<typeof StockLevel>

export const readStock = route({
  operation: 'readStock',
  summary: 'The stock of one product as the books have it',
  method: 'get',
  path: '/internal/products/:productId/stock',
  access: ['operator'],
  priority: 'always',
  params: z.object({ productId: Id }),
  success: { 200: StockLevel },
  errors: ['product_not_found'],
})

export const changeProduct = route({
  operation: 'changeProduct',
  summary: 'Sets a price, or adds units to the stock on hand (and to the initial stock of the books)',
  method: 'patch',
  path: '/internal/products/:productId',
  access: ['operator'],
  priority: 'always',
  params: z.object({ productId: Id }),
  body: z
    .strictObject({
      priceCents: Cents.min(1).max(maximumPriceCents).optional(),
      restock: z.int().min(1).max(1_000_000).optional(),
    })
    .refine((change) => change.priceCents !== undefined || change.restock !== undefined, {
      message: 'nothing to change',
    }),
  success: { 200: ProductDetail },
  errors: ['product_not_found'],
})

export const productErrors = {
  product_not_found: { status: 404, title: 'No such product' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },
  out_of_stock: { status: 409, title: 'Not enough left of at least one product' },
  no_reservation: { status: 409, title: 'This order has reserved nothing: a mistake of the caller' },
} as const

/** Beside `code: out_of_stock`, the problem carries `products`: those of which too few are left. */
export const ShortProduct = z.object({ productId: Id, requested: Quantity, available: z.int().min(0) })
export type ShortProduct = z.output<typeof ShortProduct>

export const productContract: Contract = {
  service: 'product',
  title: 'Product',
  description: 'Catalogue, stock and reservations.',
  routes: [
    listProducts,
    getProductImage,
    getProduct,
    readPrices,
    reserve,
    commitReservation,
    releaseReservation,
    whichProductsExist,
    readStock,
    changeProduct,
  ],
  errors: productErrors,
}
