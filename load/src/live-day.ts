import type { LiveState } from './live-frame.ts'
import type { CrowdSample } from './record-crowd.ts'
import { rateAt, type Scenario } from './scenario.ts'
import type { TimetableEvent } from './timetable-event.ts'

/** The sale day that is under way, for those who look at the shop meanwhile: see the console. */
export type LiveDay = {
  /** Milliseconds since 1970: one that is old was left by a run that was killed. */
  at: number
  run: string
  scenario: { name: string; phases: readonly { name: string; seconds: number }[] }
  /** `waiting`: the crowd is on its way; `checking`: it has gone, and the books are audited. */
  state: 'waiting' | 'running' | 'checking'
  /** Since the crowd came. */
  elapsedMs: number | null
  /** Checkouts begun each second: what the scenario wants now, and what came lately. */
  wantedPerSecond: number
  begunPerSecond: number
  crowd: CrowdSample
  /** The last ones. */
  events: readonly TimetableEvent[]
}

/** Where others can read it. */
export type LiveBoard = {
  put(day: LiveDay): Promise<void>
  /** The day is over. */
  clear(): Promise<void>
}

/** It is written each second: what somebody who comes later wants to know, and not all of the day. */
const mostEvents = 20

export function liveDay(
  run: string,
  scenario: Scenario,
  state: Pick<LiveState, 'elapsedMs' | 'crowd' | 'arrivalsPerSecond' | 'events'>,
  isOver: boolean,
  at: number,
): LiveDay {
  const { elapsedMs, crowd, arrivalsPerSecond, events } = state
  return {
    at,
    run,
    scenario: { name: scenario.name, phases: scenario.phases.map(({ name, seconds }) => ({ name, seconds })) },
    state: isOver ? 'checking' : elapsedMs === undefined ? 'waiting' : 'running',
    elapsedMs: elapsedMs ?? null,
    wantedPerSecond: isOver || elapsedMs === undefined ? 0 : hundredths(rateAt(scenario, elapsedMs)),
    begunPerSecond: isOver ? 0 : hundredths(arrivalsPerSecond),
    crowd,
    events: events.slice(-mostEvents),
  }
}

const hundredths = (value: number): number => Math.round(value * 100) / 100
