import { Counter, type Registry } from 'prom-client'

export type Counters = ReturnType<typeof makeCounters>

export const makeCounters = (metrics: Registry) => ({
  movements: new Counter({
    name: 'saleday_bank_movements_total',
    help: 'What was written into the ledger, by kind',
    labelNames: ['kind'] as const,
    registers: [metrics],
  }),
  webhooks: new Counter({
    name: 'saleday_bank_webhooks_total',
    help: 'News sent to the merchant: delivered, failed (sent again later) or given_up',
    labelNames: ['outcome'] as const,
    registers: [metrics],
  }),
  forgottenKeys: new Counter({
    name: 'saleday_bank_forgotten_keys_total',
    help: 'Idempotency keys that were older than a day and of no open authorisation',
    registers: [metrics],
  }),
  faults: new Counter({
    name: 'saleday_bank_faults_total',
    help: 'Calls that a fault switch has spoiled: down, unreachable, error, answer_lost or late_work',
    labelNames: ['fault'] as const,
    registers: [metrics],
  }),
})
