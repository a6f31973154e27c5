import type { Cart } from '@saleday/contracts/cart'
import type { Line } from '@saleday/contracts/values'
import { callFunction } from '@saleday/valkey/functions'
import type { Redis } from 'ioredis'
import { cartLimits, type Owner, toCart } from './cart.ts'
import { problem } from './errors.ts'
import { type CartFunction, cartLibrary, functionName } from './functions.ts'

export type CartStore = ReturnType<typeof cartStore>

/** Carts in Valkey. Each change is one function on the server. */
export function cartStore(valkey: Redis, ttlSeconds: { guest: number; customer: number }) {
  const { maximumLines, maximumQuantity } = cartLimits

  async function change(fn: CartFunction, keys: string[], args: (string | number)[]): Promise<Cart> {
    const [status, ...flat] = (await callFunction(valkey, cartLibrary, functionName(fn), keys, args)) as [
      string,
      ...unknown[],
    ]
    if (status === 'cart_full')
      throw problem(status, `A cart holds at most ${maximumLines} different products; take one out first.`)
    if (status === 'quantity_too_large')
      throw problem(status, `A cart holds at most ${maximumQuantity} of one product.`)
    return toCart(pairs(flat))
  }

  const ttlOf = (owner: Owner) => ('guestId' in owner ? ttlSeconds.guest : ttlSeconds.customer)

  return {
    async find(owner: Owner): Promise<Cart> {
      const fields = Object.entries(await valkey.hgetall(keyOf(owner)))
      return toCart(
        fields.filter(([field]) => !notLines.has(field)).map(([productId, quantity]) => [productId, Number(quantity)]),
      )
    },

    set: (owner: Owner, line: Line) =>
      change('set', [keyOf(owner)], [line.productId, line.quantity, ttlOf(owner), maximumLines]),

    /** With a key that this cart has seen lately nothing is added. */
    add: (owner: Owner, line: Line, key = '') =>
      change('add', [keyOf(owner)], [line.productId, line.quantity, ttlOf(owner), maximumLines, maximumQuantity, key]),

    remove: (owner: Owner, productId: string) => change('remove', [keyOf(owner)], [productId, ttlOf(owner)]),

    clear: (owner: Owner) => change('clear', [keyOf(owner)], [ttlOf(owner)]),

    /** Moves the guest's lines to the customer in one step; what is over the limits is left out. */
    merge: (guestId: string, customerId: string) =>
      change(
        'merge',
        [keyOf({ guestId }), keyOf({ customerId })],
        [ttlSeconds.customer, maximumLines, maximumQuantity, ttlSeconds.guest],
      ),

    /** Lowers the cart by what was bought, once for each order. */
    takeBoughtOut: (customerId: string, orderId: string, lines: readonly Line[]) =>
      change(
        'take_bought_out',
        [keyOf({ customerId })],
        [orderId, ttlSeconds.customer, ...lines.flatMap((line) => [line.productId, line.quantity])],
      ),
  }
}

/** Fields of the hash that are no lines; see functions.ts. */
const notLines: ReadonlySet<string> = new Set(['keys', 'orders'])

const keyOf = (owner: Owner): string =>
  'guestId' in owner ? `cart:guest:${owner.guestId}` : `cart:customer:${owner.customerId}`

function* pairs(flat: unknown[]): Generator<readonly [string, number]> {
  for (let i = 0; i + 1 < flat.length; i += 2) yield [String(flat[i]), Number(flat[i + 1])]
}
