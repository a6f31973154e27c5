import type { CrowdSample } from './record-crowd.ts'
import { addBuckets, percentileMs } from './record-percentile.ts'
import type { ProcessDelta } from './record-process-deltas.ts'

/** A line of samples.jsonl: the time since the one before. */
export type Sample = {
  /** Milliseconds since 1970. */
  at: number
  /** Since the crowd came; below 0 before that. */
  elapsedMs: number
  /** How often samples are taken. Absent in older runs: each second. */
  everyMs?: number
  services: Record<string, ServiceSample>
  /** All services as one, without the bank, which is an outside party. Calls among them count too. */
  shop: Traffic
  /** CPU of each database server in percent of one core; null when it was started anew. Absent where nobody can see it. */
  databases?: Readonly<Record<string, number | null>>
  crowd: CrowdSample
  /** Of one core, of the driver with recorder and live view, without k6. */
  harnessCpuPercent: number
}

/** Null: nobody could be asked, or there was nothing to measure. */
export type Traffic = {
  requestsPerSecond: number | null
  /** 5xx, and 499, where the caller went away. */
  errorsPerSecond: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  /** Of one core. */
  cpuPercent: number | null
}

export type ServiceSample = Traffic & {
  wanted: number
  ready: number
  processes: { id: string; requestsPerSecond: number | null; inFlight: number | null }[]
}

/** What one service did in a second; a process that did not answer has no delta. */
export function serviceSample(
  wanted: number,
  ready: number,
  processes: readonly { id: string; delta: ProcessDelta | undefined }[],
): ServiceSample {
  return {
    wanted,
    ready,
    processes: processes.map(({ id, delta }) => ({
      id,
      requestsPerSecond: delta === undefined ? null : round(perSecond(delta, delta.requests)),
      inFlight: delta?.inFlight ?? null,
    })),
    ...trafficOf(processes.flatMap(({ delta }) => delta ?? [])),
  }
}

export function trafficOf(deltas: readonly ProcessDelta[]): Traffic {
  const sum = (of: (delta: ProcessDelta) => number): number | null =>
    deltas.length === 0 ? null : round(deltas.reduce((total, delta) => total + perSecond(delta, of(delta)), 0))
  const durations = addBuckets(deltas.map((delta) => delta.durations))
  const percentile = (share: number): number | null => {
    const ms = percentileMs(durations, share)
    return ms === null ? null : round(ms)
  }
  return {
    requestsPerSecond: sum((delta) => delta.requests),
    errorsPerSecond: sum((delta) => delta.errors),
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
    cpuPercent: sum((delta) => delta.cpuSeconds * 100),
  }
}

const perSecond = (delta: ProcessDelta, count: number): number => (delta.seconds <= 0 ? 0 : count / delta.seconds)

const round = (value: number): number => Math.round(value * 100) / 100
