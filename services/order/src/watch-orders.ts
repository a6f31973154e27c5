import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import { Gauge, type Registry } from 'prom-client'
import type { OrderStore } from './store.ts'

/** Tells when orders change, whichever process changed them. */
export type OrderWatch = {
  /** Calls `onChange` for each change until the function that comes back is called; undefined when too many watch already. */
  watch(orderId: string, version: number, onChange: () => void): (() => void) | undefined
  /** An order was changed here: look at once. */
  changed(orderId: string): void
  worker: PeriodicWorker
}

type Watcher = { seen: number; onChange: () => void }

const everyMs = 500
/** Open streams in one process. */
const maximumWatchers = 2_000

/**
 * One query for all watched orders, twice a second, whatever their number. LISTEN and NOTIFY would be quicker, but take
 * a lock of the whole database at each commit of a checkout.
 */
export function watchOrders(orders: OrderStore, log: Logger, metrics: Registry): OrderWatch {
  const watchers = new Map<string, Set<Watcher>>()
  let count = 0
  new Gauge({
    name: 'saleday_order_streams',
    help: 'Customers who watch an order',
    registers: [metrics],
    collect() {
      this.set(count)
    },
  })

  const worker = periodicWorker({
    name: 'watch-orders',
    everyMs,
    log,
    metrics,
    async run() {
      if (watchers.size === 0) return
      for (const { id, version } of await orders.versions([...watchers.keys()])) {
        for (const watcher of watchers.get(id) ?? []) {
          if (version <= watcher.seen) continue
          watcher.seen = version
          watcher.onChange()
        }
      }
    },
  })

  return {
    worker,
    watch(orderId, version, onChange) {
      if (count >= maximumWatchers) return undefined
      const watcher = { seen: version, onChange }
      const ofOrder = watchers.get(orderId) ?? new Set()
      watchers.set(orderId, ofOrder.add(watcher))
      count++
      return () => {
        if (!ofOrder.delete(watcher)) return
        count--
        if (ofOrder.size === 0 && watchers.get(orderId) === ofOrder) watchers.delete(orderId)
      }
    },
    changed(orderId) {
      if (watchers.has(orderId)) worker.kick()
    },
  }
}
