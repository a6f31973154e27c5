import type { Order, OrderDetail } from '@saleday/contracts/order'
import type { Line } from '@saleday/contracts/values'
import { sleep } from 'k6'
import { outcomeOfAnswer, outcomeOfGivingUp, outcomeOfOrder } from '../src/checkout-outcome.ts'
import { checkoutLimits } from '../src/client-policy.ts'
import type { Outcome } from '../src/measure-names.ts'
import { wholeNumber } from '../src/seeded-random.ts'
import { lookAt } from './browse.ts'
import { clearCart, readCart, setCartLine } from './cart.ts'
import { countCheckout, countLeftWithoutBuying } from './measures.ts'
import { plan } from './plan.ts'
import { type Answer, fetchPage, send } from './send.ts'
import { asCustomer, goodToBuy, newVisitor, nextCustomer, type Visitor } from './visitor.ts'

type Wanted = Line & { priceCents: number }
type Basket = { lines: Line[]; totalCents: number }
type Decision = { outcome: Outcome; orderId: string }

const watchEveryMs = 400

/** Buys: looks at products, fills the cart with them, checks out, and reads the order that was acknowledged. */
export function checkout(): void {
  const visitor = newVisitor()
  const headers = asCustomer(nextCustomer('front'))
  const basket = fillBasket(visitor, headers)
  if (basket === undefined) return
  if (readCart(basket.lines, headers) === undefined) return
  visitor.think()

  const startedMs = Date.now()
  const key = `${visitor.name}-buy`
  const cardToken = visitor.random() < plan.scenario.declinedShare ? plan.cards.declined : plan.cards.good
  const body = { lines: basket.lines, expectedTotalCents: basket.totalCents, cardToken }
  const answer = send({
    kind: 'checkout',
    method: 'POST',
    path: '/api/orders',
    headers: { ...headers, 'idempotency-key': key },
    body,
  })
  const { outcome, orderId } = decisionOf(answer, basket, headers, startedMs)
  const { status, code, attempts } = answer
  countCheckout({ key, outcome, status, code, orderId, attempts, ms: Date.now() - startedMs })

  if (outcome === 'confirmed') readOrder(orderId, basket, headers)
  // Whoever could not buy empties the cart, so that the same customer starts afresh on the next visit.
  else if (outcome !== 'unknown' && outcome !== 'shed') clearCart(headers)
}

/** Looks at products until some are found of which there is enough, and puts them in the cart. */
function fillBasket(visitor: Visitor, headers: Record<string, string>): Basket | undefined {
  const { random, think } = visitor
  const products = wholeNumber(random, plan.scenario.productsPerOrder)
  const wanted = new Map<string, Wanted>()
  for (let look = 0; look < products + 3 && wanted.size < products; look++) {
    const quantity = wholeNumber(random, plan.scenario.unitsPerProduct)
    const product = lookAt(goodToBuy(random).id)?.body
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

function decisionOf(answer: Answer, basket: Basket, headers: Record<string, string>, startedMs: number): Decision {
  if (answer.end === 'give_up') return { outcome: outcomeOfGivingUp(answer.status), orderId: '' }
  const orderId = idOf(answer.body)
  if (answer.end === 'watch') return { outcome: watch(orderId, headers, startedMs), orderId }
  const outcome = outcomeOfAnswer(answer.status, answer.code)
  if (outcome === 'confirmed' && !isOrderOf(answer.body as Order, basket)) return { outcome: 'failed', orderId }
  return { outcome, orderId }
}

/** Asks for the order until it is decided, or until the half minute of its checkout is over. */
function watch(orderId: string, headers: Record<string, string>, startedMs: number): Outcome {
  while (Date.now() - startedMs + watchEveryMs < checkoutLimits.withinMs) {
    sleep(watchEveryMs / 1000)
    const order = getOrder(orderId, headers, () => true)
    const outcome = order === undefined ? undefined : outcomeOfOrder(order)
    if (outcome !== undefined) return outcome
  }
  return 'unknown'
}

/** An acknowledged order can be read by its customer at once, and is the one that was bought. */
function readOrder(orderId: string, basket: Basket, headers: Record<string, string>): void {
  getOrder(orderId, headers, (order) => isOrderOf(order, basket) && order.state !== 'placed')
}

function getOrder(
  orderId: string,
  headers: Record<string, string>,
  isRight: (order: OrderDetail) => boolean,
): OrderDetail | undefined {
  return fetchPage<OrderDetail>({ kind: 'order_read', method: 'GET', path: `/api/orders/${orderId}`, headers }, isRight)
    ?.body
}

function isOrderOf(order: Order | null, basket: Basket): boolean {
  if (order === null || order.totalCents !== basket.totalCents || order.lines?.length !== basket.lines.length)
    return false
  return basket.lines.every((line) =>
    order.lines.some(({ productId, quantity }) => productId === line.productId && quantity === line.quantity),
  )
}

function idOf(body: unknown): string {
  const { id } = (body ?? {}) as { id?: unknown }
  return typeof id === 'string' ? id : ''
}
