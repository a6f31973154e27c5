import { newContext } from '@saleday/chassis/context'
import { ProblemError } from '@saleday/chassis/problem'
import { requestTimeoutMs } from '@saleday/chassis/request-context'
import { cancelOrder } from '@saleday/order/cancel-order'
import type { Checkout } from '@saleday/order/checkout'
import { deliverOutbox } from '@saleday/order/deliver-outbox'
import { type OutboxKind, workAfter } from '@saleday/order/order'
import { recoverOrders } from '@saleday/order/recover-orders'
import { type AskedRefund, refundOrder } from '@saleday/order/refund-order'
import type { RefundStore } from '@saleday/order/refund-store'
import { shipOrder } from '@saleday/order/ship-orders'
import { Registry } from 'prom-client'
import { clientsOf } from './clients.ts'
import { orderTransactions } from './order-transactions.ts'
import type { Process } from './virtual-time.ts'
import { overWire } from './wire.ts'
import { addProcess, type Purchase, type World } from './world.ts'

export type OrderPod = ReturnType<typeof startOrderPod>['pod']

/** As in production. */
const timing = { leaseMs: 5_000, giveUpAfterMs: 12_000, recoverEveryMs: 1_000, outboxClaimMs: 6_000 }
const outboxAtOnce = 32

/** Much sooner than in production, so that it happens within a history: see `replay` in run-history.ts. */
const setAside = { attempts: 3, afterMs: 2_000 }

/** One registry for all histories: what the workers count is of no interest here, and making counters takes long. */
const metrics = new Registry()

/** A process of the order service, put together as build.ts does. */
export function startOrderPod(world: World, name: string) {
  const { time, wire, parts, log } = world
  const process = addProcess(world, 'order', name)
  const memory = parts.orders(world.orders, time.nowMs)
  const orders = parts.ordersInPod(overWire<Checkout['orders']>('orders', memory, wire))
  const outbox = overWire<Parameters<typeof deliverOutbox>[0]['outbox']>(
    'outbox',
    parts.outbox(world.orders, memory, time.nowMs, time),
    wire,
  )
  const refundsInMemory = parts.orderRefunds(world.orders, time.nowMs)
  const refunds = overWire<RefundStore>('refunds', refundsInMemory, wire)
  const pool = orderTransactions(memory, refundsInMemory, wire)
  const clients = clientsOf(world)
  const deliverers = deliverOutbox({
    orders,
    outbox,
    refunds,
    clients,
    timing,
    setAside,
    atOnce: outboxAtOnce,
    log,
    metrics,
    onDone: () => undefined,
    onChanged: () => undefined,
  })
  const onChanged = (_orderId: string, work: readonly OutboxKind[]) => deliverers.kick(work)
  const checkout: Checkout = {
    orders,
    clients,
    timing,
    onDecided: (orderId, _outcome, work) => onChanged(orderId, work),
    onRefused: () => {},
  }
  const workers = [recoverOrders(checkout, log, metrics, () => undefined), ...deliverers.workers]
  time.within(process, () => {
    for (const worker of workers) worker.start()
  })

  const pod = {
    /** POST /api/orders. What it answers is noted before it is sent. */
    async placeOrder({ customerId, key, intent, told }: Purchase) {
      const context = { ...newContext(log, requestTimeoutMs), who: {} }
      try {
        const order = await parts.placeOrder(checkout, { customerId, key, intent }, context)
        told.push({ status: order.state === 'placed' ? 202 : 201, code: undefined, orderId: order.id })
        return order
      } catch (error) {
        if (error instanceof ProblemError && error.status < 500)
          told.push({ status: error.status, code: error.code, orderId: error.extra.orderId as string | undefined })
        throw error
      }
    },
    getOrder: (orderId: string, customerId: string) => orders.findDetail(orderId, customerId),
    async cancel(orderId: string, customerId: string) {
      const order = await cancelOrder(orders, orderId, customerId)
      onChanged(orderId, workAfter.cancelled)
      return order
    },
    ship: (orderId: string) => shipOrder(orders, orderId),
    refund: (asked: AskedRefund) => refundOrder({ pool, refunds, onChanged }, asked, newContext(log, requestTimeoutMs)),
  }
  return { process: process satisfies Process, pod }
}
