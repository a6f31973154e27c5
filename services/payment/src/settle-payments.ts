import { type Context, newContext } from '@saleday/chassis/context'
import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import type { Registry } from 'prom-client'
import { type Asking, askRefund, askUntilAtRest } from './ask-bank.ts'
import type { ReconciliationStore } from './reconciliation-store.ts'
import { newsAtOnce, type WebhookStore } from './webhook-store.ts'

export type Settling = Asking & { webhooks: WebhookStore; log: Logger; metrics: Registry }

/** Void and refund may have a call each to wait for. */
const oneMs = 15_000

/**
 * Asks again what the bank has not answered, in every pod: whoever asked first may be dead. Each payment is claimed by
 * one pod at a time, and is left alone for longer with each attempt, up to some 15 seconds.
 */
export function settler(settling: Settling, { everyMs, atOnce }: { everyMs: number; atOnce: number }): PeriodicWorker {
  const { log, metrics } = settling
  return periodicWorker({ name: 'settle-payments', everyMs, log, metrics, run: () => settleDue(settling, atOnce) })
}

/** One round. True: there may be more that is due. */
async function settleDue(settling: Settling, atOnce: number): Promise<boolean> {
  const context = newContext(settling.log, oneMs)
  const due = await settling.payments.claimDue(atOnce)
  const dueRefunds = await settling.refunds.claimDue(atOnce)
  const rounds = await Promise.allSettled([
    ...due.map((payment) => askUntilAtRest(settling, payment, context)),
    ...dueRefunds.map((refund) => settleRefund(settling, refund, context)),
  ])
  const failed = rounds.find((round) => round.status === 'rejected')
  if (failed) throw failed.reason
  return due.length === atOnce || dueRefunds.length === atOnce
}

async function settleRefund(settling: Settling, refund: Parameters<typeof askRefund>[1], context: Context) {
  const payment = await settling.payments.find(refund.orderId)
  if (payment) await askRefund(settling, refund, payment, context)
}

export type Watching = Settling & { reconciliation: ReconciliationStore }

/** Keeps the gauges of what is unknown and of what differs from the bank: of the whole database, in every process. */
export function watcher(watching: Watching, { everyMs }: { everyMs: number }): PeriodicWorker {
  const { counters, payments, reconciliation, log, metrics } = watching
  return periodicWorker({
    name: 'watch-unknown',
    everyMs,
    log,
    metrics,
    async run() {
      const unknown = await payments.unknown()
      counters.unknown.reset()
      for (const { state, count } of unknown) counters.unknown.set({ state }, count)
      counters.oldestUnknown.set(Math.max(0, ...unknown.map(({ oldestSeconds }) => oldestSeconds)))
      const { completedAt, counts } = await reconciliation.summary()
      counters.differences.reset()
      for (const { kind, outcome, count } of counts) counters.differences.set({ kind, outcome }, count)
      if (completedAt) counters.reconciled.set(completedAt.getTime() / 1000)
    },
  })
}

/** Forgets old news, in batches that hold up nobody. */
export function newsForgetter({ webhooks, log, metrics }: Settling, { everyMs }: { everyMs: number }): PeriodicWorker {
  return periodicWorker({
    name: 'forget-news',
    everyMs,
    log,
    metrics,
    run: async () => (await webhooks.forgetOld()) === newsAtOnce,
  })
}
