import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { type Environment, settings } from '@saleday/chassis/settings'

export type Config = ReturnType<typeof loadConfig>

export const loadConfig = (environment: Environment) =>
  settings(environment, (from) => ({
    chassis: chassisSettings(from),
    database: {
      url: from.secret('DATABASE_URL'),
      poolMax: from.integer('POOL_SIZE', { default: 8, min: 1, max: 100 }),
    },
    bank: {
      url: from.url('BANK_URL'),
      merchantKey: from.secret('BANK_MERCHANT_KEY', { minLength: 16 }),
      webhookSecret: from.secret('BANK_WEBHOOK_SECRET', { minLength: 16 }),
      /** A call without an answer after this long is unknown. Less than a caller waits, so that it hears `pending`. */
      timeoutMs: from.integer('BANK_TIMEOUT_MS', { default: 3_000, min: 50, max: 7_000 }),
    },
    /** Asking again what the bank has not answered. */
    settle: {
      everyMs: from.integer('SETTLE_EVERY_MS', { default: 1_000, min: 10, max: 30_000 }),
      atOnce: from.integer('SETTLE_AT_ONCE', { default: 20, min: 1, max: 500 }),
    },
    /** Comparing our books with the bank's. */
    reconcile: {
      everyMs: from.integer('RECONCILE_EVERY_MS', { default: 60_000, min: 50, max: 86_400_000 }),
      /** What is younger may be a call under way. */
      graceSeconds: from.integer('RECONCILE_GRACE_SECONDS', { default: 60, min: 0, max: 86_400 }),
      /** An authorisation of which we know nothing is left alone for so long. */
      strayAfterMs: from.integer('RECONCILE_STRAY_AFTER_SECONDS', { default: 600, min: 0, max: 86_400 }) * 1000,
    },
  }))
