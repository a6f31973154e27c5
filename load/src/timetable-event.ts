import type { PlannedEvent } from './planned-event.ts'

/** What the timetable did to the shop: one line each in `events.jsonl`. `at` is in milliseconds since 1970. */
export type TimetableEvent = {
  at: number
  /** From the start of the crowd, as the scenario has it. */
  plannedMs: number
  kind: PlannedEvent['kind']
  /** order, payment …, bank, carts, cache, postgres, or the name of a node */
  service: string
  /** `SIGKILL to order, process 4711 (12 requests in flight)` */
  says: string
  /** What was hit; null: nothing, which makes the run invalid. */
  hit: string | null
  /** Requests in flight in the process that was hit, from its /metrics right before. */
  inFlight: number | null
  /** Checkouts of the crowd that were sent and not yet answered at that moment, from the journal. */
  checkoutsInFlight: number | null
  /** Until as many processes were ready as before; of a rollout, until it had ended. */
  replacedMs: number | null
  /** Until the first second without a failed first attempt of any request; filled in after the run. */
  recoveredMs: number | null
  /** `kubectl`: the command that a person would type for the same. */
  details: Record<string, unknown>
}
