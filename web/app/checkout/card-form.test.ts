import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMessage } from './card-form.ts'

test('what the form says is understood, and nothing else', () => {
  assert.deepEqual(parseMessage({ type: 'bank:ready', heightPx: 300 }), { type: 'bank:ready', heightPx: 300 })
  assert.deepEqual(parseMessage({ type: 'bank:error', requestId: 'r', message: 'Wrong.' }), {
    type: 'bank:error',
    requestId: 'r',
    message: 'Wrong.',
  })
  const token = { type: 'bank:token', requestId: 'r', token: 'tok_1', brand: 'Visa', last4: '4242' }
  assert.deepEqual(parseMessage({ ...token, number: '4242424242424242' }), token)
  for (const data of [
    null,
    'bank:ready',
    {},
    { type: 'bank:height', heightPx: '300' },
    { type: 'bank:height', heightPx: 1e9 },
  ])
    assert.equal(parseMessage(data), undefined)
  assert.equal(parseMessage({ type: 'bank:token', token: 'tok_1' }), undefined)
})
