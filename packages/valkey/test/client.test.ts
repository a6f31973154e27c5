import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startValkey } from '@saleday/embedded/valkey-server'
import { freePort } from '@saleday/testing/free-port'
import { testValkey } from '@saleday/testing/test-valkey'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { createValkey } from '../src/client.ts'
import { isUnavailable } from '../src/errors.ts'
import { callFunction } from '../src/functions.ts'

const library = {
  name: 'counting',
  code: `#!lua name=counting
server.register_function('count_up', function(keys, args) return redis.call('INCRBY', keys[1], args[1]) end)`,
}

async function waitFor(redis: Redis, status: string): Promise<void> {
  while (redis.status !== status) await sleep(5)
}

function connect(t: test.TestContext, url: string) {
  const lines: { msg: string }[] = []
  const log = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) })
  const metrics = new Registry()
  const redis = createValkey({ url, name: 'carts', log, metrics })
  t.after(() => redis.disconnect())
  const messages = () => lines.map(({ msg }) => msg)
  const isUp = async () => /saleday_valkey_up\{name="carts"\} (\d)/.exec(await metrics.metrics())?.[1]
  return { redis, messages, isUp }
}

test('createValkey: commands given before the connection is there wait for it', async (t) => {
  const { url, close } = await testValkey()
  t.after(close)
  const { redis, isUp, messages } = connect(t, url)
  assert.equal(await redis.set('a', '1'), 'OK')
  assert.equal(await redis.get('a'), '1')
  assert.equal(await isUp(), '1')
  assert.deepEqual(messages(), [])
})

test('createValkey, nobody there: every command fails at once as unavailable, with one line in the log', async (t) => {
  const { redis, isUp, messages } = connect(t, `redis://127.0.0.1:${await freePort()}`)
  const begin = performance.now()
  for (let i = 0; i < 5; i++) {
    const error = await redis.get('a').catch((error) => error)
    assert.ok(isUnavailable(error), String(error))
  }
  await sleep(300)
  assert.ok(performance.now() - begin < 1_000)
  assert.equal(await isUp(), '0')
  assert.deepEqual(messages(), ['Valkey is away; trying to connect again'])
})

test('the server is killed and comes back empty: commands fail fast meanwhile, functions are loaded again', async (t) => {
  const options = { port: await freePort(), appendOnly: false }
  const first = await startValkey(options)
  t.after(() => first.stop())
  const { redis, isUp, messages } = connect(t, first.url)
  const countUp = () => callFunction(redis, library, 'count_up', ['n'], [2])
  assert.equal(await countUp(), 2)
  assert.equal(await countUp(), 4)

  process.kill(first.pid, 'SIGKILL')
  await waitFor(redis, 'reconnecting')
  const begin = performance.now()
  const error = await countUp().catch((error) => error)
  assert.ok(isUnavailable(error), String(error))
  assert.ok(performance.now() - begin < 100)
  assert.equal(await isUp(), '0')

  const second = await startValkey(options)
  t.after(() => second.stop())
  await waitFor(redis, 'ready')
  assert.equal(await countUp(), 2)
  assert.equal(await isUp(), '1')
  assert.deepEqual(messages(), ['Valkey is away; trying to connect again', 'Valkey is back'])
})

test('the server is stopped in the middle of a command: it fails as unavailable and is not sent again', async (t) => {
  const server = await startValkey({ port: await freePort(), appendOnly: false })
  t.after(() => server.stop())
  const { redis } = connect(t, server.url)
  await redis.ping()
  process.kill(server.pid, 'SIGSTOP')
  const frozen = redis.incr('n').catch((error) => error)
  const begin = performance.now()
  assert.ok(isUnavailable(await frozen))
  assert.ok(performance.now() - begin < 1_500, 'the time limit of a command')
  const cut = redis.incr('n').catch((error) => error)
  process.kill(server.pid, 'SIGKILL')
  assert.ok(isUnavailable(await cut))
})

test('callFunction: an error of the function itself is not unavailability, nor is its library loaded again', async (t) => {
  const { url, close } = await testValkey()
  t.after(close)
  const { redis } = connect(t, url)
  const error = await callFunction(redis, library, 'count_up', ['n'], ['many']).catch((error: Error) => error)
  assert.match(String(error), /not an integer/)
  assert.ok(!isUnavailable(error))
})

test('callFunction: code whose header names another library is refused', async (t) => {
  const { url, close } = await testValkey()
  t.after(close)
  const { redis } = connect(t, url)
  const wrong = { name: 'other', code: library.code.replaceAll('count', 'recount') }
  await assert.rejects(callFunction(redis, wrong, 'recount_up', ['n'], [1]), /must begin with #!lua name=other/)
})
