import { type Context, newContext } from '@saleday/chassis/context'
import { NoAnswer } from '@saleday/chassis/service-client'
import type { Party } from '@saleday/contracts/route'
import type { Clients } from '@saleday/order/clients'
import type { PaymentPod } from './payment-pod.ts'
import { productOf } from './product-pod.ts'
import type { Process } from './virtual-time.ts'
import type { World } from './world.ts'

/** As in the order service's clients.ts. */
const stepTimeoutMs = 4_000
/** As in the chassis' service-client.ts: time for the answer's way back. */
const wayBackMs = 20

export const paymentPods = new WeakMap<Process, PaymentPod>()

/** The services that a checkout needs, over the simulated network. */
export function clientsOf(world: World): Omit<Clients, 'close'> {
  const { log, wire } = world

  function call<T>(
    to: Party,
    operation: string,
    subject: string,
    context: Context,
    work: (server: Process, within: Context) => Promise<T>,
  ): Promise<T> {
    const timeoutMs = Math.min(stepTimeoutMs, context.deadline.remainingMs())
    if (timeoutMs <= wayBackMs) return Promise.reject(new NoAnswer(to, operation, 'timeout'))
    const withContext = (server: Process) => work(server, newContext(log, timeoutMs - wayBackMs))
    return wire.call({ to, operation, subject, timeoutMs, work: withContext })
  }

  const product = productOf(world)
  const payment = (server: Process) => paymentPods.get(server)!

  return {
    products: {
      prices: (productIds, context) =>
        call('product', 'prices', productIds.join(), context, async () =>
          productIds.flatMap((productId) => {
            const priceCents = world.prices.get(productId)
            return priceCents === undefined
              ? []
              : [
                  {
                    productId,
                    name: `Product ${productId}`,
                    priceCents,
                    currency: 'EUR' as const,
                    available: world.stock.stock.get(productId)?.onHand ?? 0,
                  },
                ]
          }),
        ),
      reserve: (orderId, lines, context) =>
        call('product', 'reserve', orderId, context, async () => {
          const answer = await product.reserve(orderId, lines)
          return answer === 'committed' ? 'held' : answer
        }),
      commit: (orderId, context) =>
        call('product', 'commit', orderId, context, async () => ({ orderId, state: await product.commit(orderId) })),
      release: (orderId, context) =>
        call('product', 'release', orderId, context, async () => ({ orderId, state: await product.release(orderId) })),
    },
    payments: {
      authorise: ({ id: orderId, totalCents: amountCents, currency, cardToken }, context) =>
        call('payment', 'authorise', orderId, context, (server, within) =>
          payment(server).authorise({ orderId, amountCents, currency, cardToken }, within),
        ),
      capture: (orderId, context) =>
        call('payment', 'capture', orderId, context, (server, within) => payment(server).capture(orderId, within)),
      void: (orderId, context) =>
        call('payment', 'void', orderId, context, (server, within) => payment(server).void(orderId, within)),
      refund: ({ orderId, refundId, amountCents }, context) =>
        call('payment', 'refund', refundId, context, (server, within) =>
          payment(server).refund({ orderId, refundId, amountCents }, within),
        ),
    },
    carts: {
      takeOut: ({ id, customerId, lines }, context) =>
        call('cart', 'takeOut', id, context, async () => {
          const cart = world.carts.get(customerId)!
          if (!cart.takenOut.has(id)) {
            cart.takenOut.add(id)
            for (const { productId, quantity } of lines)
              cart.quantities.set(productId, (cart.quantities.get(productId) ?? 0) - quantity)
          }
          return undefined as never
        }),
    },
  }
}
