import type { Cart } from '@saleday/contracts/cart'
import type { Line } from '@saleday/contracts/values'
import { wholeNumber } from '../src/seeded-random.ts'
import { lookAt } from './browse.ts'
import { plan } from './plan.ts'
import { fetchPage, holds } from './send.ts'
import { asCustomer, goodToBuy, newVisitor, nextCustomer } from './visitor.ts'

/** Fills a cart and does not buy: every other visitor as a guest. */
export function cart(): void {
  const visitor = newVisitor()
  const { random, think } = visitor
  const headers: Record<string, string> = random() < 0.5 ? {} : asCustomer(nextCustomer('back'))
  const productId = goodToBuy(random)
  const quantity = wholeNumber(random, plan.scenario.unitsPerProduct)

  if (lookAt(productId) === undefined) return
  think()
  // What a customer left here on an earlier visit is still in it: at least what was added must be there.
  if (!addToCart({ productId, quantity }, headers, `${visitor.name}-add`)) return
  think()
  if (!setCartLine({ productId, quantity: quantity + 1 }, headers)) return
  if (readCart([{ productId, quantity: quantity + 1 }], headers) === undefined) return
  think()
  removeCartLine(productId, headers)
}

export function setCartLine({ productId, quantity }: Line, headers: Record<string, string>): boolean {
  const request = {
    kind: 'cart_change',
    method: 'PUT',
    path: `/api/cart/items/${productId}`,
    headers,
    body: { quantity },
  } as const
  return (
    fetchPage<Cart>(
      request,
      holds<Cart>((cart) => hasLine(cart, { productId, quantity })),
    ) !== undefined
  )
}

/** Reads the cart, which must hold these lines. */
export function readCart(lines: readonly Line[], headers: Record<string, string>): Cart | undefined {
  const request = { kind: 'cart_read', method: 'GET', path: '/api/cart', headers } as const
  return fetchPage<Cart>(
    request,
    holds<Cart>((cart) => lines.every((line) => hasLine(cart, line))),
  )?.body
}

export function clearCart(headers: Record<string, string>): void {
  fetchPage<Cart>(
    { kind: 'cart_change', method: 'DELETE', path: '/api/cart', headers },
    holds<Cart>((cart) => cart.lines.length === 0),
  )
}

function addToCart(line: Line, headers: Record<string, string>, key: string): boolean {
  const withKey = { ...headers, 'idempotency-key': key }
  const request = {
    kind: 'cart_change',
    method: 'POST',
    path: '/api/cart/items',
    headers: withKey,
    body: line,
  } as const
  return (
    fetchPage<Cart>(
      request,
      holds<Cart>((cart) => quantityOf(cart, line.productId) >= line.quantity),
    ) !== undefined
  )
}

function removeCartLine(productId: string, headers: Record<string, string>): void {
  const request = { kind: 'cart_change', method: 'DELETE', path: `/api/cart/items/${productId}`, headers } as const
  fetchPage<Cart>(
    request,
    holds<Cart>((cart) => quantityOf(cart, productId) === 0),
  )
}

const hasLine = (cart: Cart, line: Line): boolean => quantityOf(cart, line.productId) === line.quantity

const quantityOf = (cart: Cart, productId: string): number =>
  cart.lines.find((line) => line.productId === productId)?.quantity ?? 0
