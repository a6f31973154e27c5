import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Figures } from './figures.ts'
import { printSummary, printVerdict } from './print-summary.ts'
import { shippedScenario } from './scenarios.ts'
import { summaryOf } from './summary.ts'
import type { TimetableEvent } from './timetable-event.ts'
import { type Ending, verdictOf } from './verdict.ts'

const counter = (count: number, condition?: string, ok = true) => ({
  values: { count },
  ...(condition === undefined ? {} : { thresholds: { [condition]: { ok } } }),
})

const good: Figures['metrics'] = {
  checkout_intents: counter(300),
  checkouts_confirmed: counter(280),
  checkouts_declined: counter(15),
  checkouts_sold_out: counter(5),
  requests_checkout: counter(300),
  first_attempt_errors_checkout: counter(4),
  requests_product: counter(900),
  first_attempt_errors_product: counter(3),
  wait_ms_product: { values: { med: 3.25, 'p(95)': 12, 'p(99)': 250.4, max: 900 } },
  plateau_checkouts: counter(230, 'count>=200'),
  plateau_other_requests: counter(1840, 'count>=1000'),
  dropped_iterations: counter(0, 'count==0'),
  http_reqs: counter(2700),
}
const smoke = shippedScenario('smoke')
const ending: Ending = { endedByHand: false, k6ExitCode: 0, events: [], unbalanced: [], unexpected: [] }
const kill: TimetableEvent = {
  at: 1,
  plannedMs: 10_000,
  kind: 'kill',
  service: 'order',
  says: 'SIGKILL to order, process 123 (2 requests in flight)',
  hit: 'process 123',
  inFlight: 2,
  checkoutsInFlight: 5,
  replacedMs: 840,
  recoveredMs: 1_000,
  details: {},
}

function judge(changes: Figures['metrics'] = {}, end: Partial<Ending> = {}, scenario = smoke) {
  const figures = { metrics: { ...good, ...changes }, state: { testRunDurationMs: 32_000 } }
  const summary = summaryOf(figures, scenario)
  return { summary, verdict: verdictOf(figures, summary, scenario, { ...ending, ...end }) }
}

test('a summary tells outcomes, first attempts, waits, and the load over the plateau', () => {
  const { summary } = judge()
  assert.equal(summary.checkouts.intents, 300)
  assert.equal(summary.checkouts.cutOff, 0)
  assert.equal(summary.checkouts.byOutcome.unknown, 0)
  assert.deepEqual(summary.plateau, { seconds: 20, checkoutsPerSecond: 11.5, othersPerCheckout: 8 })
  const product = summary.kinds.find(({ kind }) => kind === 'product')
  assert.deepEqual(product, {
    kind: 'product',
    requests: 900,
    firstAttemptErrors: 3,
    failures: 0,
    waitMs: { p50: 3.25, p95: 12, p99: 250.4, max: 900 },
  })
})

test('a run that ends within its plateau, or before it, is measured by what there was of it', () => {
  const after = (testRunDurationMs: number) => summaryOf({ metrics: good, state: { testRunDurationMs } }, smoke).plateau
  assert.equal(after(15_000).checkoutsPerSecond, 23)
  assert.deepEqual(after(3_000), { seconds: 0, checkoutsPerSecond: 0, othersPerCheckout: 8 })
})

test('a run in which first attempts failed and nobody noticed passes', () => {
  assert.deepEqual(judge().verdict, { exitCode: 0, reasons: [] })
})

for (const outcome of ['shed', 'failed', 'unknown'] as const) {
  test(`a run with one checkout ${outcome} fails`, () => {
    const { verdict } = judge(
      { checkouts_confirmed: counter(279), [`checkouts_${outcome}`]: counter(1) },
      { k6ExitCode: 99 },
    )
    assert.equal(verdict.exitCode, 1)
    assert.equal(verdict.reasons.length, 1)
  })
}

test('a run in which a checkout was sent and never told about fails', () => {
  const { summary, verdict } = judge({ checkouts_confirmed: counter(279) })
  assert.equal(summary.checkouts.cutOff, 1)
  assert.deepEqual(verdict, { exitCode: 1, reasons: ['1 checkouts had no definite answer in 30 s'] })
})

test('a run in which another request failed for the customer fails', () => {
  const { verdict } = judge({ failures_cart_read: counter(2) }, { k6ExitCode: 99 })
  assert.deepEqual(verdict, { exitCode: 1, reasons: ['2 requests of kind cart_read failed for the customer'] })
})

test('a run with visits that could not begin is not valid, whatever the shop did', () => {
  const { verdict } = judge(
    { dropped_iterations: counter(7, 'count==0', false), checkouts_failed: counter(1) },
    { k6ExitCode: 99 },
  )
  assert.equal(verdict.exitCode, 2)
  assert.match(verdict.reasons[0] ?? '', /7 visits could not begin.*lower --rate/)
})

test('a run with less load than promised is not valid', () => {
  assert.match(
    judge({ plateau_checkouts: counter(150, 'count>=200', false) }).verdict.reasons[0] ?? '',
    /only 7.5 checkouts\/s .*, of at least 10: visitors waited/,
  )
  assert.equal(judge({ plateau_other_requests: counter(230, 'count>=1000', false) }).verdict.exitCode, 2)
})

