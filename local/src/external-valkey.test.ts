import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logicalDatabases } from './external-valkey.ts'
import { UserError } from './user-error.ts'

test('logicalDatabases takes the database that the address names for carts and the next for the cache', () => {
  assert.deepEqual(logicalDatabases('redis://:pw@host:6379'), {
    carts: 'redis://:pw@host:6379/0',
    cache: 'redis://:pw@host:6379/1',
  })
  assert.deepEqual(logicalDatabases('rediss://host/4'), { carts: 'rediss://host/4', cache: 'rediss://host/5' })
})

test('logicalDatabases, not an address of a Valkey, says so', () => {
  for (const url of ['host:6379', 'http://host', 'nonsense']) assert.throws(() => logicalDatabases(url), UserError)
})
