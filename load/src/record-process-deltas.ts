import type { Bucket, ProcessMetrics } from './record-process-metrics.ts'

/** What a process did since it was looked at last. */
export type ProcessDelta = {
  seconds: number
  requests: number
  errors: number
  inFlight: number
  cpuSeconds: number
  durations: Bucket[]
}

const nothing: ProcessMetrics = { requests: 0, errors: 0, inFlight: 0, cpuSeconds: 0, durations: [] }

/**
 * Turns totals into what was new. A process that was there at the first look is measured from then on; one that came
 * later, in the place of another, from its own beginning; so is one whose totals went back.
 */
export function processDeltas() {
  const last = new Map<string, { at: number; metrics: ProcessMetrics }>()
  let firstLook: number | undefined
  let lastLook = 0

  return {
    /** The looks of one round share the same `at`. @returns undefined for the first look at a process that was there before */
    take(id: string, at: number, metrics: ProcessMetrics): ProcessDelta | undefined {
      firstLook ??= at
      const before = last.get(id)
      last.set(id, { at, metrics })
      if (before === undefined && at === firstLook) return undefined
      const since = before?.at ?? lastLook
      const base = before === undefined || metrics.requests < before.metrics.requests ? nothing : before.metrics
      return difference(metrics, base, (at - since) / 1000)
    },
    /** Ends a round: who was not seen in it is forgotten after a while. */
    endRound(at: number): void {
      firstLook ??= at
      lastLook = at
      for (const [id, seen] of last) if (at - seen.at > 60_000) last.delete(id)
    },
  }
}

function difference(now: ProcessMetrics, base: ProcessMetrics, seconds: number): ProcessDelta {
  const counts = new Map(base.durations.map(({ atMostSeconds, count }) => [atMostSeconds, count]))
  return {
    seconds,
    requests: now.requests - base.requests,
    errors: Math.max(0, now.errors - base.errors),
    inFlight: now.inFlight,
    cpuSeconds: Math.max(0, now.cpuSeconds - base.cpuSeconds),
    durations: now.durations.map(({ atMostSeconds, count }) => ({
      atMostSeconds,
      count: count - (counts.get(atMostSeconds) ?? 0),
    })),
  }
}
