import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { smoke } from '../scenarios/smoke.ts'
import type { CrowdCustomer } from '../src/crowd-plan.ts'
import { findK6 } from '../src/find-k6.ts'
import { type Result, runScenario } from '../src/run-scenario.ts'
import type { Scenario } from '../src/scenario.ts'
import { type Call, fakeShop, type Mood } from './fake-shop.ts'

const k6 = await findK6().catch(() => undefined)
const withK6 = { skip: k6 === undefined ? 'there is no k6 on this machine' : false }

const short: Scenario = {
  ...smoke,
  checkoutsPerSecond: 10,
  leastCheckoutsPerSecond: 5,
  phases: [
    { name: 'warm-up', seconds: 1, share: 1 },
    { name: 'plateau', seconds: 2, share: 1 },
  ],
  thinkMs: { least: 10, most: 40 },
  declinedShare: 0.2,
}

test(
  'a crowd on a shop that works: every buyer is told what became of the order, and the run passes',
  withK6,
  async () => {
    const { result, orders, calls } = await crowdOn()
    assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
    const { checkouts, kinds, plateau } = result.summary
    assert.equal(checkouts.byOutcome.confirmed, orders)
    assert.ok(checkouts.byOutcome.confirmed > 0 && checkouts.byOutcome.declined > 0)
    assert.equal(checkouts.byOutcome.confirmed + checkouts.byOutcome.declined, checkouts.intents)
    assert.equal(calls.length, checkouts.intents)
    assert.equal(new Set(calls.map(({ key }) => key)).size, checkouts.intents)
    assert.ok(kinds.every(({ requests, firstAttemptErrors }) => requests > 0 && firstAttemptErrors === 0))
    assert.ok(plateau.checkoutsPerSecond >= 5)
    assert.ok(plateau.othersPerCheckout >= 5)
  },
)

test(
  'a crowd on a shop that loses answers: the same order is sent with the same key until the answer is definite',
  withK6,
  async () => {
    const { result, orders, calls } = await crowdOn(loseFirstAnswers)
    assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
    const { checkouts, kinds } = result.summary
    const ofKind = Object.fromEntries(kinds.map((row) => [row.kind, row]))
    assert.equal(checkouts.byOutcome.confirmed, orders)
    assert.equal(ofKind.checkout?.firstAttemptErrors, checkouts.intents)
    assert.ok((ofKind.list?.firstAttemptErrors ?? 0) > 0)
    assert.equal(ofKind.list?.failures, 0)
    assert.ok(calls.length >= 2 * checkouts.intents)
    const bodies = new Map<string | undefined, Set<string>>()
    for (const { key, body } of calls) bodies.set(key, (bodies.get(key) ?? new Set()).add(JSON.stringify(body)))
    assert.equal(bodies.size, checkouts.intents)
    assert.ok([...bodies.values()].every((ofOneKey) => ofOneKey.size === 1))
  },
)

test('a crowd on a shop that answers wrongly: the run fails and says what failed', withK6, async () => {
  const { result, said } = await crowdOn(answerWrongly)
  assert.equal(result.verdict.exitCode, 1)
  const { checkouts, kinds } = result.summary
  const failures = Object.fromEntries(kinds.map((row) => [row.kind, row.failures]))
  assert.equal(checkouts.byOutcome.failed, checkouts.intents)
  assert.equal(failures.search, kinds.find(({ kind }) => kind === 'search')?.requests)
  assert.ok((failures.search ?? 0) > 0)
  assert.match(
    result.verdict.reasons.join('; '),
    /checkouts got an answer that no buyer should get.*kind search failed/,
  )
  assert.match(said.join('\n'), /checkout .* failed: 1 attempts, last 201/)
  assert.match(said.join('\n'), /GET \/api\/products\?q=\w+: answered 500 each time \(3 attempts/)
})

test(
  'a crowd on a shop that decides later: the order is watched, and what becomes of it is what the buyer is told',
  withK6,
  async () => {
    const { result } = await crowdOn(decideLater)
    assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
    const { byOutcome, intents } = result.summary.checkouts
    assert.equal(byOutcome.sold_out, intents)
    const kinds = Object.fromEntries(result.summary.kinds.map((row) => [row.kind, row.requests]))
    assert.equal(kinds.order_read, 2 * intents)
  },
)

/** The first attempt of each checkout is cut, the second shed; two requests for a list fail, fewer than one visitor sends. */
const loseFirstAnswers: Mood = ({ path, attempt }) => {
  if (path === '/api/orders' && attempt === 1) return 'cut'
  if (path === '/api/orders' && attempt === 2) return { status: 503, headers: { 'retry-after': '1' } }
  if (path === '/api/products') pages += 1
  return path === '/api/products' && [2, 12].includes(pages) ? { status: 500 } : undefined
}
let pages = 0

const answerWrongly: Mood = ({ path, query }) => {
  if (path === '/api/orders') return { status: 201, body: { id: crypto.randomUUID(), lines: [], totalCents: 1 } }
  return query.includes('q=') ? { status: 500 } : undefined
}

const reads = new Map<string, number>()
const decideLater: Mood = ({ path }: Call) => {
  const order = { id: crypto.randomUUID(), state: 'placed', reason: null }
  if (path === '/api/orders') return { status: 202, body: order }
  if (!path.startsWith('/api/orders/')) return undefined
  reads.set(path, (reads.get(path) ?? 0) + 1)
  return { status: 200, body: reads.get(path) === 1 ? order : { ...order, state: 'rejected', reason: 'out_of_stock' } }
}

async function crowdOn(mood?: Mood): Promise<{ result: Result; orders: number; calls: Call[]; said: string[] }> {
  const shop = await fakeShop(mood)
  const said: string[] = []
  const runsDir = mkdtempSync(join(tmpdir(), 'saleday-crowd-'))
  try {
    const result = await runScenario({
      options: { scenario: short, seed: 7, kills: [], elsewhere: undefined, dataDir: undefined },
      shop: { baseUrl: shop.url, runsDir, customers, replicas: { list: async () => [], kill: async () => false } },
      k6: k6!,
      interruption: { times: () => 0, onAsked: () => () => undefined },
      repository: resolve(import.meta.dirname, '../..'),
      say: (line) => said.push(line),
    })
    assert.ok(!existsSync(join(result.runDir, 'customers.json')), 'tokens are left behind')
    return { result, orders: shop.orders.size, calls: shop.orderCalls, said }
  } finally {
    await shop.close()
    rmSync(runsDir, { recursive: true })
  }
}

async function customers(count: number): Promise<CrowdCustomer[]> {
  return Array.from({ length: count }, (_, n) => ({ id: crypto.randomUUID(), accessToken: `token-${n}` }))
}
