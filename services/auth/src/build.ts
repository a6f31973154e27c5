import { boundedWork } from '@saleday/chassis/bounded-work'
import type { Chassis, Service } from '@saleday/chassis/chassis'
import { customerTokens } from '@saleday/chassis/customer-tokens'
import { createPool } from '@saleday/postgres/pool'
import { createValkey } from '@saleday/valkey/client'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { keyEncryption } from './key-encryption.ts'
import { keyRing } from './key-ring.ts'
import { logIn } from './log-in.ts'
import { cleanUpWorker, keyWorker } from './maintain.ts'
import { authMetrics } from './metrics.ts'
import { rateLimits } from './rate-limit.ts'
import { refreshCookie } from './refresh-cookie.ts'
import { refreshSession } from './refresh-session.ts'
import { refreshTokens as refreshTokensFrom } from './refresh-token.ts'
import { startSession } from './start-session.ts'
import { authStore } from './store.ts'

/** A limiter that waits for Valkey is worse than none. */
const cacheTimeoutMs = 250

/** Wires the service; `main.ts` and the tests both use it. */
export function build(config: Config, chassis: Chassis): Service {
  const { log } = chassis
  const pool = createPool({
    url: config.databaseUrl,
    max: config.poolSize,
    name: 'auth',
    log,
    metrics: chassis.metrics,
  })
  const cache = createValkey({
    url: config.cacheValkeyUrl,
    name: 'cache',
    log,
    metrics: chassis.metrics,
    commandTimeoutMs: cacheTimeoutMs,
  })

  const encryption = keyEncryption(config.signingKeySecret)
  const keys = keyRing(pool, encryption)
  const store = authStore(pool, config)
  const hashing = boundedWork({ what: 'logins', ...config.passwords })
  const metrics = authMetrics(chassis.metrics, hashing)
  const refreshTokens = refreshTokensFrom(config.refreshTokenSecret)
  const cookie = refreshCookie({ secure: config.cookieSecure, maxAgeSeconds: config.refreshTokenSeconds })

  const keeper = keyWorker(
    chassis,
    { pool, encryption, keys },
    { rotationSeconds: config.keyRotationSeconds, refreshSeconds: config.keyRefreshSeconds },
  )
  // Customers' tokens are this service's own: it verifies them with the keys at hand.
  const own: Chassis = { ...chassis, tokens: { ...chassis.tokens, customer: customerTokens(keys.getKey) } }

  return {
    app: createApp(
      own,
      {
        store,
        keys,
        hashing,
        metrics,
        refreshTokens,
        cookie,
        limit: rateLimits(cache, config.rateLimits, log),
        logIn: logIn(store, hashing),
        refreshSession: refreshSession(store, refreshTokens, metrics),
        startSession: startSession(keys, refreshTokens, cookie),
      },
      config.trustedProxies,
    ),
    workers: [keeper, cleanUpWorker(chassis, store, pool)],
    warmUp: keeper.round,
    checks: { database: () => pool.query('SELECT 1'), cache: () => cache.ping() },
    close: async () => {
      cache.disconnect()
      await pool.end()
    },
  }
}
