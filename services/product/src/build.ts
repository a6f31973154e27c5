import type { Chassis, Service } from '@saleday/chassis/chassis'
import { periodicWorker } from '@saleday/chassis/worker'
import { createPool } from '@saleday/postgres/pool'
import { createValkey } from '@saleday/valkey/client'
import { createApp } from './app.ts'
import { cachedAnswers } from './cached-answers.ts'
import type { Config } from './config.ts'
import { knownProducts } from './known-products.ts'
import { productMetrics } from './metrics.ts'
import { readPictures } from './pictures.ts'
import { catalogueReader } from './read-catalogue.ts'
import { reservationStore } from './reservation-store.ts'
import { reservations } from './reservations.ts'
import { sharedCache } from './shared-cache.ts'
import { productStore } from './store.ts'
import { warmUp } from './warm-up.ts'

/** Puts the service together; `main.ts` and the tests both use it. */
export function build(config: Config, chassis: Chassis): Service {
  const { log, metrics: registry } = chassis
  const poolOf = (name: string, max: number, readsAll: boolean) =>
    createPool({ url: config.databaseUrl, max, name, log, metrics: registry, readsAll })
  // Apart, so that a crowd that looks never stands in the way of one that buys.
  const readPool = poolOf('product-reads', config.readPoolSize, true)
  const checkoutPool = poolOf('product-checkout', config.reservationPoolSize, false)
  const valkey = createValkey({
    url: config.cacheValkeyUrl,
    name: 'product-cache',
    log,
    metrics: registry,
    commandTimeoutMs: config.cache.valkeyTimeoutMs,
  })
  const products = productStore(readPool)
  const checkout = productStore(checkoutPool)
  const holds = reservationStore(checkoutPool)
  const metrics = productMetrics(registry, reservationStore(readPool).countOldHolds)
  const answers = cachedAnswers(config.cache, sharedCache(valkey, log), metrics.answered)
  const catalogue = catalogueReader(products, answers)
  const known = knownProducts(products)

  return {
    app: createApp(chassis, {
      catalogue,
      pictures: readPictures(config.catalogueDir),
      known,
      reservations: reservations(holds, metrics),
      checkout,
      products,
    }),
    warmUp: () => warmUp({ catalogue, checkout }),
    workers: [
      periodicWorker({ name: 'know-products', everyMs: 5_000, log, metrics: registry, run: () => known.load() }),
    ],
    checks: { postgres: () => readPool.query('SELECT 1'), cache: () => valkey.ping() },
    async close() {
      valkey.disconnect()
      await Promise.all([readPool.end(), checkoutPool.end()])
    },
  }
}
