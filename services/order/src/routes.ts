import { type On, reply } from '@saleday/chassis/http-app'
import * as contract from '@saleday/contracts/order'
import { cancelOrder } from './cancel-order.ts'
import type { Checkout } from './checkout.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { problem } from './errors.ts'
import { toOrder } from './order.ts'
import { placeOrder } from './place-order.ts'
import { shipOrder } from './ship-orders.ts'
import type { OrderStore } from './store.ts'
import { streamOrder } from './stream-order.ts'
import type { OrderWatch } from './watch-orders.ts'

export type Parts = {
  orders: OrderStore
  checkout: Checkout
  watch: OrderWatch
  draining: AbortSignal
  onChanged: (orderId: string) => void
}

export function routes(on: On, { orders, checkout, watch, draining, onChanged }: Parts): void {
  on(contract.placeOrder, async ({ customerId, headers, body, context }) => {
    const order = await placeOrder(checkout, { customerId, key: headers['idempotency-key'], intent: body }, context)
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
    return reply(200, { ...toOrder(order), events: order.events, notices: order.notices })
  })

  on(contract.watchOrder, async ({ customerId, params, res }) => {
    await streamOrder({ orders, watch, draining }, { orderId: params.orderId, customerId, res })
    return undefined
  })

  on(contract.cancelOrder, async ({ customerId, params }) => {
    const order = await cancelOrder(orders, params.orderId, customerId)
    onChanged(order.id)
    return reply(200, order)
  })

  on(contract.shipOrder, async ({ params }) => {
    const order = await shipOrder(orders, params.orderId)
    onChanged(order.id)
    return reply(200, order)
  })
}
