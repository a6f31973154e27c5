import { setTimeout as delay } from 'node:timers/promises'
import type { PlannedEvent } from './planned-event.ts'
import { actions, type Hit, type Outcome, type TimetableParts } from './timetable-actions.ts'
import type { TimetableEvent } from './timetable-event.ts'

export type { TimetableEvent } from './timetable-event.ts'

export type Timetable = {
  /** Drops what has not happened, puts back what was changed, switches the bank's faults off, and gives what did happen. */
  stop(): Promise<readonly TimetableEvent[]>
}

const usualReplacedWithinMs = 60_000
const lookEveryMs = 40

/**
 * Does to the shop what is planned, each thing at its time.
 * @param startedAt when the crowd started, in milliseconds since 1970
 * @param onEvent called when a thing has been done; its `replacedMs` comes later
 */
export function runTimetable(
  parts: TimetableParts & {
    events: readonly PlannedEvent[]
    startedAt: number
    random: () => number
    onEvent: (event: TimetableEvent) => void
  },
): Timetable {
  const { events, startedAt, random, checkoutsInFlight, onEvent } = parts
  const happened: TimetableEvent[] = []
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  const act = actions(parts)

  // Drawn beforehand: what an event hits must not depend on which of two was quicker.
  const draws = events.map(() => random())
  const timers = events.map((planned, index) =>
    setTimeout(
      () => {
        const work = happen(planned, draws[index]!).finally(() => underWay.delete(work))
        underWay.add(work)
      },
      Math.max(0, startedAt + planned.atMs - Date.now()),
    ),
  )

  async function happen(planned: PlannedEvent, draw: number): Promise<void> {
    const event = newEvent(planned)
    const moment = (): void => {
      event.at = Date.now()
      event.checkoutsInFlight = checkoutsInFlight()
    }
    const hit = await act(planned, { moment, ending: stopping.signal, draw }).catch(
      (error: Error): Hit => missed(planned, error),
    )
    const { id, says, inFlight, details, service = event.service } = hit
    Object.assign(event, { hit: id, says, inFlight, details, service })
    happened.push(event)
    onEvent(event)
    // Where it ends by itself, the run waits for that.
    await Promise.all([measureReplacement(event, hit), tellOutcome(event, hit)])
  }

  async function measureReplacement(event: TimetableEvent, { isReplaced, replacedWithinMs }: Hit): Promise<void> {
    if (isReplaced !== undefined) event.replacedMs = await timeUntil(isReplaced, event.at, replacedWithinMs)
  }

  async function tellOutcome(event: TimetableEvent, { over }: Hit): Promise<void> {
    const outcome = await over?.catch((error: Error): Outcome => ({ details: { error: error.message } }))
    if (outcome?.says !== undefined) event.says = outcome.says
    Object.assign(event.details, outcome?.details)
  }

  async function timeUntil(
    holds: () => Promise<boolean>,
    since: number,
    withinMs = usualReplacedWithinMs,
  ): Promise<number | null> {
    while (Date.now() - since < withinMs && !stopping.signal.aborted) {
      if (await holds().catch(() => false)) return Date.now() - since
      await delay(lookEveryMs)
    }
    return null
  }

  return {
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      stopping.abort()
      await Promise.all(underWay)
      await parts.cluster?.putBack()
      return happened.sort((a, b) => a.at - b.at)
    },
  }
}

function newEvent(planned: PlannedEvent): TimetableEvent {
  return {
    at: Date.now(),
    plannedMs: planned.atMs,
    kind: planned.kind,
    service: partyOf(planned),
    says: '',
    hit: null,
    inFlight: null,
    checkoutsInFlight: null,
    replacedMs: null,
    recoveredMs: null,
    details: {},
  }
}

const partyOf = (planned: PlannedEvent): string => {
  if ('service' in planned) return planned.service
  return 'node' in planned ? planned.node : planned.kind
}

const missed = (planned: PlannedEvent, error: Error): Hit => ({
  id: null,
  says: `${planned.kind} ${partyOf(planned)}: ${error.message}`,
  inFlight: null,
  details: { error: error.message },
})
