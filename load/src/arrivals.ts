import { checkoutLimits, pageLimits } from './client-policy.ts'
import type { Scenario } from './scenario.ts'

/** How k6 lets one kind of journey begin: at a rate, however long the shop takes (an open model). */
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

export type Journey = 'browse' | 'cart' | 'checkout'

/** Steps of a journey of each kind at most: thinking and a request. */
const steps: Record<Journey, number> = { browse: 5, cart: 5, checkout: 10 }

/** A checkout may take 30 s to its answer and some more to be read back; whoever has begun may end. */
const gracefulStopSeconds = 45

/** What a request takes when all is well, generously. */
const answerSeconds = 0.1

/** k6's arrival rates are whole numbers: given for this many seconds, a rate keeps two digits more. */
const unitSeconds = 100

export function arrivals(scenario: Scenario): Record<Journey, Arrivals> {
  const rate = scenario.checkoutsPerSecond
  return {
    browse: arrivalsOf('browse', rate * scenario.browsePerCheckout, scenario),
    cart: arrivalsOf('cart', rate * scenario.cartPerCheckout, scenario),
    checkout: arrivalsOf('checkout', rate, scenario),
  }
}

function arrivalsOf(journey: Journey, perSecond: number, scenario: Scenario): Arrivals {
  const visitors = Math.ceil(perSecond * longestStaySeconds(journey, scenario)) + 5
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
  const limits = journey === 'checkout' ? checkoutLimits : pageLimits
  return steps[journey] * (scenario.thinkMs.most / 1000 + answerSeconds) + limits.withinMs / 1000
}
