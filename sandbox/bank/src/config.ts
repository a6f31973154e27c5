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
    merchantKey: from.secret('BANK_MERCHANT_KEY', { minLength: 16 }),
    webhooks: {
      secret: from.secret('BANK_WEBHOOK_SECRET', { minLength: 16 }),
      url: from.url('PAYMENT_WEBHOOK_URL'),
      everyMs: from.integer('WEBHOOK_EVERY_MS', { default: 250, min: 10, max: 60_000 }),
    },
    authorisationTtlMs: from.integer('AUTHORISATION_TTL_HOURS', { default: 168, min: 1, max: 8_760 }) * 3_600_000,
    slowCardMs: from.integer('SLOW_CARD_MS', { default: 5_000, min: 0, max: 60_000 }),
    allowFaults: from.boolean('ALLOW_FAULTS', { default: false }),
  }))
