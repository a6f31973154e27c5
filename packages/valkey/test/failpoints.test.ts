import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { armFailpoints } from '@saleday/chassis/failpoint'
import { testValkey } from '@saleday/testing/test-valkey'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { createValkey } from '../src/client.ts'
import { isUnavailable } from '../src/errors.ts'
import { callFunction } from '../src/functions.ts'

const passed: string[] = []
let isLost = false
armFailpoints(async (name, work, lost) => {
  passed.push(name)
  const result = await work()
  if (isLost) throw lost()
  return result
})

const { url, close } = await testValkey()
const redis = createValkey({ url, name: 'test', log: pino({ level: 'silent' }), metrics: new Registry() })
after(async () => {
  redis.disconnect()
  await close()
})

test('a command that writes is a failpoint, one that reads is none; a function by its own name', async () => {
  const name = 'test_0123456789ab'
  const code = `#!lua name=${name}\nredis.register_function('${name}_put', function(keys) return redis.call('SET', keys[1], 'x') end)`
  await redis.set('a', 1)
  await redis.get('a')
  await callFunction(redis, { name, code }, `${name}_put`, ['b'], [])
  assert.deepEqual(
    [...new Set(passed)],
    ['set', 'put', 'function'].map((each) => `valkey.${each}`),
  )
  assert.equal(await redis.get('b'), 'x')
})

test('a command whose answer is lost is done, and unavailable', async () => {
  isLost = true
  await assert.rejects(redis.set('a', 2), isUnavailable)
  assert.equal(await redis.get('a'), '2')
})
