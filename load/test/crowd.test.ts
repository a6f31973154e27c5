import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageLimits } from '../src/client-policy.ts'
import { crowdOn, linesOf, short, withK6 } from './crowd-on.ts'
import { type Call, isCheckout, type Mood } from './fake-shop.ts'

test(
  'a crowd on a shop that works: every buyer is told what became of the order, and the run passes',
  withK6,
  async () => {
    const { result, orders, calls, journal, tokensLeft } = await crowdOn()
    assert.equal(tokensLeft, false)
    assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
    const { checkouts, kinds, plateau } = result.summary!
    assert.equal(checkouts.byOutcome.confirmed, orders)
    assert.ok(checkouts.byOutcome.confirmed > 0 && checkouts.byOutcome.declined > 0)
    assert.equal(checkouts.byOutcome.confirmed + checkouts.byOutcome.declined, checkouts.intents)
    assert.equal(calls.length, checkouts.intents)
    assert.equal(new Set(calls.map(({ key }) => key)).size, checkouts.intents)
    assert.ok(kinds.every(({ requests, firstAttemptErrors }) => requests > 0 && firstAttemptErrors === 0))
    assert.ok(plateau.checkoutsPerSecond >= 5)
    assert.ok(plateau.othersPerCheckout >= 4)
    // The journal tells the same: what was wanted, what came back, what was read, and what the buyer was told.
    assert.deepEqual(
      journal.map(({ j }) => j).filter((j) => j === 'start' || j === 'end'),
      ['start', 'end'],
    )
    assert.equal(journal.at(-1)?.j, 'end')
    const confirmed = linesOf(journal, 'outcome').filter(({ outcome }) => outcome === 'confirmed')
    const read = new Map(linesOf(journal, 'read').map((line) => [line.key, line]))
    const answers = new Map(linesOf(journal, 'answer').map((line) => [line.key, line]))
    const intents = new Map(linesOf(journal, 'intent').map((line) => [line.key, line]))
    assert.equal(intents.size, checkouts.intents)
    assert.equal(confirmed.length, orders)
    for (const { key, orderId } of confirmed) {
      const { lines, totalCents, card } = intents.get(key)!
      assert.equal(card, 'good')
      for (const told of [answers.get(key)!, read.get(key)!]) {
        assert.deepEqual([told.lines, told.totalCents, told.orderId], [lines, totalCents, orderId])
      }
      assert.equal(read.get(key)?.state, 'confirmed')
    }
  },
)

test(
  'a crowd on a shop that loses answers: the same order is sent with the same key until the answer is definite',
  withK6,
  async () => {
    const { result, orders, calls, journal } = await crowdOn(loseFirstAnswers)
    assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
    const { checkouts, kinds } = result.summary!
    const ofKind = Object.fromEntries(kinds.map((row) => [row.kind, row]))
    assert.equal(checkouts.byOutcome.confirmed, orders)
    assert.equal(ofKind.checkout?.firstAttemptErrors, checkouts.intents)
    assert.ok((ofKind.list?.firstAttemptErrors ?? 0) > 0)
    assert.equal(ofKind.list?.failures, 0)
    assert.ok(calls.length >= 2 * checkouts.intents)
    const bodies = new Map<string | undefined, Set<string>>()
    for (const { key, body } of calls) bodies.set(key, (bodies.get(key) ?? new Set()).add(JSON.stringify(body)))
    assert.equal(bodies.size, checkouts.intents)
    const firstErrors = linesOf(journal, 'first-error')
    assert.equal(firstErrors.filter(({ kind }) => kind === 'checkout').length, checkouts.intents)
    const attempts = Map.groupBy(linesOf(journal, 'answer'), ({ key }) => key)
    assert.equal(attempts.size, checkouts.intents)
    for (const answers of attempts.values()) {
      const statuses = answers.map(({ status }) => status)
      assert.deepEqual(
        answers.map(({ attempt }) => attempt),
        statuses.map((_, index) => index + 1),
      )
      assert.match(statuses.join(' '), /^(0 )?503 (201|402)$/)
    }
    assert.ok([...bodies.values()].every((ofOneKey) => ofOneKey.size === 1))
  },
)

test('a crowd on a shop that answers wrongly: the run fails and says what failed', withK6, async () => {
  const { result, said, journal } = await crowdOn(answerWrongly)
  assert.equal(result.verdict.exitCode, 1)
  const { checkouts, kinds } = result.summary!
  const failures = Object.fromEntries(kinds.map((row) => [row.kind, row.failures]))
  assert.equal(checkouts.byOutcome.failed, checkouts.intents)
  assert.equal(failures.search, kinds.find(({ kind }) => kind === 'search')?.requests)
  assert.ok((failures.search ?? 0) > 0)
  assert.match(
    result.verdict.reasons.join('; '),
    /checkouts got an answer that no buyer should get.*kind search failed/,
  )
  assert.match(said.join('\n'), /checkout .* failed: 1 attempts, last 201/)
  // Only the first things that go wrong are told one by one, and a page is asked for eight times before it counts.
  for (const { kind, says, attempts } of linesOf(journal, 'failure')) {
    assert.match(says, /^GET \/api\/products\?q=\w+: answered 500 each time$/)
    assert.deepEqual([kind, attempts], ['search', pageLimits.attempts])
  }
})

test(
  'a crowd on a shop that decides later: the order is watched, and what becomes of it is what the buyer is told',
  withK6,
  async () => {
    const { result } = await crowdOn(decideLater, {
      scenario: { ...short, journeys: { ...short.journeys, history: 0 } },
    })
    assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
    const { byOutcome, intents } = result.summary!.checkouts
    assert.equal(byOutcome.sold_out, intents)
    const kinds = Object.fromEntries(result.summary!.kinds.map((row) => [row.kind, row.requests]))
    assert.equal(kinds.order_read, 2 * intents)
  },
)

/** The first attempt of each checkout is cut, the second shed; two requests for a list fail, fewer than one visitor sends. */
const loseFirstAnswers: Mood = (call) => {
  const { path, query, attempt } = call
  if (isCheckout(call) && attempt === 1) return 'cut'
  if (isCheckout(call) && attempt === 2) return { status: 503, headers: { 'retry-after': '1' } }
  if (path !== '/api/products' || query.includes('q=')) return undefined
  pages += 1
  return [2, 12].includes(pages) ? { status: 500 } : undefined
}
let pages = 0

const answerWrongly: Mood = (call) => {
  const { query } = call
  if (isCheckout(call)) return { status: 201, body: { id: crypto.randomUUID(), lines: [], totalCents: 1 } }
  return query.includes('q=') ? { status: 500 } : undefined
}

const reads = new Map<string, number>()
const decideLater: Mood = (call: Call) => {
  const { path } = call
  const order = { id: crypto.randomUUID(), state: 'placed', reason: null }
  if (isCheckout(call)) return { status: 202, body: order }
  if (!path.startsWith('/api/orders/')) return undefined
  reads.set(path, (reads.get(path) ?? 0) + 1)
  return { status: 200, body: reads.get(path) === 1 ? order : { ...order, state: 'rejected', reason: 'out_of_stock' } }
}
