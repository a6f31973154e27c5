import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseCpu } from './record-database-cpu.ts'

test('databaseCpu: percent of a core since the last look; nothing of a server that is new or was started anew', () => {
  const { take } = databaseCpu()
  assert.deepEqual(take(1_000, { postgres: 10 }), { postgres: null })
  assert.deepEqual(take(2_000, { postgres: 10.25, cache: 3 }), { postgres: 25, cache: null })
  assert.deepEqual(take(4_000, { postgres: 0.5, cache: 4 }), { postgres: null, cache: 50 })
  assert.deepEqual(take(4_000, { postgres: 0.6 }), { postgres: null })
})
