import { randomUUIDv7 } from 'node:crypto'
import { type OutboxKind, workAfter } from '@saleday/order/order'
import { outboxStore } from '@saleday/order/outbox-store'
import { refundStore } from '@saleday/order/refund-store'
import { setAsideStore } from '@saleday/order/set-aside-store'
import { orderStore } from '@saleday/order/store'
import { testDatabase } from '@saleday/testing/test-database'
import { memoryOrderRefunds } from '../../src/memory-order-refunds.ts'
import { memoryOrders, orderTables } from '../../src/memory-orders.ts'
import { memoryOutbox, memorySetAside } from '../../src/memory-outbox.ts'
import { orderTransactions } from '../../src/order-transactions.ts'
import { answering } from './answering.ts'

/** The stores of the order service over one database. */
export type OrderStores = Awaited<ReturnType<typeof real>>

async function real() {
  const { pool, close } = await testDatabase(new URL('../../../services/order/migrations', import.meta.url))
  return {
    orders: orderStore(pool),
    outbox: outboxStore(pool),
    refunds: refundStore(pool),
    aside: setAsideStore(pool),
    pool,
    close,
  }
}

async function simulated() {
  const tables = orderTables()
  const orders = memoryOrders(tables, Date.now)
  const refunds = memoryOrderRefunds(tables, Date.now)
  return {
    orders: answering(orders),
    outbox: answering(memoryOutbox(tables, orders, Date.now)),
    refunds: answering(refunds),
    aside: answering(memorySetAside(tables, Date.now)),
    pool: orderTransactions(orders, refunds, { statement: async (_what, run) => run() }),
    close: async () => undefined,
  } satisfies OrderStores
}

/** PostgreSQL's and those in memory: the simulation is worth as much as they are alike. */
export const bothOrderStores: Readonly<Record<string, () => Promise<OrderStores>>> = { real, simulated }

/** An order of two lamps, for 900 cents. */
export const newOrder = (customerId: string, { leaseMs = 60_000, key = randomUUIDv7() as string } = {}) => ({
  id: randomUUIDv7(),
  customerId,
  key,
  requestHash: Buffer.from('a request'),
  cardToken: 'tok_12345678',
  currency: 'EUR',
  priced: {
    lines: [{ productId: randomUUIDv7(), name: 'A lamp', quantity: 2, unitPriceCents: 450 }],
    totalCents: 900,
    unknown: [],
    short: [],
  },
  leaseMs,
})

/** A confirmed order; gives its id. */
export async function confirmedOrder(
  { orders }: OrderStores,
  customerId: string,
  work: readonly OutboxKind[] = workAfter.confirmed,
): Promise<string> {
  const order = newOrder(customerId)
  await orders.insertOrder(order)
  await orders.move({ orderId: order.id, from: 'placed', to: 'confirmed', epoch: 1, work })
  return order.id
}

/** Longer than a millisecond, so that what comes after has a later time. */
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
