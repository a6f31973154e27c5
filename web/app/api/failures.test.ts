import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain, NoAnswer, Refusal, SessionOver } from './failures.ts'

test('a refusal is told in the words of the shop', () => {
  assert.equal(
    explain(new Refusal(409, { title: 'Not enough left', detail: 'Only two are left.' })),
    'Only two are left.',
  )
  assert.equal(explain(new Refusal(409, { title: 'Not enough left' })), 'Not enough left')
  assert.equal(explain(new Refusal(418)), 'The shop answered 418.')
})

test('where there is no answer, the customer is told why and what to do', () => {
  assert.match(explain(new NoAnswer(0), false), /You are offline/)
  assert.match(explain(new NoAnswer(0), true), /cannot be reached/)
  assert.match(explain(new NoAnswer(429), true), /Wait a minute/)
  assert.match(explain(new NoAnswer(503), true), /does not answer now/)
  assert.match(explain(new SessionOver()), /Log in/)
})

test('a mistake of the page shows none of its words', () => {
  assert.doesNotMatch(explain(new TypeError('x is undefined')), /undefined/)
})
