import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCrowdState } from './crowd-state.ts'
import type { JournalLine } from './journal.ts'
import type { Outcome } from './measure-names.ts'

const intent = (key: string): JournalLine => ({
  j: 'intent',
  at: 1,
  key,
  customerId: 'c',
  lines: [],
  totalCents: 1,
  card: 'good',
})
const answer = (key: string, attempt: number, status: number) =>
  ({
    j: 'answer',
    at: 1,
    key,
    attempt,
    status,
    code: 'busy',
    orderId: '',
    ms: 1,
    totalCents: null,
    lines: null,
  }) as const
const outcome = (key: string, told: Outcome) =>
  ({ j: 'outcome', at: 1, key, outcome: told, orderId: '', attempts: 2, ms: 5 }) as const

test('a checkout is in flight from its intent to its outcome', () => {
  const state = newCrowdState(() => assert.fail('nothing went wrong'))
  for (const key of ['a', 'b']) state.take(intent(key))
  state.take(answer('a', 1, 0))
  assert.equal(state.checkoutsInFlight(), 2)
  state.take(outcome('a', 'confirmed'))
  assert.equal(state.checkoutsInFlight(), 1)
})

test('first attempts that failed are kept with their time', () => {
  const state = newCrowdState(() => undefined)
  state.take({ j: 'first-error', at: 12, kind: 'list', status: 0 })
  assert.deepEqual(state.firstErrorsAt(), [12])
})

test('what went wrong for a customer is told one by one, up to a bound', () => {
  const said: string[] = []
  const state = newCrowdState((line) => said.push(line))
  for (let n = 0; n < 30; n++) {
    state.take(intent(`k${n}`))
    state.take(answer(`k${n}`, 2, 503))
    state.take(outcome(`k${n}`, 'shed'))
  }
  state.take({
    j: 'failure',
    at: 1,
    kind: 'list',
    status: 0,
    code: '',
    requestId: 'r1',
    attempts: 3,
    says: 'no answer',
  })
  assert.equal(said[0], 'checkout k0 shed: 2 attempts, last 503 busy')
  assert.equal(said.length, 21)
  assert.match(said[20]!, /more of these are in journal\.jsonl/)
})
