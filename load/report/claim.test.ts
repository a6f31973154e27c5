import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../src/measure-names.ts'
import { claimOf, inFlightAt } from './claim.ts'
import type { Checkout } from './read-journal.ts'

const checkout = (at: number, endAt: number | null, outcome: Outcome = 'confirmed'): Checkout => ({
  key: `${at}`,
  at,
  end: endAt === null ? null : { at: endAt, outcome, ms: endAt - at },
})
const kill = (at: number, hit: string | null = 'process 1') => ({ kind: 'kill' as const, at, hit })
const many = (n: number, outcome?: Outcome) => Array.from({ length: n }, (_, index) => checkout(index, 1000, outcome))

test('a checkout is in flight from its intent until its outcome', () => {
  const all = [checkout(0, 10), checkout(5, 20), checkout(11, 20), checkout(2, null)]
  assert.deepEqual(
    inFlightAt(all, 10).map(({ key }) => key),
    ['5', '2'],
  )
})

test('no failure in n checkouts bounds the rate at 3/n', () => {
  const claim = claimOf([kill(500)], many(300), false)
  assert.deepEqual([claim?.kills, claim?.checkouts, claim?.failures, claim?.rateBelow], [1, 300, 0, 0.01])
  assert.equal(
    claim?.says,
    '0 failures in 300 checkouts that were in flight at a kill: the failure rate is below 1.0 % with 95 % confidence, if they are independent.',
  )
})

test('a checkout that saw two kills counts once', () => {
  assert.equal(claimOf([kill(500), kill(600)], many(40), false)?.checkouts, 40)
})

test('a failure takes the bound away', () => {
  const claim = claimOf([kill(500)], [...many(40), checkout(1, 900, 'unknown')], false)
  assert.equal(claim?.rateBelow, null)
  assert.equal(claim?.says, '1 failure in 41 checkouts that were in flight at a kill.')
})

test('a checkout without an outcome has failed, unless the run was ended by hand', () => {
  const all = [...many(40), checkout(3, null)]
  assert.equal(claimOf([kill(500)], all, false)?.failures, 1)
  assert.deepEqual([claimOf([kill(500)], all, true)?.failures, claimOf([kill(500)], all, true)?.checkouts], [0, 40])
})

test('two checkouts are too few to claim anything, and none show nothing', () => {
  assert.match(claimOf([kill(500)], many(2), false)?.says ?? '', /too few to claim a rate/)
  assert.match(claimOf([kill(500)], [], false)?.says ?? '', /show nothing/)
})

test('a kill counts only with checkouts in flight, and requests in the process', () => {
  const all = many(40)
  assert.equal(claimOf([kill(500), kill(2000)], all, false)?.kills, 1)
  const idle = claimOf([{ ...kill(500), inFlight: 0 }], all, false)
  assert.deepEqual([idle?.kills, idle?.checkouts], [0, 0])
  assert.equal(claimOf([{ ...kill(500), inFlight: 3 }], all, false)?.kills, 1)
})

test('without a kill that hit something there is no claim', () => {
  assert.equal(claimOf([kill(500, null), { kind: 'restart', at: 500, hit: 'process 1' }], many(40), false), null)
})
