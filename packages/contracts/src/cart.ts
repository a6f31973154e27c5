import { z } from 'zod'
import type { Contract } from './route.ts'
import { route } from './route.ts'
import { Id, Line, Lines, Quantity } from './values.ts'

/** Carts of customers and guests. Quantities only, never prices. */

export const Cart = z
  .object({ lines: z.array(Line), totalQuantity: z.int().min(0) })
  .meta({ id: 'Cart', description: 'Lines stand in the order of their product ids' })
export type Cart = z.output<typeof Cart>

const OfProduct = z.object({ productId: Id })

export const getCart = route({
  operation: 'getCart',
  summary: 'The cart of the customer, or of the guest that the cookie names',
  method: 'get',
  path: '/api/cart',
  access: 'anyone',
  priority: 'browse',
  success: { 200: Cart },
})

export const setCartLine = route({
  operation: 'setCartLine',
  summary: 'Sets the quantity of a product; sending it twice changes nothing more',
  method: 'put',
  path: '/api/cart/items/:productId',
  access: 'anyone',
  priority: 'browse',
  params: OfProduct,
  body: z.strictObject({ quantity: Quantity }),
  success: { 200: Cart },
  errors: ['product_unknown', 'cart_full'],
})

export const addToCart = route({
  operation: 'addToCart',
  summary: 'Adds to the quantity of a product. With an Idempotency-Key a repeat adds nothing',
  method: 'post',
  path: '/api/cart/items',
  access: 'anyone',
  priority: 'browse',
  headers: z.object({
    'idempotency-key': z
      .string()
      .regex(/^[\x21-\x7e]{8,200}$/)
      .optional(),
  }),
  body: z.strictObject({ productId: Id, quantity: Quantity.default(1) }),
  success: { 200: Cart },
  errors: ['product_unknown', 'cart_full', 'quantity_too_large'],
})

export const removeCartLine = route({
  operation: 'removeCartLine',
  summary: 'Takes a product out of the cart; fine if it is not in it',
  method: 'delete',
  path: '/api/cart/items/:productId',
  access: 'anyone',
  priority: 'browse',
  params: OfProduct,
  success: { 200: Cart },
})

export const clearCart = route({
  operation: 'clearCart',
  summary: 'Empties the cart',
  method: 'delete',
  path: '/api/cart',
  access: 'anyone',
  priority: 'browse',
  success: { 200: Cart },
})

export const mergeCart = route({
  operation: 'mergeCart',
  summary:
    "Moves the guest's cart into the customer's, after login. The guest's cart is consumed: a retry doubles nothing",
  method: 'post',
  path: '/api/cart/merge',
  access: 'customer',
  priority: 'browse',
  success: { 200: Cart },
})

export const takeBoughtOut = route({
  operation: 'takeBoughtOut',
  summary: "Takes an order's lines out of its customer's cart. Idempotent by order id",
  method: 'put',
  path: '/internal/carts/:customerId/orders/:orderId',
  access: ['order'],
  priority: 'always',
  params: z.object({ customerId: Id, orderId: Id }),
  body: z.strictObject({ lines: Lines }),
  success: { 200: Cart },
})

export const cartErrors = {
  product_unknown: { status: 422, title: 'The shop does not sell this product' },
  cart_full: { status: 422, title: 'The cart holds as many different products as it may' },
  quantity_too_large: { status: 422, title: 'More of one product than a cart may hold' },
} as const

export const cartContract: Contract = {
  service: 'cart',
  title: 'Cart',
  description: 'Carts of customers and guests. A guest is known by the cookie `saleday_guest`.',
  routes: [getCart, setCartLine, addToCart, removeCartLine, clearCart, mergeCart, takeBoughtOut],
  errors: cartErrors,
}
