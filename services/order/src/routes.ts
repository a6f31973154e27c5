import type { BoundedWork } from '@saleday/chassis/bounded-work'
import { type On, reply } from '@saleday/chassis/http-app'
import * as contract from '@saleday/contracts/order'
import type { Pool } from '@saleday/postgres/pool'
import { cancelOrder } from './cancel-order.ts'
import type { Checkout } from './checkout.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { problem } from './errors.ts'
import { type OutboxKind, toOrder, workAfter } from './order.ts'
import { placeOrder } from './place-order.ts'
import { refundOrder } from './refund-order.ts'
import type { RefundStore } from './refund-store.ts'
import { shipOrder } from './ship-orders.ts'
import type { OrderStore } from './store.ts'
import { streamOrder } from './stream-order.ts'
import type { OrderWatch } from './watch-orders.ts'

export type Parts = {
  orders: OrderStore
  refunds: RefundStore
  pool: Pool
  checkout: Checkout
  checkouts: BoundedWork
  watch: OrderWatch
  draining: AbortSignal
  /** An order has changed, and this work is there to do. */
  onChanged: (orderId: string, work: readonly OutboxKind[]) => void
}

export function routes(on: On, parts: Parts): void {
  const { orders, checkout, checkouts, watch, draining, onChanged } = parts

  on(contract.placeOrder, async ({ customerId, headers, body, context }) => {
    const request = { customerId, key: headers['idempotency-key'], intent: body }
    const order = await checkouts.run(context, () => placeOrder(checkout, request, context))
    const location = `/api/orders/${order.id}`
    if (order.state === 'placed') return reply(202, toOrder(order), { location, 'retry-after': '1' })
    return reply(201, toOrder(order), { location })
  })

  on(contract.listOrders, async ({ customerId, query }) => {
    const { limit, cursor } = query
    const page = await orders.list(customerId, limit + 1, cursor === undefined ? undefined : fromCursor(cursor))
    const items = page.slice(0, limit)
    return reply(200, {
      items: items.map(toOrder),
      nextCursor: page.length > limit ? toCursor(items.at(-1)!.id) : null,
    })
  })

  on(contract.getOrder, async ({ customerId, params }) => {
    const order = await orders.findDetail(params.orderId, customerId)
    if (!order) throw problem('order_not_found', `You have no order ${params.orderId}.`)
    const { events, notices, refunds } = order
    return reply(200, { ...toOrder(order), events, notices, refunds })
  })

  on(contract.watchOrder, async ({ customerId, params, res }) => {
    await streamOrder({ orders, watch, draining }, { orderId: params.orderId, customerId, res })
    return undefined
  })

  on(contract.cancelOrder, async ({ customerId, params }) => {
    const order = await cancelOrder(orders, params.orderId, customerId)
    onChanged(order.id, workAfter.cancelled)
    return reply(200, order)
  })

  on(contract.shipOrder, async ({ params }) => {
    const order = await shipOrder(orders, params.orderId)
    onChanged(order.id, [])
    return reply(200, order)
  })

  on(contract.refundOrder, async ({ params, body, context }) => {
    const refund = await refundOrder(parts, { ...params, amountCents: body.amountCents }, context)
    return reply(refund.state === 'refunding' ? 202 : 200, refund)
  })
}
