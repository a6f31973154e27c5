import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { seededRandom } from '@saleday/load/seeded-random'
import { repository } from '@saleday/local/repository'
import { checkoutRequests } from './checkout-requests.ts'
import { short } from './figures.ts'
import type { Finding } from './finding.ts'
import { type Curve, growthPlot } from './growth-plot.ts'
import { hasImages, startLimited } from './limited.ts'
import { load } from './load.ts'
import type { PlannedRequest } from './load-plan.ts'
import { detailPaths } from './product-reads.ts'
import type { RunSettings } from './run-settings.ts'
import { startShop, untilServing, withRunning } from './services.ts'
import { simulateGrowth } from './simulate-growth.ts'
import type { Stage } from './stage.ts'

const replicas = [1, 2, 4, 8]
const connectionsOfEach = 4
/** Beyond what can be measured, by simulation: replicas of a whole core beside a server of PostgreSQL with eight. */
const beyond = { most: 256, cpus: 1, postgresCores: 8 }
/** As many as one replica lets in. */
const callersBeyond = 32
const plotFile = join(repository, 'bench/results/growth.svg')
/** Of what as many replicas would do that are not in each other's way. */
const goal = { is: '≥', limit: 0.9 } as const

type Growing = {
  service: 'product' | 'order'
  /** What each replica gets of a core. */
  cpus: number
  requests: readonly PlannedRequest[]
  expect: readonly number[]
  untilServing(port: number): Promise<void>
}
type Grown = { count: number; perSecond: number; replicaMs: number; postgresMs: number }

/**
 * The rate with 1, 2, 4 and 8 replicas, each of which has a small part of a core, as a limit in a cluster gives it, so
 * that two cores suffice for all of them: checkouts at order, whose neighbours have no limit, and views at product.
 */
export async function measureGrowth(stage: Stage, run: RunSettings): Promise<Finding[]> {
  if (!(await hasImages('product', 'order'))) {
    process.stdout.write('\ngrowth is left out: Docker has no images of the shop. npm run kind:up makes them.\n')
    return []
  }
  return await withRunning(async (keep) => {
    const customers = await stage.customers(200)
    const checkouts: Growing = {
      service: 'order',
      cpus: 0.04,
      requests: await checkoutRequests(stage, customers),
      expect: [201],
      untilServing: (port) => untilServing(port, '/api/orders', customers[0]!),
    }
    const paths = await detailPaths(stage)
    const views: Growing = {
      service: 'product',
      cpus: 0.1,
      requests: paths.map((path) => ({ path })),
      expect: [200],
      untilServing: async () => undefined,
    }
    const shop = await startShop(stage, keep, customers[0]!)
    const findings: Finding[] = []
    const curves: Curve[] = []
    // Views come last, since a checkout needs the product that has no limit.
    for (const [name, growing] of [
      ['checkouts at order', checkouts],
      ['views at product', views],
    ] as const) {
      // The one without a limit would do the work of all workers.
      await shop[growing.service].stop()
      const grown = await grow(stage, growing, run)
      findings.push(finding(name, growing.cpus, grown))
      curves.push(curveOf(name, growing.cpus, grown))
    }
    mkdirSync(dirname(plotFile), { recursive: true })
    writeFileSync(plotFile, growthPlot(curves))
    return findings
  })
}

const grow = (stage: Stage, growing: Growing, { warmUpMs, durationMs }: RunSettings): Promise<Grown[]> =>
  withRunning(async (keep) => {
    const { service, cpus, requests, expect } = growing
    const started: { pid: number; port: number }[] = []
    const grown: Grown[] = []
    for (const count of replicas) {
      while (started.length < count) {
        const one = await keep(startLimited(stage, service))
        await growing.untilServing(one.port)
        await load({
          requests,
          expect,
          connections: connectionsOfEach,
          port: one.port,
          warmUpMs: 0,
          durationMs: 2 * durationMs,
        })
        await one.limit(cpus)
        started.push(one)
      }
      const connections = connectionsOfEach * count
      const plan = { requests, expect, connections, port: started.map(({ port }) => port) }
      const watch = { replicas: started.map(({ pid }) => pid), postgres: [stage.pids.postgres] }
      const { answers, perSecond, cpuMs } = await load({ ...plan, warmUpMs, durationMs: 2 * durationMs, watch })
      grown.push({ count, perSecond, replicaMs: cpuMs.replicas! / answers, postgresMs: cpuMs.postgres! / answers })
    }
    return grown
  })

function finding(name: string, cpus: number, grown: readonly Grown[]): Finding {
  const first = grown[0]!
  const last = grown.at(-1)!
  return {
    name: `growth, ${name}: ${last.count} replicas beside ${last.count} times one`,
    unit: '×',
    values: [last.perSecond / (last.count * first.perSecond)],
    goal,
    sides: grown.map(({ count, perSecond }) => ({ name: `${count} × ${cpus} core`, unit: '/s', values: [perSecond] })),
    notes: grown.map(
      ({ count, replicaMs, postgresMs }) =>
        `with ${count}: ${short(replicaMs)} CPU-ms of the replicas for each, ${short(postgresMs)} of PostgreSQL`,
    ),
  }
}

/** The measured rates as if each replica had a core, and the simulation of it with what the largest number cost. */
function curveOf(title: string, cpus: number, grown: readonly Grown[]): Curve {
  const { replicaMs, postgresMs } = grown.at(-1)!
  const cost = { replicaMs, postgresMs }
  const counts: number[] = []
  for (let replicas = 1; replicas <= beyond.most; replicas *= 2) counts.push(replicas)
  return {
    title,
    measured: grown.map(({ count, perSecond }) => ({ replicas: count, perSecond: perSecond / cpus })),
    simulated: counts.map((replicas) => {
      const { cpus, postgresCores } = beyond
      const shop = { replicas, cpus, postgresCores, callersOfEach: callersBeyond }
      return { replicas, perSecond: simulateGrowth(cost, shop, seededRandom(title, replicas)) }
    }),
    limit: (1_000 * beyond.postgresCores) / postgresMs,
  }
}
