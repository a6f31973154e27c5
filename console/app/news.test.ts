import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newsOf } from './news.ts'

test('a silence of five seconds is said, with how long it has lasted', () => {
  assert.deepEqual(newsOf(null), { state: 'first', says: 'connecting' })
  assert.deepEqual(newsOf(4_999), { state: 'live', says: 'live' })
  assert.deepEqual(newsOf(5_000), { state: 'stale', says: 'no news for 5 s, reconnecting' })
  assert.deepEqual(newsOf(119_999).says, 'no news for 119 s, reconnecting')
  assert.deepEqual(newsOf(185_000).says, 'no news for 3 min, reconnecting')
})
