import { setTimeout as delay } from 'node:timers/promises'
import type { PlannedEvent } from './planned-event.ts'
import { actions, type Hit, type TimetableParts } from './timetable-actions.ts'
import type { TimetableEvent } from './timetable-event.ts'

export type { TimetableEvent } from './timetable-event.ts'

export type Timetable = {
  /** Drops what has not happened, switches the bank's faults off, and gives what did happen. */
  stop(): Promise<readonly TimetableEvent[]>
}

const replacedWithinMs = 60_000
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
    onEvent: (event: TimetableEvent) => void
  },
): Timetable {
  const { events, startedAt, checkoutsInFlight, onEvent } = parts
  const happened: TimetableEvent[] = []
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  const act = actions(parts)

  const timers = events.map((planned) =>
    setTimeout(
      () => {
        const work = happen(planned).finally(() => underWay.delete(work))
        underWay.add(work)
      },
      Math.max(0, startedAt + planned.atMs - Date.now()),
    ),
  )

  async function happen(planned: PlannedEvent): Promise<void> {
    const event = newEvent(planned)
    const moment = (): void => {
      event.at = Date.now()
      event.checkoutsInFlight = checkoutsInFlight()
    }
    const hit = await act(planned, moment, stopping.signal).catch((error: Error): Hit => missed(planned, error))
    Object.assign(event, { hit: hit.id, says: hit.says, inFlight: hit.inFlight, details: hit.details })
    happened.push(event)
    onEvent(event)
    // Where it ends by itself, the run waits for that.
    await hit.over
    if (hit.isReplaced === undefined) return
    event.replacedMs = await timeUntil(hit.isReplaced, event.at)
  }

  async function timeUntil(holds: () => Promise<boolean>, since: number): Promise<number | null> {
    while (Date.now() - since < replacedWithinMs && !stopping.signal.aborted) {
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
      return happened.sort((a, b) => a.at - b.at)
    },
  }
}

function newEvent(planned: PlannedEvent): TimetableEvent {
  const service = { kill: '', restart: '', bank: 'bank', valkey: '', postgres: 'postgres' }[planned.kind]
  return {
    at: Date.now(),
    plannedMs: planned.atMs,
    kind: planned.kind,
    service: 'service' in planned ? planned.service : service,
    says: '',
    hit: null,
    inFlight: null,
    checkoutsInFlight: null,
    replacedMs: null,
    recoveredMs: null,
    details: {},
  }
}

const missed = (planned: PlannedEvent, error: Error): Hit => ({
  id: null,
  says: `${planned.kind} ${'service' in planned ? planned.service : ''}: ${error.message}`,
  inFlight: null,
  details: { error: error.message },
})
