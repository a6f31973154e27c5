/** A sale day as it is planned. Pure: the driver and k6 both read it. */
export type Scenario = {
  name: string
  says: string
  /** Checkout journeys that begin each second while the plateau lasts. */
  checkoutsPerSecond: number
  /** Checkouts that must really be sent each second of the plateau, so that the run counts. */
  leastCheckoutsPerSecond: number
  /** Other requests that must be sent for each checkout of the plateau, so that the run counts. */
  leastOthersPerCheckout: number
  /** Journeys that begin for each checkout journey. */
  browsePerCheckout: number
  cartPerCheckout: number
  phases: readonly Phase[]
  thinkMs: Range
  productsPerOrder: Range
  unitsPerProduct: Range
  /** Share of checkouts with a card that the bank declines, 0 to 1. */
  declinedShare: number
}

/** The rate goes in a straight line to `share` of the full one; the longest phase that begins and ends at 1 is the plateau. */
export type Phase = { name: string; seconds: number; share: number }

export type Range = { least: number; most: number }

/** The scenario with another rate; what it asks for at least changes in proportion. */
export function withRate(scenario: Scenario, checkoutsPerSecond: number): Scenario {
  const leastCheckoutsPerSecond = (scenario.leastCheckoutsPerSecond * checkoutsPerSecond) / scenario.checkoutsPerSecond
  return { ...scenario, checkoutsPerSecond, leastCheckoutsPerSecond }
}

export function lengthSeconds(scenario: Scenario): number {
  return scenario.phases.reduce((sum, phase) => sum + phase.seconds, 0)
}

/** When the plateau begins and ends, in milliseconds from the start of the crowd. */
export function plateau(scenario: Scenario): { fromMs: number; toMs: number } {
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

/** How many checkout journeys begin in all: the area under the rate. */
export function checkoutJourneys(scenario: Scenario): number {
  let share = 0
  let seconds = 0
  for (const phase of scenario.phases) {
    seconds += ((share + phase.share) / 2) * phase.seconds
    share = phase.share
  }
  return Math.ceil(seconds * scenario.checkoutsPerSecond)
}
