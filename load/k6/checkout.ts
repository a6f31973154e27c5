import type { Line } from '@saleday/contracts/values'
import { wholeNumber } from '../src/seeded-random.ts'
import { lookAt } from './browse.ts'
import { type Basket, buy } from './buy.ts'
import { clearCart, readCart, setCartLine } from './cart.ts'
import { countLeftWithoutBuying } from './measures.ts'
import { plan } from './plan.ts'
import { asCustomer, goodToBuy, newVisitor, nextCustomer, type Visitor } from './visitor.ts'

type Wanted = Line & { priceCents: number }

/** Buys: looks at products, fills the cart with them, and checks out. */
export function checkout(): void {
  const visitor = newVisitor()
  const customer = nextCustomer('front')
  const headers = asCustomer(customer)
  const basket = fillBasket(visitor, headers)
  if (basket === undefined) return
  if (readCart(basket.lines, headers) === undefined) return
  visitor.think()
  const outcome = buy(visitor, customer, basket, headers)
  // Whoever was told that they could not buy empties the cart, so that the same customer starts afresh on the next visit.
  if (!['confirmed', 'unknown', 'shed'].includes(outcome)) clearCart(headers)
}

/** Looks at products until some are found of which there is enough, and puts them in the cart. */
function fillBasket(visitor: Visitor, headers: Record<string, string>): Basket | undefined {
  const { random, think } = visitor
  const products = wholeNumber(random, plan.scenario.productsPerOrder)
  const wanted = new Map<string, Wanted>()
  for (let look = 0; look < products + 3 && wanted.size < products; look++) {
    const quantity = wholeNumber(random, plan.scenario.unitsPerProduct)
    const product = lookAt(goodToBuy(random))?.body
    if (product === undefined) return undefined
    think()
    if (product.available < quantity || wanted.has(product.id)) continue
    wanted.set(product.id, { productId: product.id, quantity, priceCents: product.priceCents })
    if (!setCartLine({ productId: product.id, quantity }, headers)) return undefined
  }
  if (wanted.size === 0) countLeftWithoutBuying()
  return wanted.size === 0 ? undefined : basketOf([...wanted.values()])
}

function basketOf(wanted: Wanted[]): Basket {
  return {
    lines: wanted.map(({ productId, quantity }) => ({ productId, quantity })),
    totalCents: wanted.reduce((sum, { priceCents, quantity }) => sum + priceCents * quantity, 0),
  }
}
