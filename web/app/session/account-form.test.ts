import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Password } from '@saleday/contracts/auth'
import { minimumPasswordLength, mistakesIn, mistakesTold } from './account-form.ts'

const good = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' }

test('a form that is filled in has no mistakes', () => {
  assert.deepEqual(mistakesIn(good, true), {})
  assert.deepEqual(mistakesIn({ email: ' ada@example.org ', password: 'x' }, false), {})
})

test('each field says what is wrong with it', () => {
  assert.deepEqual(Object.keys(mistakesIn({ name: ' ', email: '', password: '' }, true)), ['name', 'email', 'password'])
  assert.match(mistakesIn({ ...good, email: 'ada@example' }, true).email!, /whole email address/)
  assert.match(mistakesIn({ ...good, password: 'short' }, true).password!, /at least 10 characters; these are 5/)
  assert.match(mistakesIn({ ...good, password: 'x'.repeat(201) }, false).password!, /at most 200/)
})

test('a password that is long enough here is so for the service', () => {
  const isTaken = (length: number) => Password.safeParse('x'.repeat(length)).success
  assert.deepEqual([minimumPasswordLength - 1, minimumPasswordLength, 200, 201].map(isTaken), [
    false,
    true,
    true,
    false,
  ])
})

test('what the service says stands at its field', () => {
  const errors = [
    { field: 'body.email', message: 'Invalid email' },
    { field: 'body.email', message: 'Too long' },
    { field: 'body', message: 'Unknown' },
  ]
  assert.deepEqual(mistakesTold({ errors }), { email: 'The shop does not take this: Invalid email.' })
  assert.deepEqual(mistakesTold({}), {})
})
