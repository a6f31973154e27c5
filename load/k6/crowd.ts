import type { Options } from 'k6/options'
import { arrivals } from '../src/arrivals.ts'
import { statistics } from '../src/measure-names.ts'
import { crowdThresholds, shopThresholds } from '../src/thresholds.ts'
import { tell } from './measures.ts'
import { plan } from './plan.ts'

/** The crowd: visits that begin at their rate whether the shop keeps up or not. Started by `npm run sale-day`. */
export const options: Options = {
  scenarios: arrivals(plan.scenario),
  thresholds: { ...shopThresholds(), ...crowdThresholds(plan.scenario) },
  summaryTrendStats: [...statistics],
  // Every visit is another person with a browser and a connection of their own, which is kept for the visit.
  noVUConnectionReuse: true,
  // Nobody looks at figures by these; making them costs for each request.
  systemTags: ['name'],
  userAgent: 'saleday-crowd',
}

export { browse, search } from './browse.ts'
export { cart } from './cart.ts'
export { checkout } from './checkout.ts'
export { doorbuster } from './doorbuster.ts'
export { history } from './history.ts'

/** Tells the driver when the clock of the timetable starts. */
export function setup(): void {
  tell({ j: 'start', at: Date.now(), runId: plan.runId })
}

export function handleSummary(data: unknown): Record<string, string> {
  return { [plan.figuresFile]: JSON.stringify(data) }
}
