import { historySeconds, type Outcome, outcomes, type Point, type PointOfService } from '../src/frame.ts'

/** Values of the last ten minutes, the oldest first; null where nothing was measured. */
export type Bins = (number | null)[]

/**
 * When bins end that hold the ten minutes up to `at`. They end at multiples of their length, so that a value stays in its bin while
 * time goes on: a line that is drawn of them moves and does not flicker.
 */
export function binEnds(at: number, binMs: number): number[] {
  const last = Math.ceil(at / binMs) * binMs
  const length = Math.round((historySeconds * 1000) / binMs)
  return Array.from({ length }, (_, index) => last - (length - 1 - index) * binMs)
}

/** Which bin a moment is in; below 0 where it is too old. */
export const binOf = (ends: readonly number[], at: number): number =>
  ends.length - 1 - Math.floor((ends[ends.length - 1]! - at) / (ends[1]! - ends[0]!))

export type Lines = { requests: Bins; p95: Bins; errors: Bins; scaling: Bins }

/** The highest value of each bin, of each service by name: what lasted for one second must be seen too. */
export function serviceLines(
  points: readonly Point[],
  ends: readonly number[],
  names: readonly string[],
): ReadonlyMap<string, Lines> {
  const empty = (): Bins => new Array(ends.length).fill(null)
  const lines = names.map((): Lines => ({ requests: empty(), p95: empty(), errors: empty(), scaling: empty() }))
  for (const { at, services } of points) {
    const bin = binOf(ends, at)
    if (bin < 0) continue
    for (let index = 0; index < names.length; index++) {
      const service = services[names[index]!]
      if (service !== undefined) raiseAll(lines[index]!, bin, service)
    }
  }
  return new Map(names.map((name, index) => [name, lines[index]!]))
}

function raiseAll(lines: Lines, bin: number, service: PointOfService): void {
  raise(lines.requests, bin, service.requestsPerSecond)
  raise(lines.p95, bin, service.p95Ms)
  raise(lines.errors, bin, service.errorsPerSecond)
  for (const share of service.scaling) raise(lines.scaling, bin, share)
}

function raise(bins: Bins, bin: number, value: number | null): void {
  if (value !== null && value >= (bins[bin] ?? 0)) bins[bin] = value
}

/** How many checkouts of each outcome there were each second. */
export type Rates = Record<Rated, Bins>
export const rated = outcomes.filter((outcome) => outcome !== 'undecided')
export type Rated = Exclude<Outcome, 'undecided'>

export function outcomeRates(points: readonly Point[], ends: readonly number[]): Rates {
  const seconds = ends.map(() => 0)
  const counts = rated.map(() => ends.map(() => 0))
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1]!
    const to = points[index]!
    const bin = binOf(ends, to.at)
    // Where a total has fallen another day has begun.
    if (bin < 0 || rated.some((outcome) => totalOf(to, outcome) < totalOf(from, outcome))) continue
    seconds[bin]! += (to.at - from.at) / 1000
    for (let each = 0; each < rated.length; each++)
      counts[each]![bin]! += totalOf(to, rated[each]!) - totalOf(from, rated[each]!)
  }
  const rates = counts.map((line) => line.map((sum, bin) => (seconds[bin] === 0 ? null : sum / seconds[bin]!)))
  return Object.fromEntries(rated.map((outcome, each) => [outcome, rates[each]!])) as Rates
}

const totalOf = ({ totals }: Point, outcome: Rated): number => totals[outcome] ?? 0
