import { randomUUIDv7 } from 'node:crypto'
import { httpApp, reply } from '@saleday/chassis/http-app'
import { commonProblem, problems } from '@saleday/chassis/problem'
import { cartContract, takeBoughtOut } from '@saleday/contracts/cart'
import * as paymentRoutes from '@saleday/contracts/payment'
import * as productRoutes from '@saleday/contracts/product'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'

/**
 * Product, payment and cart as order meets them: over HTTP, by their contracts, with their rules (tombstones, one effect
 * for each order), kept in memory so that a test can look at their books.
 */
export type StandIns = Awaited<ReturnType<typeof startStandIns>>

/** A call that arrives, before or after its work. A hook may throw, wait, or kill who called. */
export type Moment =
  `${'before' | 'after'} ${'prices' | 'reserve' | 'commit' | 'release' | 'authorise' | 'capture' | 'void' | 'take_out' | 'refund'}`

type Product = { priceCents: number; onHand: number; reserved: number; sold: number }
type Hold = { state: 'held' | 'committed' | 'released'; lines: { productId: string; quantity: number }[] }
type Payment = {
  state: 'authorised' | 'declined' | 'captured' | 'capture_refused' | 'voided' | 'refunded'
  amountCents: number
  captures: number
}
type Refund = { refundId: string; orderId: string; amountCents: number; state: 'refunding' | 'refunded' | 'refused' }

