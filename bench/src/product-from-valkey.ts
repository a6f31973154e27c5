import { type Finding, ratioOf } from './finding.ts'
import { answeredFrom, detailPaths, readAll } from './product-reads.ts'
import { inTurnWarm, type RunSettings } from './run-settings.ts'
import { metricOf, type Started, startService, startVariant, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

/** Each answer is read from Valkey, where it stays for as long as the measure takes. */
const fromValkey = { CACHE_FRESH_MS: '0', CACHE_SHARED_FRESH_MS: '60000' }

/** GET of a product that Valkey has, beside one that the process has. */
export const measureProductFromValkey = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const paths = await detailPaths(stage)
    const hit = await keep(startService(stage, 'product'))
    const valkey = await keep(startVariant(stage, 'product', fromValkey))
    await fillValkey(valkey, paths)
    const results = await inTurnWarm(run.rounds, {
      ours: () => answeredFrom(valkey, 'valkey', () => readAll(valkey.port, paths, run, valkey.pid)),
      floor: () => readAll(hit.port, paths, run, hit.pid),
    })
    return [
      ratioOf(
        'product GET, from Valkey',
        { name: 'from Valkey', unit: 'req/s', values: results.ours.map(({ perSecond }) => perSecond) },
        { name: 'in process', unit: 'req/s', values: results.floor.map(({ perSecond }) => perSecond) },
        { is: '≥', limit: 0.85 },
      ),
    ]
  })

/** Once is enough where the machine is quiet; a cache that does not answer at once is left alone for a second. */
async function fillValkey(product: Started, paths: readonly string[]): Promise<void> {
  const loaded = () => metricOf(product, 'saleday_catalogue_answers_total', 'source="database"')
  for (let attempt = 0; attempt < 5; attempt++) {
    const before = await loaded()
    for (const path of paths) await (await fetch(`http://127.0.0.1:${product.port}${path}`)).arrayBuffer()
    if ((await loaded()) === before) return
  }
  throw new Error('Valkey did not keep the products that were put into it')
}
