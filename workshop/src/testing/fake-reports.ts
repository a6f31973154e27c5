import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { later } from './fake-cluster.ts'

const books = [1, 2, 3, 4, 5, 6].map((number) => ({ number, holds: true }))

/** As much of report.json as the labs read, of a sale in which nothing happened. */
export const report = (more: object = {}) => ({
  startedAt: later,
  verdict: { result: 'passed', reasons: [] },
  checkouts: { intents: 120 },
  requests: [{ kind: 'checkout', failures: 0, firstAttemptErrors: 0 }],
  audit: { books },
  events: [],
  timeline: { services: { product: { ready: [2, 2, 2], requestsPerSecond: [1, 20, null], p95Ms: [3, 8, null] } } },
  cluster: { nodes: [], pods: [], rollouts: [], autoscaler: [] },
  ...more,
})

/** A folder such as `.saleday/sale-day`, with these reports in it. */
export function runsDir(t: TestContext, ...reports: object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-runs-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [index, one] of reports.entries()) {
    mkdirSync(join(folder, `run-${index}`))
    writeFileSync(join(folder, `run-${index}`, 'report.json'), JSON.stringify(one))
  }
  mkdirSync(join(folder, 'one-that-was-broken-off'))
  return folder
}
