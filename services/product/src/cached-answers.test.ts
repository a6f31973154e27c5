import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CacheSettings, cachedAnswers } from './cached-answers.ts'
import type { SharedAnswer, SharedCache } from './shared-cache.ts'

const settings: CacheSettings = { freshMs: 40, sharedFreshMs: 80, staleMs: 400, maxBytes: 1_000_000 }
const away = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

/** A Valkey that both processes of a test share. */
function valkeyInMemory() {
  const values = new Map<string, SharedAnswer>()
  const ttls = new Map<string, number>()
  const locks = new Set<string>()
  const cache: SharedCache = {
    get: async (key) => values.get(key),
    set: async (key, answer, ttlMs) => {
      values.set(key, answer)
      ttls.set(key, ttlMs)
    },
    lock: async (key) => !locks.has(key) && Boolean(locks.add(key)),
    unlock: async (key) => locks.delete(key),
    drop: async (keys) => keys.map((key) => values.delete(key)),
  }
  return { cache, values, ttls, locks }
}

function setUp(valkey = valkeyInMemory(), overrides: Partial<CacheSettings> = {}) {
  const sources: string[] = []
  const answers = cachedAnswers({ ...settings, ...overrides }, valkey.cache, (source) => sources.push(source))
  return { answers, sources, valkey }
}

function counted(text: string, ms = 5) {
  const load = async () => {
    load.times++
    await sleep(ms)
    return Buffer.from(text)
  }
  load.times = 0
  return load
}

test('read, many at once for one key, loads once', async () => {
  const { answers } = setUp()
  const load = counted('one')
  const all = await Promise.all(Array.from({ length: 100 }, () => answers.read('steady', 'key', load)))
  assert.equal(load.times, 1)
  assert.equal(distinctBodies(all), 1)
})

const distinctBodies = (all: ({ body: Buffer } | undefined)[]) =>
  new Set(all.map((answer) => String(answer?.body))).size

test('read in two processes at once loads once: the second takes what the first put into Valkey', async () => {
  const valkey = valkeyInMemory()
  const [one, other] = [setUp(valkey), setUp(valkey)]
  const load = counted('one', 30)
  const all = await Promise.all([one.answers.read('steady', 'key', load), other.answers.read('steady', 'key', load)])
  assert.equal(load.times, 1)
  assert.equal(distinctBodies(all), 1)
  assert.deepEqual([one.sources, other.sources], [['database'], ['valkey']])
})

test('read goes to the database when the process that holds the lock has died', async () => {
  const { answers, valkey } = setUp()
  valkey.locks.add('key')
  assert.equal(String((await answers.read('steady', 'key', counted('one')))?.body), 'one')
})

test('read again within the time for which an answer is fresh asks nobody; after it, Valkey, then the database', async () => {
  const { answers, sources } = setUp()
  const load = counted('one')
  await answers.read('steady', 'key', load)
  await answers.read('steady', 'key', load)
  await sleep(45)
  await answers.read('steady', 'key', load)
  await sleep(90)
  await answers.read('steady', 'key', load)
  assert.deepEqual(sources, ['database', 'process', 'valkey', 'database'])
})

test('read while the database is away gives the older answer, and fails when that is too old', async () => {
  const { answers, sources, valkey } = setUp()
  const failing = async () => Promise.reject(away())
  await answers.read('steady', 'key', counted('one'))
  await sleep(100)
  assert.equal(String((await answers.read('steady', 'key', failing))?.body), 'one')
  assert.equal(sources.at(-1), 'stale')
  await sleep(400)
  valkey.values.clear()
  await assert.rejects(answers.read('steady', 'key', failing), { code: 'ECONNREFUSED' })
})

test('read in a process that knows nothing while the database is away gives what another process left in Valkey', async () => {
  const valkey = valkeyInMemory()
  await setUp(valkey).answers.read('steady', 'key', counted('one'))
  await sleep(100)
  const { answers } = setUp(valkey)
  assert.equal(String((await answers.read('steady', 'key', async () => Promise.reject(away())))?.body), 'one')
})

test('read with a database that hangs gives the older answer after a while', async () => {
  const { answers } = setUp(undefined, { staleMs: 5_000 })
  await answers.read('steady', 'key', counted('one'))
  await sleep(100)
  const begun = performance.now()
  assert.equal(String((await answers.read('steady', 'key', counted('two', 1_500)))?.body), 'one')
  assert.ok(performance.now() - begun < 1_000)
})

test('read passes on an error that is not of a dependency, also where there is an older answer', async () => {
  const { answers } = setUp()
  await answers.read('steady', 'key', counted('one'))
  await sleep(100)
  await assert.rejects(
    answers.read('steady', 'key', async () => Promise.reject(new TypeError('a bug'))),
    TypeError,
  )
})

test('read of something that is not there remembers nothing', async () => {
  const { answers, valkey } = setUp()
  assert.equal(await answers.read('steady', 'key', async () => undefined), undefined)
  assert.equal(valkey.values.size, 0)
  assert.equal(String((await answers.read('steady', 'key', counted('now')))?.body), 'now')
})

test('drop makes the next read see the change, also when a refill from before it is still under way', async () => {
  const { answers, valkey } = setUp()
  const before = answers.read('steady', 'key', counted('old', 40))
  await sleep(10)
  await answers.drop('key')
  valkey.locks.clear()
  assert.equal(String((await answers.read('steady', 'key', counted('new')))?.body), 'new')
  assert.equal(String((await before)?.body), 'old')
  assert.equal(String((await answers.read('steady', 'key', counted('newer')))?.body), 'new')
  assert.equal(String(valkey.values.get('key')?.body), 'new')
})

test('a thousand made-up searches leave the steady answers in the process, and stay in Valkey for a moment only', async () => {
  const { answers, sources, valkey } = setUp(undefined, { freshMs: 60_000, sharedFreshMs: 60_000, staleMs: 120_000 })
  const big = async () => Buffer.alloc(20_000)
  await answers.read('steady', 'page', counted('page'))
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => answers.read('varied', `search ${i}`, big)))
  await answers.read('steady', 'page', counted('page'))
  assert.equal(sources.at(-1), 'process')
  assert.equal(valkey.ttls.get('search 1'), 60_000)
  assert.equal(valkey.ttls.get('page'), 120_000)
})
