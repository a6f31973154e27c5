import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { type Environment, settings } from '@saleday/chassis/settings'

export type Config = ReturnType<typeof loadConfig>

/** @throws SettingsError for a variable that is missing or wrong */
export const loadConfig = (environment: Environment) =>
  settings(environment, (from) => ({
    chassis: chassisSettings(from),
    databaseUrl: from.secret('DATABASE_URL'),
    poolSize: from.integer('POOL_SIZE', { default: 8, min: 1, max: 100 }),
    productUrl: from.url('PRODUCT_URL'),
    paymentUrl: from.url('PAYMENT_URL'),
    cartUrl: from.url('CART_URL'),
    checkouts: {
      /** How many one process works on at once. */
      concurrency: from.integer('CHECKOUTS_AT_ONCE', { default: 32, min: 1, max: 10_000 }),
      /** How many more wait for their turn; beyond that they are refused, and come again. */
      queueMax: from.integer('CHECKOUTS_WAITING', { default: 64, min: 0, max: 10_000 }),
    },
    timing: {
      /** How long an order is left to the process that works on it. */
      leaseMs: from.integer('LEASE_MS', { default: 5_000, min: 50, max: 60_000 }),
      /** Age from which an order is cancelled when a step gives no answer. */
      giveUpAfterMs: from.integer('GIVE_UP_AFTER_MS', { default: 12_000, min: 100, max: 600_000 }),
      /** How often each process looks for work that another has left. */
      recoverEveryMs: from.integer('RECOVER_EVERY_MS', { default: 1_000, min: 10, max: 60_000 }),
      /** How long a row of the outbox is left to the process that took it: longer than its call may take. */
      outboxClaimMs: from.integer('OUTBOX_CLAIM_MS', { default: 6_000, min: 50, max: 60_000 }),
    },
    /** Rows of one kind of the outbox that one process works on at the same time. */
    outboxAtOnce: from.integer('OUTBOX_AT_ONCE', { default: 32, min: 1, max: 1_000 }),
    /** A row of the outbox that has failed so often, and waits for so long, is left to an operator. */
    setAside: {
      attempts: from.integer('SET_ASIDE_ATTEMPTS', { default: 100, min: 1, max: 1_000_000 }),
      afterMs: from.integer('SET_ASIDE_AFTER_SECONDS', { default: 3_600, min: 0, max: 31_536_000 }) * 1_000,
    },
    /** Ships what has been confirmed for so long, for demonstrations. 0: only the operator ships. */
    shipAfterSeconds: from.integer('SHIP_AFTER_SECONDS', { default: 0, min: 0, max: 31_536_000 }),
  }))
