import assert from 'node:assert/strict'
import test from 'node:test'
import { Redis } from 'ioredis'
import { testValkey } from '../src/test-valkey.ts'

test('testValkey gives each caller an empty database of its own, also several at once', async (t) => {
  const databases = await Promise.all([1, 2, 3, 4].map(() => testValkey()))
  const clients = databases.map(({ url }) => new Redis(url))
  t.after(() => {
    for (const redis of clients) redis.disconnect()
  })
  for (const redis of clients) {
    assert.equal(await redis.dbsize(), 0)
    await redis.set('mine', '1')
  }
  await databases[0]!.close()
  assert.equal(await clients[0]!.dbsize(), 0)
  assert.equal(await clients[1]!.dbsize(), 1)
  await Promise.all(databases.map(({ close }) => close()))
})
