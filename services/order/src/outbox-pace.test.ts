import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outboxPace } from './outbox-pace.ts'

test('a kind whose rows all fail is only probed, and goes back to its full pace with a few that are done', () => {
  const pace = outboxPace({ least: 4, most: 32 })
  assert.deepEqual([pace.allowed, pace.isProbing], [32, false])
  for (let row = 0; row < 10; row++) pace.failed()
  assert.deepEqual([pace.allowed, pace.isProbing], [4, true])
  for (let row = 0; row < 4; row++) pace.done()
  assert.deepEqual([pace.allowed, pace.isProbing], [32, false])
})

test('one row that fails among many that are done slows nothing down for long', () => {
  const pace = outboxPace({ least: 4, most: 32 })
  pace.failed()
  assert.deepEqual([pace.allowed, pace.isProbing], [16, false])
  pace.done()
  assert.equal(pace.allowed, 32)
})
