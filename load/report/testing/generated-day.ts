import type { Phase } from '../../src/scenario.ts'
import type { TimetableEvent } from '../../src/timetable-event.ts'

/** How a made-up day ends. */
export type Ending = 'passed' | 'failed' | 'invalid'

/** A made-up day: what the crowd and the samples of it are drawn from. */
export type Day = {
  runId: string
  ending: Ending
  startAt: number
  checkoutsPerSecond: number
  phases: readonly Phase[]
  events: readonly TimetableEvent[]
  random: () => number
}

export const lengthOf = ({ phases }: Pick<Day, 'phases'>): number =>
  phases.reduce((sum, { seconds }) => sum + seconds, 0)

/** Of the full rate, in a second. */
export function shareAt({ phases }: Pick<Day, 'phases'>, second: number): number {
  let from = 0
  let share = phases[0]!.share
  for (const phase of phases) {
    if (second < from + phase.seconds) return share + ((phase.share - share) * (second - from)) / phase.seconds
    from += phase.seconds
    share = phase.share
  }
  return 0
}

/** What goes wrong does so for a while. */
const lastsMs: Readonly<Record<string, number>> = {
  bank: 10_000,
  postgres: 2_500,
  kill: 900,
  restart: 900,
  valkey: 900,
  'stop-node': 1_600,
}

/** The fault that is felt at a moment, or undefined. */
export function faultAt(events: readonly TimetableEvent[], at: number): TimetableEvent | undefined {
  return events.find((event) => event.hit !== null && at >= event.at && at < event.at + (lastsMs[event.kind] ?? 0))
}

/** The same for the same seed, as all of the run is. */
export const uuid = (random: () => number): string => {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5')
}
