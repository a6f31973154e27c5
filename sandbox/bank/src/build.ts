import { fileURLToPath } from 'node:url'
import type { Chassis, Service } from '@saleday/chassis/chassis'
import { readStaticFiles } from '@saleday/chassis/static-files'
import { createPool } from '@saleday/postgres/pool'
import { Agent } from 'undici'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { deliverer } from './deliver-webhooks.ts'
import { ender, keyForgetter } from './end-authorisations.ts'
import { faultRoutes } from './fault-routes.ts'
import { chanceOf, type FaultSwitch, noFaults } from './faults.ts'
import { makeCounters } from './metrics.ts'
import { bankStore } from './store.ts'
import { webhookStore } from './webhook-store.ts'

const formFolder = fileURLToPath(new URL('../form', import.meta.url))

/** Connects the parts. Connections are made by their first use. */
export function build(config: Config, chassis: Chassis): Service {
  const { log, metrics } = chassis
  const pool = createPool({ url: config.database.url, max: config.database.poolMax, name: 'bank', log, metrics })
  const faults: FaultSwitch = { now: noFaults }
  const counters = makeCounters(metrics)
  const agent = new Agent({ connections: 16, keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000, clientTtl: 30_000 })
  const parts = {
    store: bankStore(pool),
    webhooks: webhookStore(pool),
    chance: chanceOf(faults),
    faults,
    counters,
    log,
    metrics,
    merchantKey: config.merchantKey,
    authorisationTtlMs: config.authorisationTtlMs,
    slowCardMs: config.slowCardMs,
  }
  const { secret, url, everyMs } = config.webhooks
  return {
    app: createApp(chassis, parts, readStaticFiles(formFolder)),
    workers: [
      deliverer({ ...parts, secret, url, agent }, { everyMs }),
      ender(parts, { everyMs: 60_000 }),
      keyForgetter(parts, { everyMs: 60_000 }),
    ],
    warmUp: () => parts.store.ledger({ after: 0, limit: 1 }), // throws until the migrations are there
    checks: { postgres: () => pool.query('SELECT 1') },
    adminRoutes: (admin) => config.allowFaults && faultRoutes(admin, faults),
    async close() {
      await agent.close()
      await pool.end()
    },
  }
}
