import { randomUUIDv7 } from 'node:crypto'
import { newContext } from '@saleday/chassis/context'
import type { Logger } from '@saleday/chassis/logger'
import { NoAnswer } from '@saleday/chassis/service-client'
import type { Checkout } from '@saleday/order/checkout'
import type { Clients } from '@saleday/order/clients'
import { loadConfig } from '@saleday/order/config'
import { deliverOutbox } from '@saleday/order/deliver-outbox'
import { orderMetrics } from '@saleday/order/metrics'
import { outboxStore } from '@saleday/order/outbox-store'
import { placeOrder } from '@saleday/order/place-order'
import { pruneKeys } from '@saleday/order/prune-keys'
import { recoverOrders } from '@saleday/order/recover-orders'
import { refundStore } from '@saleday/order/refund-store'
import { orderStore } from '@saleday/order/store'
import { createPool } from '@saleday/postgres/pool'
import { Registry } from 'prom-client'

const priceCents = 1_000
const timeoutMs = 8_000

/**
 * What one process of order does all the time, on this database, without HTTP: checkouts, and the workers. The other
 * services answer a checkout at once, and none of the work that it leaves: product and cart are
 * away for it, and the bank is silent.
 */
export function orderAtWork(databaseUrl: string, log: Logger) {
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    PRODUCT_URL: 'http://product',
    PAYMENT_URL: 'http://payment',
    CART_URL: 'http://cart',
  })
  const metrics = new Registry()
  const pool = createPool({ url: databaseUrl, max: config.poolSize, name: 'order', log, metrics })
  const [orders, outbox] = [orderStore(pool), outboxStore(pool)]
  const figures = orderMetrics(metrics, orders, outbox, { run: (_, work) => work(), queued: 0 })
  const deliverers = deliverOutbox({
    orders,
    outbox,
    refunds: refundStore(pool),
    clients: silentClients,
    timing: config.timing,
    setAside: config.setAside,
    atOnce: config.outboxAtOnce,
    log,
    metrics,
    onDone: figures.delivered,
    onChanged: () => undefined,
  })
  const checkout: Checkout = {
    orders,
    clients: silentClients,
    timing: config.timing,
    onDecided(_orderId, outcome, work) {
      figures.decided(outcome)
      deliverers.kick(work)
    },
    onRefused: figures.refused,
  }
  const workers = [
    recoverOrders(checkout, log, metrics, figures.recovered),
    pruneKeys(orders, log, metrics),
    ...deliverers.workers,
  ]
  for (const worker of workers) worker.start()

  return {
    async buy(): Promise<void> {
      const productId = randomUUIDv7()
      const intent = { lines: [{ productId, quantity: 1 }], expectedTotalCents: priceCents, cardToken: 'tok_test_4242' }
      const request = { customerId: randomUUIDv7(), key: randomUUIDv7(), intent }
      const { state } = await placeOrder(checkout, request, { ...newContext(log, timeoutMs), who: {} })
      if (state !== 'confirmed') throw new Error(`the order is ${state}, not confirmed`)
    },
    /** As Prometheus does. */
    scrape: () => metrics.metrics(),
    async stop(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.stop()))
      await pool.end()
    },
  }
}

const away = (): Promise<never> => Promise.reject(new NoAnswer('product', 'anything', 'connection'))
const isPending = async (orderId: string) =>
  ({ orderId, outcome: 'pending', state: 'capturing', declineCode: null }) as const

const silentClients: Pick<Clients, 'products' | 'payments' | 'carts'> = {
  products: {
    prices: async (productIds) =>
      productIds.map((productId) => ({
        productId,
        name: 'A product',
        priceCents,
        currency: 'EUR' as const,
        available: 1_000_000,
      })),
    reserve: async () => 'held',
    commit: away,
    release: away,
  },
  payments: {
    authorise: async ({ id: orderId }) => ({ orderId, outcome: 'done', state: 'authorised', declineCode: null }),
    capture: isPending,
    void: isPending,
    refund: away,
  },
  carts: { takeOut: away },
}
