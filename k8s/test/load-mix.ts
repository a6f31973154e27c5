import type { Customer } from './customers.ts'
import type { Good } from './goods.ts'

/** One request of the mix, and what its answer must be. */
export type Planned = {
  kind: Kind
  method: 'GET' | 'PUT' | 'POST'
  path: string
  headers: Record<string, string>
  body?: unknown
  /** @returns what is wrong with the answer; undefined where it is right */
  wrong(status: number, body: Body): string | undefined
}
export type Kind = 'list' | 'product' | 'search' | 'cart' | 'checkout' | 'order' | 'storefront'

// biome-ignore lint/suspicious/noExplicitAny: what a body holds is what is checked
export type Body = any

/** What was answered 201: it must be there afterwards, whatever happens. */
export type Acknowledged = { id: string; totalCents: number; productId: string; customer: Customer }

/** One in ten buys, and one in ten looks at what it has bought. */
const cycle = (
  'list product search product cart list product checkout product order ' +
  'list product cart storefront search product cart checkout product order'
).split(' ') as Kind[]

/** The requests of a crowd, one after the other: which customer, which product and what for goes round. */
export function loadMix(parts: {
  customers: readonly Customer[]
  goods: readonly Good[]
  acknowledged: Acknowledged[]
}) {
  const { customers, goods, acknowledged } = parts
  const { buyers, fillers } = parties(customers)
  const words = goods.map(({ name }) => name.split(' ').at(-1)!)

  return (number: number): Planned => {
    const good = goods[(number * 7) % goods.length]!
    const buyer = buyers[number % buyers.length]!
    switch (cycle[number % cycle.length]!) {
      case 'list':
        return read('list', `/api/products?limit=${12 + (number % 12)}`, (body) => body.items?.length > 0)
      case 'search':
        return read('search', `/api/products?q=${encodeURIComponent(words[number % words.length]!)}`, (body) =>
          Array.isArray(body.items),
        )
      case 'storefront':
        return read('storefront', '/shop.json', ({ sale }) => sale?.startsAt < sale?.endsAt)
      case 'cart':
        return fill(fillers[number % fillers.length]!, goods[(number % fillers.length) % goods.length]!)
      case 'checkout':
        return checkout(buyer, good, acknowledged)
      case 'order': {
        const order = acknowledged[(number * 13) % acknowledged.length]
        return order ? readOrder(order) : product(good)
      }
      default:
        return product(good)
    }
  }
}

/** Those who buy, and those who only fill a cart: a purchase takes its lines out of the cart at a time of its own. */
export function parties<T>(customers: readonly T[]): { buyers: T[]; fillers: T[] } {
  const half = Math.floor(customers.length / 2)
  return { buyers: customers.slice(0, half), fillers: customers.slice(half) }
}

const read = (kind: Kind, path: string, isRight: (body: Body) => boolean, headers = {}): Planned => ({
  kind,
  method: 'GET',
  path,
  headers,
  wrong: (status, body) => unexpected(status, 200, body) ?? (isRight(body) ? undefined : 'another body than asked for'),
})

const product = (good: Good): Planned =>
  read('product', `/api/products/${good.id}`, ({ id, priceCents }) => id === good.id && priceCents === good.priceCents)

export const readOrder = ({ id, totalCents, productId, customer }: Acknowledged): Planned =>
  read(
    'order',
    `/api/orders/${id}`,
    (order) =>
      order.id === id &&
      order.totalCents === totalCents &&
      order.lines[0]?.productId === productId &&
      ['confirmed', 'shipped'].includes(order.state),
    bearer(customer),
  )

const fill = (customer: Customer, { id }: Good): Planned => ({
  kind: 'cart',
  method: 'PUT',
  path: `/api/cart/items/${id}`,
  headers: bearer(customer),
  body: { quantity: 2 },
  wrong: (status, { lines, ...rest }) =>
    unexpected(status, 200, rest) ??
    (lines.some((line: Body) => line.productId === id && line.quantity === 2)
      ? undefined
      : 'the line is not in the cart'),
})

const checkout = (customer: Customer, { id, priceCents }: Good, acknowledged: Acknowledged[]): Planned => ({
  kind: 'checkout',
  method: 'POST',
  path: '/api/orders',
  headers: { ...bearer(customer), 'idempotency-key': crypto.randomUUID() },
  body: { lines: [{ productId: id, quantity: 1 }], expectedTotalCents: priceCents, cardToken: 'tok_test_4242_cluster' },
  wrong: (status, order) => {
    // Accepted, and decided in a moment: slow, and no failure. That it is not lost, the audit of other tests shows.
    if (status === 202) return order.state === 'placed' ? undefined : 'accepted, and not as an order that is placed'
    if (status !== 201) return unexpected(status, 201, order)
    acknowledged.push({ id: order.id, totalCents: priceCents, productId: id, customer })
    return order.state === 'confirmed' && order.totalCents === priceCents ? undefined : 'another order than was placed'
  },
})

const bearer = ({ accessToken }: Customer) => ({ authorization: `Bearer ${accessToken}` })

const unexpected = (status: number, wanted: number, body: Body): string | undefined =>
  status === wanted ? undefined : `${status} ${body?.code ?? ''}`.trim()
