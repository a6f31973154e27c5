import type { Priority } from '@saleday/contracts/route'
import { Counter, Gauge, type Registry } from 'prom-client'
import { commonProblem } from './problem.ts'

/** The share of the limit at which browsing is refused, so that room is left for checkout. */
const browseShare = 0.6

/** Counts requests in flight, and refuses new ones when there are too many: browsing first, checkout last, `always` never. */
export type Admission = {
  /** @throws ProblemError overloaded */
  enter(priority: Priority): void
  leave(): void
}

/** @param maxInFlight the number of requests in the process past which checkout is refused too */
export function admission(maxInFlight: number, metrics: Registry): Admission {
  let inFlight = 0
  const limits: Record<Priority, number> = {
    browse: Math.max(1, Math.floor(maxInFlight * browseShare)),
    checkout: maxInFlight,
    always: Number.POSITIVE_INFINITY,
  }
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests refused because the process had too many, by priority',
    labelNames: ['priority'],
    registers: [metrics],
  })
  new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests being worked on, without event streams',
    registers: [metrics],
    collect() {
      this.set(inFlight)
    },
  })
  return {
    enter(priority) {
      if (inFlight >= limits[priority]) {
        shed.inc({ priority })
        throw commonProblem('overloaded', 'Too many customers at once; try again in a moment.')
      }
      inFlight++
    },
    leave() {
      inFlight--
    },
  }
}
