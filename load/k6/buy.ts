import type { Order } from '@saleday/contracts/order'
import type { Line } from '@saleday/contracts/values'
import { sleep } from 'k6'
import { outcomeOfAnswer, outcomeOfGivingUp, outcomeOfOrder } from '../src/checkout-outcome.ts'
import { checkoutLimits } from '../src/client-policy.ts'
import type { CrowdCustomer } from '../src/crowd-plan.ts'
import type { Outcome } from '../src/measure-names.ts'
import { countOutcome, tell } from './measures.ts'
import { plan } from './plan.ts'
import { type Answer, fetchPage, type Look, send } from './send.ts'
import type { Visitor } from './visitor.ts'

export type Basket = { lines: Line[]; totalCents: number }
type Headers = Record<string, string>
/** One checkout: what is bought, with which key, since when. */
type Purchase = { key: string; basket: Basket; headers: Headers; startedMs: number }
type Decision = { outcome: Outcome; orderId: string }

const watchEveryMs = 400

/** Checks out, stays until it is told what became of it, and reads the order that was acknowledged. All of it is journaled. */
export function buy(visitor: Visitor, customer: CrowdCustomer, basket: Basket, headers: Headers): Outcome {
  const { lines, totalCents } = basket
  const purchase: Purchase = { key: `${visitor.name}-buy`, basket, headers, startedMs: Date.now() }
  const { key, startedMs } = purchase
  const card = visitor.random() < plan.scenario.declinedShare ? 'declined' : 'good'
  tell({ j: 'intent', at: startedMs, key, customerId: customer.id, lines, totalCents, card })
  const answer = send(
    {
      kind: 'checkout',
      method: 'POST',
      path: '/api/orders',
      headers: { ...headers, 'idempotency-key': key },
      body: { lines, expectedTotalCents: totalCents, cardToken: plan.cards[card] },
    },
    (attempt, { status, code, body }, ms) =>
      tell({ j: 'answer', at: Date.now(), key, attempt, status, code, orderId: idOf(body), ms, ...told(body) }),
  )
  const { outcome, orderId } = decisionOf(answer, purchase)
  const at = Date.now()
  countOutcome({ j: 'outcome', at, key, outcome, orderId, attempts: answer.attempts, ms: at - startedMs })
  // An acknowledged order can be read by its customer at once, and is the one that was bought.
  if (outcome === 'confirmed')
    getOrder(orderId, purchase, (order) => isOrderOf(order, basket) && order.state !== 'placed')
  return outcome
}

function decisionOf(answer: Answer, purchase: Purchase): Decision {
  if (answer.end === 'give_up') return { outcome: outcomeOfGivingUp(answer.status), orderId: '' }
  const orderId = idOf(answer.body)
  if (answer.end === 'watch') return { outcome: watch(orderId, purchase), orderId }
  const outcome = outcomeOfAnswer(answer.status, answer.code)
  if (outcome === 'confirmed' && !isOrderOf(answer.body as Order, purchase.basket))
    return { outcome: 'failed', orderId }
  return { outcome, orderId }
}

/** Asks for the order until it is decided, or until the half minute of its checkout is over. */
function watch(orderId: string, purchase: Purchase): Outcome {
  while (Date.now() - purchase.startedMs + watchEveryMs < checkoutLimits.withinMs) {
    sleep(watchEveryMs / 1000)
    const order = getOrder(orderId, purchase, () => true)
    const outcome = order === undefined ? undefined : outcomeOfOrder(order)
    if (outcome !== undefined) return outcome
  }
  return 'unknown'
}

function getOrder(orderId: string, { key, headers }: Purchase, isRight: (order: Order) => boolean): Order | undefined {
  return fetchPage<Order>(
    { kind: 'order_read', method: 'GET', path: `/api/orders/${orderId}`, headers },
    ({ body }) => isRight(body as Order),
    (_attempt, { status, body }) => {
      const { state } = (body ?? {}) as { state?: unknown }
      tell({
        j: 'read',
        at: Date.now(),
        key,
        orderId,
        status,
        state: typeof state === 'string' ? state : '',
        ...told(body),
      })
    },
  )?.body
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

/** What an answer says of the order, for the journal: whatever it is that came. */
function told(body: Look['body']): { totalCents: number | null; lines: Line[] | null } {
  const { totalCents, lines } = (body ?? {}) as { totalCents?: unknown; lines?: unknown }
  return {
    totalCents: typeof totalCents === 'number' ? totalCents : null,
    lines: Array.isArray(lines) ? lines.map(({ productId, quantity }) => ({ productId, quantity })) : null,
  }
}
