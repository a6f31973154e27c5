import type { Chassis, Service } from '@saleday/chassis/chassis'
import { serviceClient } from '@saleday/chassis/service-client'
import { createPool } from '@saleday/postgres/pool'
import { createApp } from './app.ts'
import { bankClient } from './clients.ts'
import type { Config } from './config.ts'
import { makeCounters } from './metrics.ts'
import { reconciler } from './reconcile-payments.ts'
import { reconciliationStore } from './reconciliation-store.ts'
import { refundStore } from './refund-store.ts'
import { newsForgetter, settler, watcher } from './settle-payments.ts'
import { paymentStore } from './store.ts'
import { webhookStore } from './webhook-store.ts'

/** Connects the parts. Connections are made by their first use. */
export function build(config: Config, chassis: Chassis): Service {
  const { log, metrics } = chassis
  const pool = createPool({ url: config.database.url, max: config.database.poolMax, name: 'payment', log, metrics })
  const client = serviceClient(chassis, { to: 'bank', url: config.bank.url })
  const counters = makeCounters(metrics)
  // Longer than a call to the bank can take: while it is under way nobody else asks.
  const times = { askAgainMs: config.bank.timeoutMs + 1_000 }
  const parts = {
    pool,
    payments: paymentStore(pool, times),
    refunds: refundStore(pool, times),
    refundsIn: (db: Parameters<typeof refundStore>[0]) => refundStore(db, times),
    webhooks: webhookStore(pool),
    reconciliation: reconciliationStore(pool),
    graceSeconds: config.reconcile.graceSeconds,
    strayAfterMs: config.reconcile.strayAfterMs,
    bank: bankClient({ client, counters, merchantKey: config.bank.merchantKey, timeoutMs: config.bank.timeoutMs }),
    webhookSecret: config.bank.webhookSecret,
    counters,
    log,
    metrics,
  }
  return {
    app: createApp(chassis, parts),
    workers: [
      settler(parts, config.settle),
      reconciler(parts, config.reconcile),
      watcher(parts, { everyMs: 5_000 }),
      newsForgetter(parts, { everyMs: 60_000 }),
    ],
    warmUp: () => parts.payments.unknown(), // throws until the migrations are there
    checks: { postgres: () => pool.query('SELECT 1') },
    async close() {
      await client.close()
      await pool.end()
    },
  }
}
