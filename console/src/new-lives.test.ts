import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLives } from './new-lives.ts'

test('what a process has done is news since its start, or since it was asked last, but not where it was there before us', () => {
  const lives = newLives()
  lives.look([])
  lives.look(['slow', 'quick'])
  assert.equal(lives.answered('quick', 0), 'unknown')
  lives.look(['slow', 'quick', 'late'])
  assert.equal(lives.answered('late', 1_000), 'start')
  assert.equal(lives.answered('quick', 1_000), 'answer')
  assert.equal(lives.answered('slow', 9_000), 'unknown', 'it was there at the first look, and answers now')
  assert.equal(lives.answered('slow', 10_000), 'answer')
  assert.equal(lives.answered('late', 61_000), 'unknown', 'nobody remembers what it had done by then')
})
