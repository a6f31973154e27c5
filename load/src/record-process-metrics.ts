/** What is read of a process's /metrics: totals since it started. */
export type ProcessMetrics = {
  requests: number
  /** Answered with 5xx, or left by the caller (499). */
  errors: number
  inFlight: number
  cpuSeconds: number
  /** Requests that took at most `atMostSeconds`, in rising order. */
  durations: readonly Bucket[]
}
export type Bucket = { atMostSeconds: number; count: number }

const names = {
  requests: 'http_requests_total{',
  durations: 'http_request_duration_seconds_bucket{',
  inFlight: 'http_requests_in_flight',
  cpu: 'process_cpu_seconds_total',
}

/**
 * Reads the few metrics that are needed out of Prometheus's text format, summed over routes. Every process is read each
 * second, so that the lines of other metrics are skipped by their first characters.
 */
export function readProcessMetrics(text: string): ProcessMetrics {
  const durations = new Map<number, number>()
  const read = { requests: 0, errors: 0, inFlight: 0, cpuSeconds: 0 }
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const to = newline === -1 ? text.length : newline
    if (text.startsWith(names.durations, from)) {
      const le = labelOf(text, 'le', from, to)
      const atMost = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le)
      durations.set(atMost, (durations.get(atMost) ?? 0) + numberOf(text, from, to))
    } else if (text.startsWith(names.requests, from)) {
      const value = numberOf(text, from, to)
      read.requests += value
      if (isError(labelOf(text, 'status', from, to))) read.errors += value
    } else if (text.startsWith(names.inFlight, from)) {
      read.inFlight += numberOf(text, from, to)
    } else if (text.startsWith(names.cpu, from)) {
      read.cpuSeconds += numberOf(text, from, to)
    }
    from = to + 1
  }
  const buckets = [...durations].map(([atMostSeconds, count]): Bucket => ({ atMostSeconds, count }))
  return { ...read, durations: buckets.sort((a, b) => a.atMostSeconds - b.atMostSeconds) }
}

const isError = (status: string): boolean => status === '499' || status.startsWith('5')

function labelOf(text: string, name: string, from: number, to: number): string {
  const at = text.indexOf(`${name}="`, from)
  if (at === -1 || at > to) return ''
  const start = at + name.length + 2
  return text.slice(start, text.indexOf('"', start))
}

/** The number after the last blank; lines have no timestamps here. Another metric that begins alike has none. */
function numberOf(text: string, from: number, to: number): number {
  const value = Number(text.slice(text.lastIndexOf(' ', to - 1) + 1, to))
  return from < to && Number.isFinite(value) ? value : 0
}
