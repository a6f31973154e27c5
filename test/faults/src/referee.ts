import type { StruckService } from './list-failpoints.ts'
import type { Action, Arrival, Side } from './messages.ts'

/** One side of a failpoint. */
export type Place = { service: StruckService; name: string; side: Side }
/** What happens to the process that comes there next. `pass`: nothing, it is a later arrival that is meant. */
export type Strike = Place & { action: Action }

export type Referee = ReturnType<typeof makeReferee>

export const placeText = ({ service, name, side }: Place): string => `${service} ${name} ${side}`

/** Asked all the time, mostly in vain: one that finds nothing has no effect, and before an order it is not this order's. */
const isClaim = (name: string): boolean => /^db\.(claim|take_)/.test(name)

/** Decides, for all processes, what happens at each failpoint: strikes come in their order, each once. */
export function makeReferee() {
  let plan: Strike[] = []
  let holds: readonly Place[] = []
  let underway = false
  const seen = new Map<string, number>()
  /** Strikes that wait for something that happens once a minute, whatever goes on meanwhile. Each list in its order. */
  const ambient: Strike[][] = []

  const isAt = (place: Place | undefined, service: StruckService, { name, side }: Arrival): boolean =>
    place?.service === service && place.name === name && place.side === side

  return {
    ambient,
    seen,
    /** What a run of a scenario will suffer, one after the other; and what gets no answer until `release`. */
    begin(strikes: readonly Strike[], held: readonly Place[]): void {
      plan = [...strikes]
      holds = held
      underway = false
      seen.clear()
    },
    release(): void {
      holds = []
    },
    /** Strikes that have not come yet. */
    left: (): readonly Strike[] => plan,

    decide(service: StruckService, arrival: Arrival): Action {
      const { name, side, rows } = arrival
      if (name === 'db.insert_order' && side === 'after') underway = true
      if (isClaim(name) && (side === 'after' ? rows === 0 : !underway)) return 'pass'
      const place = placeText({ service, name, side })
      seen.set(place, (seen.get(place) ?? 0) + 1)
      for (const strikes of ambient) if (isAt(strikes[0], service, arrival)) return strikes.shift()!.action
      if (isAt(plan[0], service, arrival)) return plan.shift()!.action
      return holds.some((hold) => isAt(hold, service, arrival)) ? 'lose' : 'pass'
    },
  }
}
