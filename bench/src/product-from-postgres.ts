import { type Finding, ratioOf } from './finding.ts'
import { manyProductIds } from './many-products.ts'
import { answeredFrom, detailPaths, readAll } from './product-reads.ts'
import { inTurnWarm, type RunSettings } from './run-settings.ts'
import { startService, startVariant, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

/** Nothing stays fresh, so each answer is looked for in Valkey, read from PostgreSQL, and put into Valkey. */
const fromPostgres = { CACHE_FRESH_MS: '0', CACHE_SHARED_FRESH_MS: '1' }

/** GET of a product that no cache has, as it is after a start or for what is seldom asked for, beside one that the process has. */
export const measureProductFromPostgres = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const few = await detailPaths(stage)
    const many = (await manyProductIds(stage)).map((id) => `/api/products/${id}`)
    const hit = await keep(startService(stage, 'product'))
    const miss = await keep(startVariant(stage, 'product', fromPostgres))
    const results = await inTurnWarm(run.rounds, {
      ours: () => answeredFrom(miss, 'database', () => readAll(miss.port, many, run, miss.pid)),
      floor: () => readAll(hit.port, few, run, hit.pid),
    })
    return [
      ratioOf(
        'product GET, from PostgreSQL',
        { name: 'from PostgreSQL', unit: 'req/s', values: results.ours.map(({ perSecond }) => perSecond) },
        { name: 'in process', unit: 'req/s', values: results.floor.map(({ perSecond }) => perSecond) },
        { is: '≥', limit: 0.4 },
      ),
    ]
  })
