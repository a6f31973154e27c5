import type { PlannedEvent } from './planned-event.ts'

/** A sale day as it is planned: a file of `scenarios/`, read and checked. Pure: the driver and k6 both read it. */
export type Scenario = {
  name: string
  says: string
  /** Checkout journeys that begin each second while the plateau lasts, where `journeys.checkout` is 1. */
  checkoutsPerSecond: number
  /** Checkouts that must really be sent each second of the plateau, so that the run counts. */
  leastCheckoutsPerSecond: number
  /** Other requests that must be sent for each checkout of the plateau, so that the run counts. */
  leastOthersPerCheckout: number
  /** Visits of each kind that begin, as multiples of `checkoutsPerSecond`. */
  journeys: Readonly<Record<Journey, number>>
  phases: readonly Phase[]
  thinkMs: Range
  productsPerOrder: Range
  unitsPerProduct: Range
  /** Share of checkouts with a card that the bank declines, 0 to 1. */
  declinedShare: number
  /** Units of the doorbuster on hand when the doors open, at least; exactly where it is to be sold out. */
  doorbusterStock: number
  /** All of the doorbuster is sold, to the last unit, and everybody else is told that it is sold out. */
  expectSoldOut: boolean
  /**
   * A checkout or another request may go without an answer in its time, as where half of the machines are lost; what became of it the books
   * must tell.
   */
  lateAllowed: boolean
  events: readonly PlannedEvent[]
}

export const journeys = ['browse', 'search', 'cart', 'checkout', 'history', 'doorbuster'] as const
export type Journey = (typeof journeys)[number]

/** The rate goes in a straight line to `share` of the full one; the longest phase that begins and ends at 1 is the plateau. */
export type Phase = { name: string; seconds: number; share: number }

export type Range = { least: number; most: number }

/** The scenario with another rate; what it asks for at least changes in proportion. */
export function withRate(scenario: Scenario, checkoutsPerSecond: number): Scenario {
  const leastCheckoutsPerSecond = (scenario.leastCheckoutsPerSecond * checkoutsPerSecond) / scenario.checkoutsPerSecond
  return { ...scenario, checkoutsPerSecond, leastCheckoutsPerSecond }
}

export function lengthSeconds(scenario: Pick<Scenario, 'phases'>): number {
  return scenario.phases.reduce((sum, phase) => sum + phase.seconds, 0)
}

/** When the plateau begins and ends, in milliseconds from the start of the crowd. */
export function plateau(scenario: Pick<Scenario, 'phases'>): { fromMs: number; toMs: number } {
  let best = { fromMs: 0, toMs: 0 }
  let atMs = 0
  let share = 0
  for (const phase of scenario.phases) {
    const endMs = atMs + phase.seconds * 1000
    if (share === 1 && phase.share === 1 && endMs - atMs > best.toMs - best.fromMs) best = { fromMs: atMs, toMs: endMs }
    atMs = endMs
    share = phase.share
  }
  return best
}

/** Checkouts that are wanted each second at that moment from the start of the crowd. */
export function rateAt(scenario: Scenario, elapsedMs: number): number {
  const { checkout, doorbuster } = scenario.journeys
  const full = scenario.checkoutsPerSecond * (checkout + doorbuster)
  let endMs = 0
  let share = 0
  for (const phase of scenario.phases) {
    const startMs = endMs
    endMs += phase.seconds * 1000
    if (elapsedMs < endMs) return full * (share + ((phase.share - share) * (elapsedMs - startMs)) / (endMs - startMs))
    share = phase.share
  }
  return 0
}

/** How many visits of a kind begin in all: the area under the rate. */
export function visits(scenario: Scenario, journey: Journey): number {
  let share = 0
  let seconds = 0
  for (const phase of scenario.phases) {
    seconds += ((share + phase.share) / 2) * phase.seconds
    share = phase.share
  }
  return Math.ceil(seconds * scenario.checkoutsPerSecond * scenario.journeys[journey])
}

/** Visits that end with a checkout, each. */
export function checkoutVisits(scenario: Scenario): number {
  return visits(scenario, 'checkout') + visits(scenario, 'doorbuster')
}
