import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readProcessMetrics } from './record-process-metrics.ts'

const text = `# HELP http_requests_total Requests
# TYPE http_requests_total counter
http_requests_total{route="/a",method="GET",status="200"} 7
http_requests_total{route="/b",method="POST",status="503"} 2
http_requests_total{route="/b",method="POST",status="499"} 1
http_request_duration_seconds_bucket{le="0.1",route="/a",method="GET"} 5
http_request_duration_seconds_bucket{le="+Inf",route="/a",method="GET"} 7
http_request_duration_seconds_sum{route="/a",method="GET"} 0.4
http_request_duration_seconds_count{route="/a",method="GET"} 7
http_request_duration_seconds_bucket{le="0.1",route="/b",method="POST"} 1
http_request_duration_seconds_bucket{le="+Inf",route="/b",method="POST"} 3
http_requests_in_flight 4
http_requests_shed_total{priority="browse"} 99
process_cpu_seconds_total 12.5
process_cpu_user_seconds_total 9`

test('the metrics of a process are summed over its routes, and others are left out', () => {
  assert.deepEqual(readProcessMetrics(text), {
    requests: 10,
    errors: 3,
    inFlight: 4,
    cpuSeconds: 12.5,
    durations: [
      { atMostSeconds: 0.1, count: 6 },
      { atMostSeconds: Number.POSITIVE_INFINITY, count: 10 },
    ],
  })
})

test('an empty page of metrics is a process that did nothing', () => {
  assert.deepEqual(readProcessMetrics(''), { requests: 0, errors: 0, inFlight: 0, cpuSeconds: 0, durations: [] })
})
