import { boundedWork } from '@saleday/chassis/bounded-work'
import type { Chassis, Service } from '@saleday/chassis/chassis'
import { createPool } from '@saleday/postgres/pool'
import { createApp } from './app.ts'
import type { Checkout } from './checkout.ts'
import { orderClients } from './clients.ts'
import type { Config } from './config.ts'
import { deliverOutbox } from './deliver-outbox.ts'
import { orderMetrics } from './metrics.ts'
import type { OutboxKind } from './order.ts'
import { outboxStore } from './outbox-store.ts'
import { pruneKeys } from './prune-keys.ts'
import { recoverOrders } from './recover-orders.ts'
import { refundStore } from './refund-store.ts'
import { shipOrders } from './ship-orders.ts'
import { orderStore } from './store.ts'
import { watchOrders } from './watch-orders.ts'

/** Puts the service together. Nothing runs yet. */
export function build(config: Config, chassis: Chassis): Service {
  const { log, metrics: registry, draining } = chassis
  const pool = createPool({ url: config.databaseUrl, max: config.poolSize, name: 'order', log, metrics: registry })
  const orders = orderStore(pool)
  const outbox = outboxStore(pool)
  const refunds = refundStore(pool)
  const clients = orderClients(chassis, config)
  const checkouts = boundedWork({ what: 'checkouts', ...config.checkouts })
  const metrics = orderMetrics(registry, orders, outbox, checkouts)
  const watch = watchOrders(orders, log, registry)
  const deliverers = deliverOutbox({
    orders,
    outbox,
    refunds,
    clients,
    log,
    metrics: registry,
    timing: config.timing,
    setAside: config.setAside,
    atOnce: config.outboxAtOnce,
    onDone: metrics.delivered,
    onChanged: watch.changed,
  })
  /** An order has changed here: whoever watches it hears of it, and the work that it left begins. */
  const onChanged = (orderId: string, work: readonly OutboxKind[]) => {
    watch.changed(orderId)
    deliverers.kick(work)
  }
  const checkout: Checkout = {
    orders,
    clients,
    timing: config.timing,
    onDecided(orderId, outcome, work) {
      metrics.decided(outcome)
      onChanged(orderId, work)
    },
    onRefused: metrics.refused,
  }
  const demoShipping =
    config.shipAfterSeconds > 0 ? [shipOrders(orders, config.shipAfterSeconds, log, registry, watch.changed)] : []
  return {
    app: createApp(chassis, { orders, refunds, pool, checkout, checkouts, watch, draining, onChanged }),
    workers: [
      recoverOrders(checkout, log, registry, metrics.recovered),
      ...deliverers.workers,
      watch.worker,
      pruneKeys(orders, log, registry),
      ...demoShipping,
    ],
    warmUp: () => pool.query('SELECT FROM customer_order LIMIT 1'), // there only after the migrations
    checks: { postgres: () => pool.query('SELECT 1') },
    async close() {
      await clients.close()
      await pool.end()
    },
  }
}
