import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import type { Registry } from 'prom-client'
import type { OrderStore } from './store.ts'

/** Small, so that no checkout waits for it. */
const batch = 500

/** Forgets Idempotency-Keys after a day. */
export const pruneKeys = (orders: OrderStore, log: Logger, metrics: Registry): PeriodicWorker =>
  periodicWorker({
    name: 'prune-keys',
    everyMs: 60_000,
    log,
    metrics,
    run: async () => (await orders.pruneKeys(batch)) === batch,
  })
