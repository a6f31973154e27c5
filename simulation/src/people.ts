import { setTimeout as sleep } from 'node:timers/promises'
import { NoAnswer, Refused } from '@saleday/chassis/service-client'
import type { Card } from './history.ts'
import type { OrderPod } from './order-pod.ts'
import type { Process } from './virtual-time.ts'
import type { Purchase, World } from './world.ts'

/** A customer's patience, as the sale day's. */
const patienceMs = 30_000
const answerWithinMs = 10_000

/** Those who use the shop: customers who buy, ask again and cancel, and an operator who ships and refunds. They never die. */
export function customers(world: World, podOf: (process: Process) => OrderPod) {
  const { time, wire, purchases } = world
  const outside: Process = { name: 'outside', alive: true, pausedUntilMs: 0, unreachableUntilMs: 0 }
  let busy = 0

  function go(work: () => Promise<void>): void {
    busy += 1
    time.within(outside, () => {
      work().finally(() => {
        busy -= 1
      })
    })
  }

  const askShop = <T>(operation: string, subject: string, ask: (pod: OrderPod) => Promise<T>) =>
    wire.call({
      to: 'order',
      operation,
      subject,
      timeoutMs: answerWithinMs,
      work: (server) => ask(podOf(server)),
    })

  /** Asks again, with the same key, until the answer is definite. After 202 watches the order. */
  async function checkout(purchase: Purchase): Promise<void> {
    const untilMs = time.nowMs() + patienceMs
    while (time.nowMs() < untilMs) {
      try {
        const order = await askShop('placeOrder', purchase.key, (pod) => pod.placeOrder(purchase))
        if (order.state === 'placed') await watch(order.id, purchase.customerId)
        return
      } catch (error) {
        if (error instanceof Refused) return
        if (!(error instanceof NoAnswer)) throw error
        await sleep(200)
      }
    }
  }

  async function watch(orderId: string, customerId: string): Promise<void> {
    for (;;) {
      const order = await askShop('getOrder', orderId, (pod) => pod.getOrder(orderId, customerId)).catch(
        () => undefined,
      )
      if (order && order.state !== 'placed') return
      await sleep(1_000)
    }
  }

  /** There are few, so most of what happens to one meets something else that does. */
  const purchaseAt = (at: number) => purchases[at % purchases.length]

  const orderOf = ({ customerId, key }: Purchase) => world.orders.keys.get(`${customerId} ${key}`)?.orderId

  /** Tries for a while, until it is done or cannot be done any more. */
  async function insist(purchase: Purchase | undefined, attempt: (orderId: string) => Promise<unknown>): Promise<void> {
    for (let left = 12; left > 0 && purchase; left--) {
      const orderId = orderOf(purchase)
      try {
        if (orderId && (await attempt(orderId)) !== undefined) return
      } catch (error) {
        if (error instanceof Refused && ['shipped', 'rejected', 'cancelled'].includes(stateOf(orderId!))) return
      }
      await sleep(700)
    }
  }
  const stateOf = (orderId: string) => world.orders.orders.get(orderId)!.state

  return {
    areServed: () => busy === 0,

    buy(customer: number, productId: string, quantity: number, card: Card): void {
      const customerId = `customer-${customer}`
      if (!world.carts.has(customerId)) world.carts.set(customerId, { takenOut: new Set(), quantities: new Map() })
      const purchase: Purchase = {
        key: `key-${purchases.length + 1}`,
        customerId,
        intent: {
          lines: [{ productId, quantity }],
          expectedTotalCents: quantity * world.prices.get(productId)!,
          cardToken: `tok_${card}`,
        },
        told: [],
      }
      purchases.push(purchase)
      go(() => checkout(purchase))
    },

    buyAgain(at: number): void {
      const purchase = purchaseAt(at)
      if (purchase) go(() => checkout(purchase))
    },

    cancel(at: number): void {
      const purchase = purchaseAt(at)
      go(() =>
        insist(purchase, (orderId) =>
          askShop('cancelOrder', orderId, (pod) => pod.cancel(orderId, purchase!.customerId)),
        ),
      )
    },

    ship(at: number): void {
      go(() => insist(purchaseAt(at), (orderId) => askShop('shipOrder', orderId, (pod) => pod.ship(orderId))))
    },

    /** Gives a part back, on purpose, of what was shipped. */
    refund(at: number, cents: number): void {
      const refundId = `refund-${time.nowMs()}-${at}`
      go(() =>
        insist(purchaseAt(at), async (orderId) => {
          if (stateOf(orderId) !== 'shipped') return undefined
          const asked = { refundId, orderId, amountCents: cents }
          const { state } = await askShop('refundOrder', refundId, (pod) => pod.refund(asked))
          return state === 'refunding' ? undefined : state
        }),
      )
    },
  }
}
