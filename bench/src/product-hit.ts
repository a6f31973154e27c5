import { median } from './figures.ts'
import { type Finding, ratioOf } from './finding.ts'
import { load } from './load.ts'
import { startFloor } from './processes.ts'
import { answeredFrom, busyOf, detailPaths, readAll } from './product-reads.ts'
import { inTurnWarm, type RunSettings } from './run-settings.ts'
import { startService, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

/** GET of one product that the process has in memory, beside Node's own server with the same bytes. */
export const measureProductHit = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const paths = (await detailPaths(stage)).slice(0, 1)
    const product = await keep(startService(stage, 'product'))
    const body = await (await fetch(`http://127.0.0.1:${product.port}${paths[0]}`)).text()
    const floor = await keep(startFloor('bare-http', { BODY: body }))
    const results = await inTurnWarm(run.rounds, {
      ours: () => answeredFrom(product, 'process', () => readAll(product.port, paths, run, product.pid)),
      floor: () => readAll(floor.port, paths, run, floor.pid),
    })
    const rate = Math.round(median(results.ours.map(({ perSecond }) => perSecond)) / 2)
    const atHalf = await load({
      port: product.port,
      connections: 128,
      ratePerSecond: rate,
      warmUpMs: run.warmUpMs,
      durationMs: run.durationMs,
      requests: [{ path: paths[0]! }],
      expect: [200],
    })
    const busy = (side: keyof typeof results) => Math.min(...results[side].map(busyOf))
    return [
      ratioOf(
        'product GET, in process',
        { name: 'product', unit: 'req/s', values: results.ours.map(({ perSecond }) => perSecond) },
        { name: 'bare node:http', unit: 'req/s', values: results.floor.map(({ perSecond }) => perSecond) },
        { is: '≥', limit: 0.55 },
        [
          `at half of that, ${rate}/s: p50 ${atHalf.p50Ms.toFixed(2)} ms, p99 ${atHalf.p99Ms.toFixed(2)} ms`,
          `busy at the least: product ${busy('ours')} %, floor ${busy('floor')} %; below 90 % the generator was the limit`,
        ],
      ),
    ]
  })
