import type { Chassis, Service } from '@saleday/chassis/chassis'
import { createPool } from '@saleday/postgres/pool'
import { createApp } from './app.ts'
import type { Checkout } from './checkout.ts'
import { orderClients } from './clients.ts'
import type { Config } from './config.ts'
import { deliverOutbox } from './deliver-outbox.ts'
import { orderMetrics } from './metrics.ts'
import { outboxStore } from './outbox-store.ts'
import { pruneKeys } from './prune-keys.ts'
import { recoverOrders } from './recover-orders.ts'
import { shipOrders } from './ship-orders.ts'
import { orderStore } from './store.ts'
import { watchOrders } from './watch-orders.ts'

/** Puts the service together. Nothing runs yet. */
export function build(config: Config, chassis: Chassis): Service {
  const { log, metrics: registry, draining } = chassis
  const pool = createPool({ url: config.databaseUrl, max: config.poolSize, name: 'order', log, metrics: registry })
  const orders = orderStore(pool)
  const outbox = outboxStore(pool)
  const clients = orderClients(chassis, config)
  const metrics = orderMetrics(registry, orders, outbox)
  const watch = watchOrders(orders, log, registry)
  const deliverers = deliverOutbox({
    orders,
    outbox,
    clients,
    log,
    metrics: registry,
    timing: config.timing,
    onDone: metrics.delivered,
    onChanged: watch.changed,
  })
  /** An order has changed here: whoever watches it hears of it, and the work that it left begins. */
  const onChanged = (orderId: string) => {
    watch.changed(orderId)
    for (const deliverer of deliverers) deliverer.kick()
  }
  const checkout: Checkout = {
    orders,
    clients,
    timing: config.timing,
    onDecided(orderId, outcome) {
      metrics.decided(outcome)
      onChanged(orderId)
    },
  }
  const demoShipping =
    config.shipAfterSeconds > 0 ? [shipOrders(orders, config.shipAfterSeconds, log, registry, watch.changed)] : []
  return {
    app: createApp(chassis, { orders, checkout, watch, draining, onChanged }),
    workers: [
      recoverOrders(checkout, log, registry, metrics.recovered),
      ...deliverers,
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
