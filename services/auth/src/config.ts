import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { type Environment, type SettingsReader, settings } from '@saleday/chassis/settings'

export type Config = ReturnType<typeof loadConfig>

export const loadConfig = (environment: Environment) =>
  settings(environment, (from) => ({
    chassis: chassisSettings(from),
    ...databaseSettings(from),
    poolSize: from.integer('POOL_SIZE', { default: 8, min: 1, max: 100 }),
    cacheValkeyUrl: from.secret('CACHE_VALKEY_URL'),
    refreshTokenSecret: from.secret('REFRESH_TOKEN_SECRET', { minLength: 32 }),
    refreshTokenSeconds: from.integer('REFRESH_TOKEN_SECONDS', { default: 30 * 86_400, min: 1 }),
    /** For so long a refresh token that was used gives the same successor again: answers get lost. */
    refreshGraceSeconds: from.integer('REFRESH_GRACE_SECONDS', { default: 10, min: 0, max: 300 }),
    /** Off only where the shop is served without TLS. */
    cookieSecure: from.boolean('COOKIE_SECURE', { default: true }),
    passwords: {
      /** Passwords hashed at once, 19 MiB and one thread each; those that wait beyond it; past both: 503. */
      concurrency: from.integer('PASSWORD_CONCURRENCY', { default: 2, min: 1, max: 16 }),
      queueMax: from.integer('PASSWORD_QUEUE_MAX', { default: 40, min: 0, max: 10_000 }),
    },
    rateLimits: {
      windowSeconds: from.integer('RATE_LIMIT_WINDOW_SECONDS', { default: 60, min: 1, max: 86_400 }),
      /** Of one email from one address. */
      perEmail: from.integer('RATE_LIMIT_PER_EMAIL', { default: 10, min: 1 }),
      /** Of one address: many customers may share it. */
      perAddress: from.integer('RATE_LIMIT_PER_ADDRESS', { default: 600, min: 1 }),
    },
    /** Proxies in front of this service whose X-Forwarded-For is believed. */
    trustedProxies: from.integer('TRUSTED_PROXIES', { default: 1, min: 0, max: 10 }),
    keyRotationSeconds: from.integer('KEY_ROTATION_SECONDS', { default: 7 * 86_400, min: 3_600 }),
    /** How often each process reads the signing keys. */
    keyRefreshSeconds: from.integer('KEY_REFRESH_SECONDS', { default: 20, min: 1, max: 300 }),
  }))

/** What the commands of this service need too. */
export const databaseSettings = (from: SettingsReader) => ({
  databaseUrl: from.secret('DATABASE_URL'),
  signingKeySecret: from.secret('SIGNING_KEY_SECRET', { minLength: 32 }),
})
