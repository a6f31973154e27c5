import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { type Environment, settings } from '@saleday/chassis/settings'
import { catalogueDir } from './catalogue.ts'

export type Config = ReturnType<typeof loadConfig>

export const loadConfig = (environment: Environment) =>
  settings(environment, (from) => ({
    chassis: chassisSettings(from),
    databaseUrl: from.secret('DATABASE_URL'),
    cacheValkeyUrl: from.secret('CACHE_VALKEY_URL'),
    /** Reserve, commit and release use one each, since they go in batches; prices use the others. */
    reservationPoolSize: from.integer('RESERVATION_POOL_SIZE', { default: 4, min: 1, max: 100 }),
    readPoolSize: from.integer('READ_POOL_SIZE', { default: 6, min: 1, max: 100 }),
    cache: {
      /** How long an answer counts as fresh in the process, and how long in Valkey; availability is as old as both. */
      freshMs: from.integer('CACHE_FRESH_MS', { default: 1_000, min: 0, max: 60_000 }),
      sharedFreshMs: from.integer('CACHE_SHARED_FRESH_MS', { default: 2_000, min: 1, max: 60_000 }),
      /** How old an answer may be that is given because no newer one can be had. */
      staleMs: from.integer('CACHE_STALE_MS', { default: 60_000, min: 1, max: 3_600_000 }),
      maxBytes: 1_048_576 * from.integer('CACHE_MAX_MB', { default: 16, min: 1, max: 4_096 }),
      valkeyTimeoutMs: from.integer('CACHE_VALKEY_TIMEOUT_MS', { default: 150, min: 10, max: 10_000 }),
    },
    catalogueDir: from.string('CATALOGUE_DIR', { default: catalogueDir }),
  }))
