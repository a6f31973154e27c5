import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byteCache } from './byte-cache.ts'

const entry = (bytes: number) => ({ body: Buffer.alloc(bytes), etag: '""', loadedAt: 0, freshUntil: 0 })

test('a byteCache forgets what has not been asked for longest when it is full', () => {
  const cache = byteCache(3 * 1_512)
  for (const key of ['a', 'b', 'c']) cache.set(key, entry(1_000))
  cache.get('a')
  cache.set('d', entry(1_000))
  assert.deepEqual(cache.keys(), ['c', 'a', 'd'])
})

test('a byteCache never holds more than its size, whatever the keys', () => {
  const cache = byteCache(100_000)
  for (let i = 0; i < 10_000; i++) {
    cache.set(`key ${i}`, entry(i % 3_000))
    assert.ok(cache.bytes <= 100_000)
  }
  cache.set('huge', entry(200_000))
  assert.deepEqual([cache.keys(), cache.bytes], [[], 0])
})

test('a byteCache counts an entry that is set again once', () => {
  const cache = byteCache(100_000)
  for (let i = 0; i < 100; i++) cache.set('same', entry(1_000))
  assert.equal(cache.bytes, 1_512)
})
