import { Counter, Gauge, type Registry } from 'prom-client'

export type Counters = ReturnType<typeof makeCounters>

/** What the shop wants to know of its payments. */
export function makeCounters(metrics: Registry) {
  const registers = [metrics]
  return {
    authorisations: new Counter({
      name: 'saleday_payment_authorisations_total',
      help: 'Definite answers to authorisations: authorised or declined',
      labelNames: ['outcome'] as const,
      registers,
    }),
    captures: new Counter({
      name: 'saleday_payment_captures_total',
      help: 'Definite answers to captures: captured or refused',
      labelNames: ['outcome'] as const,
      registers,
    }),
    undone: new Counter({
      name: 'saleday_payment_undone_total',
      help: 'Payments undone: voided or refunded',
      labelNames: ['outcome'] as const,
      registers,
    }),
    bankCalls: new Counter({
      name: 'saleday_payment_bank_calls_total',
      help: 'Calls to the bank: answered, refused, no_answer (unknown, asked again) or unclear (asked again, look at the log)',
      labelNames: ['call', 'outcome'] as const,
      registers,
    }),
    webhooks: new Counter({
      name: 'saleday_payment_webhooks_total',
      help: 'News from the bank: hinted, nothing_to_ask, repeated or forged',
      labelNames: ['outcome'] as const,
      registers,
    }),
    unknown: new Gauge({
      name: 'saleday_payment_unknown',
      help: 'Payments that wait for the bank, in the whole database, by state',
      labelNames: ['state'] as const,
      registers,
    }),
    oldestUnknown: new Gauge({
      name: 'saleday_payment_oldest_unknown_seconds',
      help: 'For how long the payment that waits longest for the bank has waited',
      registers,
    }),
    differences: new Gauge({
      name: 'saleday_reconciliation_differences',
      help: 'Differences from the bank of the last 30 days, in the whole database: open, repaired, gone, or reported (a person has to look)',
      labelNames: ['kind', 'outcome'] as const,
      registers,
    }),
    reconciled: new Gauge({
      name: 'saleday_reconciliation_completed_timestamp_seconds',
      help: 'When the books were last compared with the bank to the end, in seconds since 1970',
      registers,
    }),
  }
}

/** Counts the states that a payment has reached by a definite answer. */
export function countStep(counters: Counters, state: string): void {
  if (state === 'authorised' || state === 'declined') counters.authorisations.inc({ outcome: state })
  if (state === 'captured') counters.captures.inc({ outcome: 'captured' })
  if (state === 'capture_refused') counters.captures.inc({ outcome: 'refused' })
  if (state === 'voided' || state === 'refunded') counters.undone.inc({ outcome: state })
}