export async function startStandIns() {
  const products = new Map<string, Product>()
  const holds = new Map<string, Hold>()
  const payments = new Map<string, Payment>()
  const refunds = new Map<string, Refund>()
  const takenOut = new Map<string, number>()
  const calls: { moment: Moment; orderId: string }[] = []
  let hook: (moment: Moment, orderId: string) => Promise<unknown> | unknown = () => undefined

  /** Does the work of a call between its two moments. */
  async function at<T>(
    name: Moment extends `${string} ${infer Name}` ? Name : never,
    orderId: string,
    work: () => T,
  ): Promise<T> {
    calls.push({ moment: `before ${name}`, orderId })
    await hook(`before ${name}`, orderId)
    const result = work()
    calls.push({ moment: `after ${name}`, orderId })
    await hook(`after ${name}`, orderId)
    return result
  }

  const problem = problems(productRoutes.productErrors)
  const paymentProblem = problems(paymentRoutes.paymentErrors)
  const moveStock = (hold: Hold, from: 'onHand' | 'reserved' | 'sold', to: 'onHand' | 'reserved' | 'sold') => {
    for (const { productId, quantity } of hold.lines) {
      const product = products.get(productId)!
      product[from] -= quantity
      product[to] += quantity
    }
  }

  const product = await listen(
    httpApp(testChassis('product'), productRoutes.productContract, (on) => {
      on(productRoutes.readPrices, async ({ body }) => {
        const prices = await at('prices', '', () =>
          body.productIds.flatMap((productId) => {
            const known = products.get(productId)
            return known
              ? [
                  {
                    productId,
                    name: 'A product',
                    priceCents: known.priceCents,
                    currency: 'EUR' as const,
                    available: known.onHand,
                  },
                ]
              : []
          }),
        )
        return reply(200, { prices })
      })
      on(productRoutes.reserve, async ({ params: { orderId }, body: { lines } }) => {
        const hold = await at('reserve', orderId, () => {
          const known = holds.get(orderId)
          if (known) return known
          const short = lines.flatMap(({ productId, quantity: requested }) => {
            const available = products.get(productId)?.onHand ?? 0
            return available < requested ? [{ productId, requested, available }] : []
          })
          if (short.length > 0) return short
          const fresh: Hold = { state: 'held', lines }
          holds.set(orderId, fresh)
          moveStock(fresh, 'onHand', 'reserved')
          return fresh
        })
        if (Array.isArray(hold)) throw problem('out_of_stock', 'Too few are left.', { products: hold })
        return reply(200, { orderId, state: hold.state })
      })
      on(productRoutes.commitReservation, async ({ params: { orderId } }) => {
        const state = await at('commit', orderId, () => {
          const hold = holds.get(orderId)
          if (!hold) throw new Error('a commit without a reservation')
          if (hold.state === 'held') {
            moveStock(hold, 'reserved', 'sold')
            hold.state = 'committed'
          }
          return hold.state
        })
        return reply(200, { orderId, state })
      })
      on(productRoutes.releaseReservation, async ({ params: { orderId } }) => {
        await at('release', orderId, () => {
          const hold = holds.get(orderId) ?? { state: 'released', lines: [] }
          if (hold.state === 'held') moveStock(hold, 'reserved', 'onHand')
          if (hold.state === 'committed') moveStock(hold, 'sold', 'onHand')
          holds.set(orderId, { ...hold, state: 'released' })
        })
        return reply(200, { orderId, state: 'released' })
      })
    }),
  )

  const outcome = (orderId: string, outcome: string, payment: Payment, declineCode: string | null = null) =>
    reply(200, { orderId, outcome, state: payment.state, declineCode })
  /** Orders whose payment gives no definite answer. */
  const unanswered = new Set<string>()
  let allUnanswered = false
  const isPending = (orderId: string) => allUnanswered || unanswered.has(orderId)
  const none: Payment = { state: 'voided', amountCents: 0, captures: 0 }
  const payment = await listen(
    httpApp(testChassis('payment'), paymentRoutes.paymentContract, (on) => {
      on(paymentRoutes.authorise, async ({ params: { orderId }, body: { amountCents, cardToken } }) => {
        if (isPending(orderId))
          return reply(200, { orderId, outcome: 'pending', state: 'authorising', declineCode: null })
        const known = await at('authorise', orderId, () => {
          const fresh: Payment = {
            state: cardToken.includes('declined') ? 'declined' : 'authorised',
            amountCents,
            captures: 0,
          }
          const payment = payments.get(orderId) ?? fresh
          payments.set(orderId, payment)
          return payment
        })
        if (['voided', 'refunded'].includes(known.state)) return outcome(orderId, 'over', known)
        return known.state === 'declined'
          ? outcome(orderId, 'declined', known, 'insufficient_funds')
          : outcome(orderId, 'done', known)
      })
      on(paymentRoutes.capture, async ({ params: { orderId } }) => {
        if (isPending(orderId))
          return reply(200, { orderId, outcome: 'pending', state: 'capturing', declineCode: null })
        const known = await at('capture', orderId, () => {
          const payment = payments.get(orderId)!
          if (payment.state === 'authorised') {
            payment.state = refuseCaptures ? 'capture_refused' : 'captured'
            payment.captures += Number(!refuseCaptures)
          }
          return payment
        })
        if (['voided', 'refunded'].includes(known.state)) return outcome(orderId, 'over', known)
        return outcome(orderId, known.state === 'captured' ? 'done' : 'refused', known)
      })
      on(paymentRoutes.voidPayment, async ({ params: { orderId } }) => {
        if (isPending(orderId)) return reply(200, { orderId, outcome: 'pending', state: 'voiding', declineCode: null })
        const known = await at('void', orderId, () => {
          const payment = payments.get(orderId) ?? { ...none }
          if (payment.state === 'captured') payment.state = 'refunded'
          else if (payment.state !== 'refunded' && payment.state !== 'declined') payment.state = 'voided'
          payments.set(orderId, payment)
          return payment
        })
        return outcome(orderId, 'done', known)
      })
      on(paymentRoutes.refund, async ({ params: { orderId, refundId }, body: { amountCents } }) => {
        if (isPending(orderId)) return reply(200, { refundId, orderId, amountCents, state: 'refunding' })
        const refund = await at('refund', orderId, () => {
          const known = refunds.get(refundId)
          if (known && (known.orderId !== orderId || known.amountCents !== amountCents))
            throw paymentProblem('refund_mismatch', 'Another order or amount.')
          if (known) return known
          const payment = payments.get(orderId)
          if (payment?.state !== 'captured') throw paymentProblem('payment_not_captured', 'Nothing was captured.')
          if (amountCents > payment.amountCents - refundedCents(orderId))
            throw paymentProblem('refund_too_large', 'Less is left.')
          const fresh: Refund = { refundId, orderId, amountCents, state: refuseRefunds ? 'refused' : 'refunded' }
          refunds.set(refundId, fresh)
          return fresh
        })
        return reply(200, refund)
      })
    }),
  )
  let refuseCaptures = false
  let refuseRefunds = false
  const refundedCents = (orderId: string) =>
    [...refunds.values()]
      .filter((refund) => refund.orderId === orderId && refund.state === 'refunded')
      .reduce((sum, { amountCents }) => sum + amountCents, 0)

  const cart = await listen(
    httpApp(testChassis('cart'), cartContract, (on) => {
      on(takeBoughtOut, async ({ params: { orderId } }) => {
        await at('take_out', orderId, () => takenOut.set(orderId, (takenOut.get(orderId) ?? 0) + 1))
        return reply(200, { lines: [], totalQuantity: 0 })
      })
    }),
  )

  return {
    products,
    holds,
    payments,
    refunds,
    refundedCents,
    takenOut,
    calls,
    urls: { productUrl: product.url, paymentUrl: payment.url, cartUrl: cart.url },
    addProduct(fields: Partial<Product> = {}): string {
      const id = randomUUIDv7()
      products.set(id, { priceCents: 1_000, onHand: 100, reserved: 0, sold: 0, ...fields })
      return id
    },
    /** Called at each moment of each call. */
    onMoment(next: typeof hook) {
      hook = next
    },
    refuseCaptures(yes: boolean) {
      refuseCaptures = yes
    },
    /** While it is so, the bank refuses refunds that it has not heard of yet. */
    refuseRefunds(yes: boolean) {
      refuseRefunds = yes
    },
    /** While it is so, payment answers `pending` to every call. */
    leavePaymentsPending(yes: boolean) {
      allUnanswered = yes
    },
    close: () => Promise.all([product, payment, cart].map((server) => server.close())),
  }
}

/** For a hook: answers 503, as a service does whose database is away. */
export const away = () => {
  throw commonProblem('unavailable')
}
