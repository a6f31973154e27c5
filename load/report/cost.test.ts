import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costOf, prices } from './cost.ts'
import type { Timeline } from './report-schema.ts'

const scenario = (seconds: number) => ({
  phases: [
    { name: 'opening', seconds: 10, share: 1 },
    { name: 'plateau', seconds, share: 1 },
    { name: 'tail', seconds: 10, share: 0 },
  ],
})

/** Twenty seconds around a plateau in which each second has the same; before and after it everything is a hundred times as much. */
function timelineOf(seconds: number): Timeline {
  const all = seconds + 20
  const isPlateau = (second: number) => second >= 10 && second < 10 + seconds
  const series = (value: number) => Array.from({ length: all }, (_, at) => (isPlateau(at) ? value : 100 * value))
  const service = (cpuPercent: number, requestsPerSecond: number) => ({
    requestsPerSecond: series(requestsPerSecond),
    errorsPerSecond: series(0),
    p50Ms: series(1),
    p95Ms: series(1),
    p99Ms: series(1),
    cpuPercent: series(cpuPercent),
    ready: series(2),
    wanted: series(2),
  })
  const { ready, wanted, ...shop } = service(30, 100)
  return {
    seconds: all,
    arrivals: series(5),
    outcomes: { confirmed: series(4), declined: series(1) },
    firstAttemptErrors: series(0),
    failures: series(0),
    wait: { p50Ms: series(1), p95Ms: series(1), p99Ms: series(1) },
    shop,
    services: { order: service(20, 50), product: service(10, 40), bank: service(90, 10) },
    databases: { postgres: series(10) },
  }
}

test('costOf: the CPU of the plateau by its checkouts, the bank apart', () => {
  const cost = costOf(scenario(60), timelineOf(60))!
  assert.deepEqual([cost.seconds, cost.checkouts], [60, 300])
  // 20 % of a core are 200 ms a second, for five checkouts.
  assert.deepEqual(cost.services, { order: 40, product: 20 })
  assert.deepEqual(cost.databases, { postgres: 20 })
  assert.equal(cost.totalCpuMs, 80)
  assert.equal(cost.thousandProductRequestsCpuMs, 2_500)
})

test('costOf: a million checkouts by the price of a vCPU that is busy for a part of its time', () => {
  const { million, totalCpuMs, busyShare } = costOf(scenario(60), timelineOf(60))!
  for (const [at, { vCpus, usdPerHour }] of prices.machines.entries()) {
    const hours = (totalCpuMs * 1_000_000) / 1_000 / 3_600
    const expected = (hours / busyShare / vCpus) * usdPerHour
    assert.ok(Math.abs(million[at]!.usd - expected) < 1e-9)
  }
  assert.ok(prices.machines.length > 0)
})

test('costOf: seconds that nobody measured count for nothing', () => {
  const timeline = timelineOf(60)
  timeline.services.order!.cpuPercent.fill(null, 20, 50)
  assert.equal(costOf(scenario(60), timeline)!.services.order, 40)
})

test('costOf: nothing where the plateau is short, nothing was sold or nobody measured', () => {
  assert.equal(costOf(scenario(20), timelineOf(20)), null)
  const unsold = timelineOf(60)
  for (const counts of Object.values(unsold.outcomes)) counts.fill(0)
  assert.equal(costOf(scenario(60), unsold), null)
  const unmeasured = timelineOf(60)
  for (const { cpuPercent } of Object.values(unmeasured.services)) cpuPercent.fill(null)
  assert.equal(costOf(scenario(60), unmeasured), null)
})
