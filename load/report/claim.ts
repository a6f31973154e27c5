import type { TimetableEvent } from '../src/timetable-event.ts'
import { type Checkout, isFailed } from './read-journal.ts'
import type { Report } from './report-schema.ts'

/** How many checkouts were sent and had no answer at a moment. */
export function inFlightAt(checkouts: readonly Checkout[], at: number): Checkout[] {
  return checkouts.filter((checkout) => checkout.at <= at && (checkout.end === null || checkout.end.at > at))
}

/**
 * What the kills of a run show, as far as statistics allow: no failure in n independent tries bounds the rate at 3/n with
 * 95 % confidence (the rule of three, which is a little more than the exact bound).
 * Each checkout counts once, however many kills it saw. One that the end of a run cut off was never tried to its end. A kill
 * with no checkout in flight does not count, nor does one of a process that had no request in it.
 */
export function claimOf(
  events: readonly (Pick<TimetableEvent, 'hit' | 'at'> & { kind: string; inFlight?: number | null })[],
  checkouts: readonly Checkout[],
  endedByHand: boolean,
): Report['verdict']['claim'] {
  const allKills = events.filter(({ kind, hit }) => kind === 'kill' && hit !== null)
  if (allKills.length === 0) return null
  const kills = allKills.filter(({ inFlight, at }) => inFlight !== 0 && inFlightAt(checkouts, at).length > 0)
  const hit = new Set(kills.flatMap(({ at }) => inFlightAt(checkouts, at)))
  const tried = [...hit].filter(({ end }) => end !== null || !endedByHand)
  const failures = tried.filter(({ end }) => end === null || isFailed(end.outcome)).length
  const n = tried.length
  const rateBelow = failures === 0 && n >= 3 ? 3 / n : null
  return { kills: kills.length, checkouts: n, failures, rateBelow, says: inWords(n, failures, rateBelow) }
}

function inWords(n: number, failures: number, rateBelow: number | null): string {
  if (n === 0) return 'No checkout was in flight at a kill, so that the kills show nothing.'
  const seen = `${failures} ${failures === 1 ? 'failure' : 'failures'} in ${n.toLocaleString('en')} ${n === 1 ? 'checkout that was' : 'checkouts that were'} in flight at a kill`
  if (failures > 0) return `${seen}.`
  if (rateBelow === null) return `${seen}: too few to claim a rate.`
  return `${seen}: the failure rate is below ${percent(rateBelow)} with 95 % confidence, if they are independent.`
}

export const percent = (share: number): string => {
  const value = share * 100
  return `${value >= 10 ? value.toFixed(0) : value.toPrecision(2)} %`
}
