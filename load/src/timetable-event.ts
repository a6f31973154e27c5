/** What the timetable did to the shop: one line each in `events.jsonl`. `at` is in milliseconds since 1970. */
export type TimetableEvent = {
  at: number
  /** From the start of the crowd, as the scenario has it. */
  plannedMs: number
  kind: 'kill' | 'restart' | 'bank' | 'valkey' | 'postgres'
  /** order, payment …, bank, carts, cache, postgres */
  service: string
  /** `SIGKILL to order, process 4711 (12 requests in flight)` */
  says: string
  /** What was hit; null: nothing, which makes the run invalid. */
  hit: string | null
  /** Requests in flight in the process that was hit, from its /metrics right before. */
  inFlight: number | null
  /** Checkouts of the crowd that were sent and not yet answered at that moment, from the journal. */
  checkoutsInFlight: number | null
  /** Until as many processes were ready as before. */
  replacedMs: number | null
  /** Kill and restart: until the first second without a failed first attempt of any request; filled in after the run. */
  recoveredMs: number | null
  details: Record<string, unknown>
}
