import { checkoutLimits, pageLimits } from './client-policy.ts'
import { type Journey, journeys, type Scenario } from './scenario.ts'

/** How k6 lets one kind of visit begin: at a rate, however long the shop takes (an open model). */
export type Arrivals = {
  executor: 'ramping-arrival-rate'
  exec: string
  startRate: number
  timeUnit: string
  preAllocatedVUs: number
  maxVUs: number
  stages: { target: number; duration: string }[]
  gracefulStop: string
}

/** A checkout may take 30 s to its answer and some more to be read back; whoever has begun may end. */
const gracefulStopSeconds = 45

/** What a request takes when all is well, generously. */
const answerSeconds = 0.1

/** k6's arrival rates are whole numbers: given for this many seconds, a rate keeps two digits more. */
const unitSeconds = 100

/** Of each kind of visit that there is in the scenario. */
export function arrivals(scenario: Scenario): Partial<Record<Journey, Arrivals>> {
  const wanted = journeys.filter((journey) => scenario.journeys[journey] > 0)
  return Object.fromEntries(wanted.map((journey) => [journey, arrivalsOf(journey, scenario)]))
}

function arrivalsOf(journey: Journey, scenario: Scenario): Arrivals {
  const perSecond = scenario.checkoutsPerSecond * scenario.journeys[journey]
  const fullest = Math.max(...scenario.phases.map(({ share }) => share))
  const visitors = Math.ceil(perSecond * fullest * longestStaySeconds(journey, scenario)) + 5
  return {
    executor: 'ramping-arrival-rate',
    exec: journey,
    startRate: 0,
    timeUnit: `${unitSeconds}s`,
    // All stand ready, since making one takes k6 a while in which arrivals are dropped. So an arrival that is dropped
    // speaks of k6 and its machine, never of a shop that stalls.
    preAllocatedVUs: visitors,
    maxVUs: visitors,
    stages: scenario.phases.map((phase) => ({
      target: Math.round(perSecond * phase.share * unitSeconds),
      duration: `${phase.seconds}s`,
    })),
    gracefulStop: `${gracefulStopSeconds}s`,
  }
}

/** Little's law: visitors in the shop = arrivals per second × seconds that each stays, here with one request that is given up. */
function longestStaySeconds(journey: Journey, scenario: Scenario): number {
  const buys = journey === 'checkout' || journey === 'doorbuster'
  const limits = buys ? checkoutLimits : pageLimits
  const meanThinkSeconds = (scenario.thinkMs.least + scenario.thinkMs.most) / 2000
  return steps(journey, scenario) * (meanThinkSeconds + answerSeconds) + limits.withinMs / 1000
}

/** Thinking and a request or two. A visitor looks at some products more than they buy. */
function steps(journey: Journey, { productsPerOrder }: Scenario): number {
  return { browse: 4, search: 3, cart: 4, checkout: productsPerOrder.most + 3, history: 2, doorbuster: 2 }[journey]
}
