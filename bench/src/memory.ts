import { services } from '@saleday/local/parties'
import { checkoutRequests } from './checkout-requests.ts'
import { residentMb } from './cpu.ts'
import type { Finding } from './finding.ts'
import { load } from './load.ts'
import type { PlannedRequest } from './load-plan.ts'
import { loggingIn } from './logins.ts'
import { detailPaths } from './product-reads.ts'
import type { RunSettings } from './run-settings.ts'
import { type Started, startService, untilServing, withRunning } from './services.ts'
import type { Customer, Stage } from './stage.ts'

const goalMb = 150
/** Memory grows for a while before it has its size. */
const durationFactor = 2

/** Resident memory of a process of each service when it was highest after each kind of load. */
export const measureMemory = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const customers = await stage.customers(200)
    const requests = await checkoutRequests(stage, customers)
    const paths = await detailPaths(stage)
    await keep(startService(stage, 'bank', {}, 'databases'))
    const started = {} as Record<(typeof services)[number], Started>
    for (const service of services)
      started[service] = await keep(
        startService(stage, service, service === 'order' ? { SHIP_AFTER_SECONDS: '0' } : {}),
      )
    await untilServing(started.order.port, '/api/orders', customers[0]!)
    await untilServing(started.cart.port, '/api/cart', customers[0]!)
    const common = { connections: 8, warmUpMs: run.warmUpMs, durationMs: run.durationMs * durationFactor }
    const highest = new Map<string, number>()
    // One after the other: where all of them share a core, the hashing of passwords would be most of the load.
    for (const plan of [
      { port: started.order.port, requests, expect: [201] },
      { port: started.product.port, requests: browsing(paths), expect: [200] },
      { port: started.cart.port, requests: filling(customers, paths), expect: [200] },
      { port: started.auth.port, requests: loggingIn(customers), expect: [200] },
    ]) {
      await load({ ...common, ...plan })
      for (const service of services)
        highest.set(service, Math.max(highest.get(service) ?? 0, residentMb(started[service].pid)))
    }
    return services.map((service) => ({
      name: `memory after load, ${service}`,
      unit: 'MB',
      values: [highest.get(service)!],
      goal: { is: '≤', limit: goalMb },
      sides: [],
    }))
  })

/** Products, and pages of lists of every length. */
const browsing = (paths: readonly string[]): PlannedRequest[] =>
  paths.flatMap((path, at) => [{ path }, { path: `/api/products?limit=${1 + (at % 100)}` }])

const filling = (customers: readonly Customer[], paths: readonly string[]): PlannedRequest[] =>
  customers.map(({ accessToken }, at) => ({
    method: 'PUT',
    path: `/api/cart/items/${paths[at % paths.length]!.split('/').at(-1)}`,
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: '{"quantity":2}',
  }))
