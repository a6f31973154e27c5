import { setTimeout as sleep } from 'node:timers/promises'
import { services } from '@saleday/local/parties'
import { residentMb } from '@saleday/local/process-cpu'
import type { Finding } from './finding.ts'
import { load } from './load.ts'
import type { RunSettings } from './run-settings.ts'
import { serviceLoads } from './service-loads.ts'
import { startShop, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

const goalMb = 150
/** A process writes what it has compiled a second after it is ready. */
const compiledAfterMs = 2_000
/** Memory grows for a while before it has its size. */
const durationFactor = 2

/** Resident memory of a process of each service when it was highest after each kind of load. */
export const measureMemory = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const customers = await stage.customers(200)
    const loads = await serviceLoads(stage, customers)
    // The image has its code compiled; a process that compiles it keeps what it needed for that.
    await withRunning(async (keepOnce) => {
      await startShop(stage, keepOnce, customers[0]!)
      await sleep(compiledAfterMs)
    })
    const started = await startShop(stage, keep, customers[0]!)
    const common = { connections: 8, warmUpMs: run.warmUpMs, durationMs: run.durationMs * durationFactor }
    const highest = new Map<string, number>()
    // One after the other: where all of them share a core, the hashing of passwords would be most of the load.
    for (const service of ['order', 'product', 'cart', 'auth'] as const) {
      const { at, requests, expect } = loads[service]
      await load({ ...common, port: started[at].port, requests, expect })
      for (const one of services) highest.set(one, Math.max(highest.get(one) ?? 0, residentMb(started[one].pid)))
    }
    return services.map((service) => ({
      name: `memory after load, ${service}`,
      unit: 'MB',
      values: [highest.get(service)!],
      goal: { is: '≤', limit: goalMb },
      sides: [],
    }))
  })
