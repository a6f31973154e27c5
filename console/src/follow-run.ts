import type { LiveDay } from '@saleday/load/live-day'
import { type Checkouts, historySeconds, type Run, type TimelineEvent } from './frame.ts'
import { eventOfDay } from './timeline.ts'

/** A harness that has not written for so long was killed. By the console's clock: the harness may run on another machine. */
const silentMs = 15_000

export type RunSeen = { run: Run; totals: Checkouts['totals']; failedCustomers: number }

/** Follows sale days as their harness tells of them, and keeps the last one for ten minutes after its end. */
export function followRun() {
  let day: LiveDay | undefined
  let seenAt = 0
  let overAt: number | undefined
  let lastTold: { at: number; heardAt: number } | undefined

  function isSilent({ at }: LiveDay, now: number): boolean {
    if (lastTold?.at !== at) lastTold = { at, heardAt: now }
    return now - lastTold.heardAt > silentMs
  }

  return {
    /** @returns what the day has done since, also its beginning and end */
    take(told: LiveDay | undefined, now: number): TimelineEvent[] {
      const present = told !== undefined && !isSilent(told, now) ? told : undefined
      const events: TimelineEvent[] = []
      if (day !== undefined && overAt === undefined && present?.run !== day.run) {
        overAt = now
        events.push(whole(day, seenAt, now))
      }
      if (present !== undefined) {
        // One that was silent for a while, as on a machine that slept, goes on.
        overAt = undefined
        if (present.run !== day?.run) {
          seenAt = now
          events.push(whole(present, now, null))
        }
        day = present
        events.push(...present.events.map((event) => eventOfDay(present.run, event)))
      }
      if (overAt !== undefined && now - overAt > historySeconds * 1000) day = undefined
      return events
    },
    now: (): RunSeen | undefined => day && seenOf(day, overAt !== undefined),
  }
}

const whole = ({ run, scenario }: LiveDay, at: number, endedAt: number | null): TimelineEvent => ({
  id: run,
  at,
  endedAt,
  kind: 'run',
  by: 'sale-day',
  subject: null,
  says: `the sale day "${scenario.name}"`,
  kubectl: null,
})

function seenOf(day: LiveDay, isOver: boolean): RunSeen {
  const { checkouts, failures, underWay } = day.crowd
  const failed = checkouts.shed + checkouts.failed + checkouts.unknown
  return {
    run: runOf(day, isOver),
    totals: {
      confirmed: checkouts.confirmed,
      soldOut: checkouts.sold_out,
      declined: checkouts.declined,
      refused: checkouts.price_changed + checkouts.timed_out,
      undecided: underWay,
      failed,
    },
    failedCustomers: failed + failures,
  }
}

function runOf(
  { at, run, scenario, state, elapsedMs, wantedPerSecond, begunPerSecond }: LiveDay,
  isOver: boolean,
): Run {
  const { name, phases } = scenario
  const isRunning = state === 'running' && !isOver
  return {
    id: run,
    name,
    state: isOver ? 'over' : state,
    phase: isRunning && elapsedMs !== null ? phaseOf(phases, elapsedMs / 1000) : null,
    phases,
    elapsedSeconds: (elapsedMs ?? 0) / 1000,
    lengthSeconds: phases.reduce((sum, { seconds }) => sum + seconds, 0),
    startedAt: elapsedMs === null ? null : at - elapsedMs,
    wantedPerSecond: isRunning ? wantedPerSecond : null,
    begunPerSecond: isRunning ? begunPerSecond : null,
  }
}

/** @returns null after the last one, when the last answers are waited for */
function phaseOf(phases: Run['phases'], elapsedSeconds: number): Run['phase'] {
  let startSeconds = 0
  for (const { name, seconds } of phases) {
    if (elapsedSeconds < startSeconds + seconds) return { name, elapsedSeconds: elapsedSeconds - startSeconds, seconds }
    startSeconds += seconds
  }
  return null
}
