import type { Options } from 'k6/options'
import { arrivals } from '../src/arrivals.ts'
import { statistics } from '../src/measure-names.ts'
import { crowdThresholds, shopThresholds } from '../src/thresholds.ts'
import { tell } from './measures.ts'
import { plan } from './plan.ts'

/** The crowd: journeys that begin at their rate whether the shop keeps up or not. Started by `npm run sale-day`. */
export const options: Options = {
  scenarios: arrivals(plan.scenario),
  thresholds: { ...shopThresholds(), ...crowdThresholds(plan.scenario) },
  summaryTrendStats: [...statistics],
  // Every visit is another person with a browser and a connection of their own.
  noVUConnectionReuse: true,
  userAgent: 'saleday-crowd',
}

export { browse } from './browse.ts'
export { cart } from './cart.ts'
export { checkout } from './checkout.ts'

/** Tells the driver when the clock of the timetable starts. */
export function setup(): void {
  tell({ saleday: 'start', at: Date.now() })
}

export function handleSummary(data: unknown): Record<string, string> {
  return { [plan.figuresFile]: JSON.stringify(data) }
}
