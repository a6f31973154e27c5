import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import type { Registry } from 'prom-client'
import type { Counters } from './metrics.ts'
import { type BankStore, keysAtOnce } from './store.ts'
import type { WebhookStore } from './webhook-store.ts'

type Ending = { store: BankStore; webhooks: WebhookStore; counters: Counters; log: Logger; metrics: Registry }

const atOnce = 500

/** Ends authorisations whose time is over, and gives up news that nobody takes. */
export function ender(
  { store, webhooks, counters, log, metrics }: Ending,
  { everyMs }: { everyMs: number },
): PeriodicWorker {
  return periodicWorker({
    name: 'end-authorisations',
    everyMs,
    log,
    metrics,
    async run() {
      const expired = await store.expire(atOnce)
      counters.movements.inc({ kind: 'expired' }, expired)
      counters.webhooks.inc({ outcome: 'given_up' }, await webhooks.giveUpOld())
      return expired === atOnce
    },
  })
}

/** Forgets idempotency keys whose day is over, in batches that hold up nobody. */
export function keyForgetter(
  { store, counters, log, metrics }: Ending,
  { everyMs }: { everyMs: number },
): PeriodicWorker {
  return periodicWorker({
    name: 'forget-keys',
    everyMs,
    log,
    metrics,
    async run() {
      const { looked, forgotten } = await store.forgetKeys()
      counters.forgottenKeys.inc(forgotten)
      return looked === keysAtOnce
    },
  })
}
