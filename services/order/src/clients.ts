import type { Chassis } from '@saleday/chassis/chassis'
import type { Context } from '@saleday/chassis/context'
import { Refused, type ServiceClient, serviceClient } from '@saleday/chassis/service-client'
import { takeBoughtOut } from '@saleday/contracts/cart'
import type { OrderRefund } from '@saleday/contracts/order'
import { authorise, capture, type PaymentOutcome, refund, voidPayment } from '@saleday/contracts/payment'
import {
  commitReservation,
  type Price,
  readPrices,
  releaseReservation,
  reserve,
  type ShortProduct,
} from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'
import type { Config } from './config.ts'
import type { StoredOrder } from './order.ts'

/** The services that a checkout needs, in its own words. Every call is idempotent by the order's id, and throws NoAnswer when nobody knows what came of it. */
export type Clients = ReturnType<typeof orderClients>

/** Waiting longer than this for one step leaves no time for another attempt. */
const stepTimeoutMs = 4_000

export function orderClients(chassis: Chassis, config: Pick<Config, 'productUrl' | 'paymentUrl' | 'cartUrl'>) {
  const product = serviceClient(chassis, { to: 'product', url: config.productUrl })
  const payment = serviceClient(chassis, { to: 'payment', url: config.paymentUrl })
  const cart = serviceClient(chassis, { to: 'cart', url: config.cartUrl })
  const all: ServiceClient[] = [product, payment, cart]
  const within = { timeoutMs: stepTimeoutMs }

  return {
    products: {
      /** Prices past every cache. */
      async prices(productIds: string[], context: Context): Promise<Price[]> {
        return (await product.call(readPrices, { body: { productIds } }, context, within)).prices
      },
      /** `held`, `released` where the order was undone before, or the products of which too few are left. */
      async reserve(
        orderId: string,
        lines: readonly Line[],
        context: Context,
      ): Promise<'held' | 'released' | ShortProduct[]> {
        const body = { lines: lines.map(({ productId, quantity }) => ({ productId, quantity })) }
        try {
          const { state } = await product.call(reserve, { params: { orderId }, body }, context, within)
          return state === 'released' ? 'released' : 'held'
        } catch (error) {
          if (error instanceof Refused && error.code === 'out_of_stock')
            return (error.problem.products ?? []) as ShortProduct[]
          throw error
        }
      },
      commit: (orderId: string, context: Context) =>
        product.call(commitReservation, { params: { orderId } }, context, within),
      release: (orderId: string, context: Context) =>
        product.call(releaseReservation, { params: { orderId } }, context, within),
    },
    payments: {
      authorise(order: StoredOrder, context: Context): Promise<PaymentOutcome> {
        const { id: orderId, totalCents: amountCents, currency, cardToken } = order
        return payment.call(
          authorise,
          { params: { orderId }, body: { amountCents, currency, cardToken } },
          context,
          within,
        )
      },
      capture: (orderId: string, context: Context) => payment.call(capture, { params: { orderId } }, context, within),
      void: (orderId: string, context: Context) => payment.call(voidPayment, { params: { orderId } }, context, within),
      refund(
        { orderId, refundId, amountCents }: Pick<OrderRefund, 'orderId' | 'refundId' | 'amountCents'>,
        context: Context,
      ) {
        return payment.call(refund, { params: { orderId, refundId }, body: { amountCents } }, context, within)
      },
    },
    carts: {
      takeOut({ id: orderId, customerId, lines }: StoredOrder, context: Context) {
        const body = { lines: lines.map(({ productId, quantity }) => ({ productId, quantity })) }
        return cart.call(takeBoughtOut, { params: { customerId, orderId }, body }, context, within)
      },
    },
    close: () => Promise.all(all.map((client) => client.close())),
  }
}
