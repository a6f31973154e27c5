import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figureWords } from './words.ts'

test('a figure of a book reads as words, and an amount with its cents', () => {
  assert.deepEqual(figureWords('openOutboxRows', 1200), { name: 'open outbox rows', value: '1,200' })
  assert.deepEqual(figureWords('capturedCents', 123_450), { name: 'captured', value: '1,234.50' })
  assert.deepEqual(figureWords('refunded cents', 5), { name: 'refunded', value: '0.05' })
})
