import type { Context } from '@saleday/chassis/context'
import type { On } from '@saleday/chassis/http-app'
import { reply } from '@saleday/chassis/http-app'
import {
  addToCart,
  clearCart,
  getCart,
  mergeCart,
  removeCartLine,
  setCartLine,
  takeBoughtOut,
} from '@saleday/contracts/cart'
import type { Line } from '@saleday/contracts/values'
import type { Request, Response } from 'express'
import { emptyCart, type Owner } from './cart.ts'
import type { CartChanges } from './cart-changes.ts'
import type { KnowsProduct } from './clients.ts'
import { problem } from './errors.ts'
import type { GuestCookie } from './guest-cookie.ts'
import type { CartStore } from './store.ts'

export type Parts = { carts: CartStore; knowsProduct: KnowsProduct; guests: GuestCookie; changes: CartChanges }

type Visitor = { customerId: string | undefined; req: Request; res: Response }

export function routes(on: On, { carts, knowsProduct, guests, changes }: Parts): void {
  /** Whose cart a request reads; undefined for a guest who has none yet. */
  const ownerOf = ({ customerId, req }: Visitor): Owner | undefined => {
    if (customerId) return { customerId }
    const guestId = guests.read(req)
    return guestId === undefined ? undefined : { guestId }
  }

  /** Whose cart a request writes; a guest gets the cookie. */
  const writerOf = ({ customerId, req, res }: Visitor): Owner =>
    customerId ? { customerId } : { guestId: guests.readOrMake(req, res) }

  async function sold(line: Line, context: Context): Promise<Line> {
    if (await knowsProduct(line.productId, context)) return line
    throw problem('product_unknown', `The shop sells no product ${line.productId}.`)
  }

  on(getCart, async (input) => {
    const owner = ownerOf(input)
    return reply(200, owner ? await carts.find(owner) : emptyCart)
  })

  on(setCartLine, async (input) => {
    const line = await sold({ productId: input.params.productId, quantity: input.body.quantity }, input.context)
    return reply(200, await changes.count('set', carts.set(writerOf(input), line)))
  })

  on(addToCart, async (input) => {
    const line = await sold(input.body, input.context)
    return reply(200, await changes.count('add', carts.add(writerOf(input), line, input.headers['idempotency-key'])))
  })

  on(removeCartLine, async (input) => {
    const owner = ownerOf(input)
    if (!owner) return reply(200, emptyCart)
    return reply(200, await changes.count('remove', carts.remove(owner, input.params.productId)))
  })

  on(clearCart, async (input) => {
    const owner = ownerOf(input)
    return reply(200, owner ? await changes.count('clear', carts.clear(owner)) : emptyCart)
  })

  on(mergeCart, async ({ customerId, req, res }) => {
    const guestId = guests.read(req)
    if (guestId === undefined) return reply(200, await carts.find({ customerId }))
    const cart = await changes.count('merge', carts.merge(guestId, customerId))
    guests.clear(res)
    return reply(200, cart)
  })

  on(takeBoughtOut, async ({ params, body }) => {
    const taken = carts.takeBoughtOut(params.customerId, params.orderId, body.lines)
    return reply(200, await changes.count('take_bought_out', taken))
  })
}
