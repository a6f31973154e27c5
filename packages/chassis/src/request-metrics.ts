import { Counter, Histogram, type Registry } from 'prom-client'

/** One millisecond to ten seconds. */
export const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Gives a function that counts and times a finished request. Routes are templates, never paths: labels must have few values. */
export function requestMetrics(metrics: Registry) {
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by route template, method and status; 499: the client went away first',
    labelNames: ['route', 'method', 'status'] as const,
    registers: [metrics],
  })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, without event streams',
    labelNames: ['route', 'method'] as const,
    buckets: durationBuckets,
    registers: [metrics],
  })
  return (route: string, method: string, status: number, seconds: number, stream: boolean) => {
    requests.inc({ route, method, status })
    if (!stream) duration.observe({ route, method }, seconds)
  }
}
