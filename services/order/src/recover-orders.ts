import { newContext } from '@saleday/chassis/context'
import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import type { Registry } from 'prom-client'
import type { Checkout } from './checkout.ts'
import { decideOrder } from './decide-order.ts'
import type { Lease } from './store.ts'

const batch = 20

/** Goes on with orders whose lease ran out, since whoever worked on them has died, or gave them back for want of an answer. */
export function recoverOrders(
  checkout: Checkout,
  log: Logger,
  metrics: Registry,
  onRecovered: () => void,
): PeriodicWorker {
  const { leaseMs, recoverEveryMs } = checkout.timing

  async function recover(lease: Lease): Promise<void> {
    const order = await checkout.orders.find(lease.orderId)
    if (!order) return
    log.info({ orderId: order.id, epoch: lease.epoch, ageMs: Math.round(lease.ageMs) }, 'an order was taken over')
    onRecovered()
    // A little less than the lease: the last call must be over before somebody else may begin.
    await decideOrder(checkout, order, lease, newContext(log, leaseMs * 0.9))
  }

  return periodicWorker({
    name: 'recover-orders',
    everyMs: recoverEveryMs,
    log,
    metrics,
    async run(signal) {
      const leases = await checkout.orders.takeExpiredLeases(batch, leaseMs)
      const results = await Promise.allSettled(leases.map(recover))
      const failed = leases.filter((_, at) => results[at]!.status === 'rejected')
      // Nobody need wait for these leases to run out: others may go on at once when this process is told to stop.
      if (signal.aborted) await Promise.allSettled(failed.map((lease) => checkout.orders.giveLeaseBack(lease, 0)))
      for (const result of results)
        if (result.status === 'rejected') log.warn({ err: result.reason }, 'an order could not be gone on with')
      return leases.length === batch
    },
  })
}
