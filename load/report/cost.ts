import { readFileSync } from 'node:fs'
import { plateau, type Scenario } from '../src/scenario.ts'
import type { Cost, Timeline } from './report-schema.ts'
import { mean, sum } from './series.ts'

type Prices = {
  /** The month in which they were looked up. */
  seen: string
  says: string
  machines: { name: string; vCpus: number; usdPerHour: number }[]
}
export const prices = JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as Prices

/** How busy machines may be so that load can grow until more of them have come: about what the autoscaler aims at. */
const busyShare = 0.6
/** In less time a figure would tell of chance, or of code that was not compiled yet. */
const leastSeconds = 30

/**
 * What the plateau took of the CPU, for each checkout that was answered in it: the checkout itself and the visits that
 * came with it. Null where the plateau is too short, nothing was sold, or nobody measured.
 */
export function costOf(scenario: Pick<Scenario, 'phases'>, timeline: Timeline): Cost | null {
  const { fromMs, toMs } = plateau(scenario)
  const from = Math.round(fromMs / 1000)
  const to = Math.min(Math.round(toMs / 1000), timeline.seconds)
  const checkouts = sum(Object.values(timeline.outcomes).flatMap((counts) => counts.slice(from, to)))
  if (to - from < leastSeconds || checkouts === 0) return null

  const perSecond = checkouts / (to - from)
  const cpuMs = (series: readonly (number | null)[]): number | null => {
    const percent = mean(series.slice(from, to))
    return percent === null ? null : (percent * 10) / perSecond
  }
  const ofShop = Object.entries(timeline.services).filter(([name]) => name !== 'bank')
  const services = costsOf(ofShop, ({ cpuPercent }) => cpuMs(cpuPercent))
  if (Object.keys(services).length === 0) return null
  const databases = costsOf(Object.entries(timeline.databases ?? {}), (series) => cpuMs(series))
  const totalCpuMs = sum([...Object.values(services), ...Object.values(databases)])

  const product = timeline.services.product
  const productRequests = product && mean(product.requestsPerSecond.slice(from, to))
  const productCpuMs = services.product
  return {
    seconds: to - from,
    checkouts,
    services,
    databases,
    totalCpuMs,
    thousandProductRequestsCpuMs:
      productRequests && productCpuMs !== undefined ? (productCpuMs * perSecond * 1_000) / productRequests : null,
    busyShare,
    million: prices.machines.map(({ name, vCpus, usdPerHour }) => ({
      name,
      usd: ((totalCpuMs * 1e6) / 3_600_000) * (usdPerHour / vCpus / busyShare),
    })),
  }
}

function costsOf<T>(all: [string, T][], of: (one: T) => number | null): Record<string, number> {
  return Object.fromEntries(
    all.flatMap(([name, one]) => {
      const cost = of(one)
      return cost === null ? [] : [[name, cost]]
    }),
  )
}