test('a run whose kill hit nothing, or whose k6 broke down, is not valid', () => {
  const says = 'SIGKILL to order: no process of it was there'
  const missed = judge({}, { events: [kill, { ...kill, hit: null, says }] }).verdict
  assert.deepEqual(missed, { exitCode: 2, reasons: [`what was planned for 10 s hit nothing: ${says}`] })
  assert.deepEqual(judge({}, { k6ExitCode: 107 }).verdict, { exitCode: 2, reasons: ['k6 ended with 107: see its log'] })
  assert.equal(judge({}, { k6ExitCode: null }).verdict.exitCode, 2)
})

test('a run whose books do not balance, or that did not sell what it should, fails', () => {
  assert.deepEqual(judge({}, { unbalanced: ['book 3'] }).verdict, { exitCode: 1, reasons: ['book 3'] })
  assert.deepEqual(judge({}, { unexpected: ['499 sold'] }).verdict, { exitCode: 1, reasons: ['499 sold'] })
  const byHand = judge({}, { unbalanced: ['book 3'], endedByHand: true, k6ExitCode: 105 }).verdict
  assert.equal(byHand.exitCode, 1)
})

test('a run whose books could not be audited is not valid', () => {
  const { verdict } = judge({}, { noAudit: 'no database' })
  assert.deepEqual(verdict, { exitCode: 2, reasons: ['the books could not be audited: no database'] })
})

test('a run ended by hand is not valid, unless the shop had failed by then; what was cut off is nobody’s fault', () => {
  const cutOff = { checkouts_confirmed: counter(200), plateau_checkouts: counter(10, 'count>=200', false) }
  assert.deepEqual(judge(cutOff, { endedByHand: true, k6ExitCode: 105 }).verdict, {
    exitCode: 2,
    reasons: ['the run was ended by hand'],
  })
  assert.equal(
    judge({ ...cutOff, failures_list: counter(1) }, { endedByHand: true, k6ExitCode: 105 }).verdict.exitCode,
    1,
  )
})

test('where late is allowed, what had no answer is told and fails nothing, but what was wrong, refused, or not in the books does', () => {
  const late = { ...smoke, lateAllowed: true }
  const none = { checkouts_unknown: counter(3), checkouts_confirmed: counter(277), failures_list: counter(2) }
  const passed = judge(none, { isAudited: true, k6ExitCode: 99 }, late).verdict
  assert.deepEqual([passed.exitCode, passed.reasons], [0, []])
  assert.deepEqual(passed.remarks, [
    'allowed here: 3 checkouts had no definite answer in 30 s',
    'allowed here: 2 requests of kind list failed for the customer',
  ])
  assert.match(printVerdict(passed, true), /^PASSED: nothing was lost, .*\n {2}\(allowed here: 3 checkouts/)
  const exitCodeOf = (changes: Figures['metrics'], end: Partial<Ending>): number =>
    judge({ ...none, ...changes }, { isAudited: true, ...end }, late).verdict.exitCode
  assert.equal(exitCodeOf({}, { wrongAnswers: 1 }), 1)
  assert.equal(exitCodeOf({ checkouts_failed: counter(1) }, {}), 1)
  assert.equal(exitCodeOf({ checkouts_shed: counter(1) }, {}), 1)
  assert.equal(exitCodeOf({}, { unbalanced: ['book 2'] }), 1)
  assert.equal(exitCodeOf({}, { isAudited: false }), 2)
  assert.equal(judge({}, { isAudited: true }, late).verdict.remarks, undefined)
})

test('the printed summary has a row for each outcome that occurred and for each kind of request', () => {
  const text = printSummary(
    judge().summary,
    [kill],
    [{ number: 1, name: 'Acknowledged', holds: false, checked: 280, violationCount: 2 }],
  )
  assert.match(text, /checkouts +300\n +confirmed +280\n +sold out \(409\) +5\n +declined by the bank \(402\) +15\n/)
  assert.match(text, /product +900 +28\.1 +3\.3 +12 +250 +900 +3 +0\n/)
  assert.match(text, /all +1200 +37\.5 +7 +0\n/)
  assert.match(text, /other requests for each +8\.0\n/)
  assert.match(text, /10 s: SIGKILL to order, process 123 \(2 requests in flight\) +5 +0\.8 +1\.0\n/)
  assert.match(text, /1 Acknowledged +280 +2 +DOES NOT BALANCE$/)
  assert.doesNotMatch(text, /NaN|undefined|no definite answer/)
})

test('the printed verdict says which of the three it is, and why', () => {
  assert.match(printVerdict({ exitCode: 0, reasons: [] }, true), /^PASSED: every checkout .* every book balances$/)
  assert.doesNotMatch(printVerdict({ exitCode: 0, reasons: [] }, false), /book/)
  assert.equal(printVerdict({ exitCode: 1, reasons: ['one', 'two'] }, true), 'FAILED: one\n  and two')
  assert.equal(printVerdict({ exitCode: 2, reasons: ['one'] }, true), 'NOT VALID: one')
})

test('a crowd that lost a part says nothing about the shop, and why', () => {
  const { verdict } = judge({}, { crowdFlaws: ['runner 2 of 3 was lost: Evicted'] })
  assert.deepEqual(verdict, { exitCode: 2, reasons: ['runner 2 of 3 was lost: Evicted'] })
})

test('a crowd of several runners says whose waits these are; that of one does not', () => {
  const of = (runners: number) =>
    printSummary(summaryOf({ metrics: good, state: { testRunDurationMs: 32_000 }, runners }, smoke), [])
  assert.match(of(3), /runners; each wait above is that of the one that waited longest +3/)
  assert.doesNotMatch(of(1), /runners/)
})
