import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkHistories } from '../src/check-histories.ts'
import type { History } from '../src/history.ts'
import { ownParts } from '../src/parts.ts'
import { runHistory } from '../src/run-history.ts'
import { fairWeather } from '../src/wire.ts'
import { brokenRules } from './broken-rules.ts'

test('250 histories with a seed of today leave the books in order', async (t) => {
  const seed = Math.floor(Date.now() / 1000)
  t.diagnostic(`seed ${seed}`)
  const { runs, seen, failure } = await checkHistories({ runs: 250, seed })
  assert.deepEqual(failure, undefined, `npm run simulate -- --seed ${failure?.seed} --path ${failure?.path} --trace`)
  assert.equal(runs, 250)
  // A world in which nothing happens breaks no books.
  for (const what of ['confirmed', 'rejected', 'cancelled', 'shipped', '201', '202', '402', '409'])
    assert.ok(seen[what]! > 0, `no history had ${what}`)
})

test('a seed makes the same histories again', async () => {
  assert.deepEqual(await checkHistories({ runs: 60, seed: 7 }), await checkHistories({ runs: 60, seed: 7 }))
})

test('a failure comes back from its seed and path, and is made small', async () => {
  const { parts } = brokenRules.find(({ rule }) => rule.startsWith('release also ends a committed hold'))!
  const withoutRule = { ...ownParts, ...parts }
  const { failure } = await checkHistories({ runs: 200, seed: 3, parts: withoutRule })
  assert.ok(failure)
  assert.deepEqual(failure.history.steps.map(({ is }) => is).sort(), ['buy', 'cancel'])
  const again = await checkHistories({ runs: 200, seed: failure.seed, path: failure.path, parts: withoutRule })
  assert.deepEqual(again.failure?.history, failure.history)
  assert.equal(again.failure?.error, failure.error)
})

const quiet = (steps: History['steps']): History => ({ luck: 1, units: [2, 2], weather: fairWeather, steps })
const buy = { afterMs: 0, is: 'buy', customer: 0, product: 0, quantity: 1, card: 'ok' } as const

test('in fair weather an order is confirmed, shipped and partly refunded', async () => {
  const { states, answers } = await runHistory(
    quiet([buy, { afterMs: 1_000, is: 'ship', purchase: 0 }, { afterMs: 2_000, is: 'refund', purchase: 0, cents: 30 }]),
  )
  assert.deepEqual(states, ['shipped'])
  assert.deepEqual(answers, [201])
})

test('an order whose pods have died at once is decided by those that come after them', async () => {
  const crash = (pod: number) => ({ afterMs: 0, is: 'crash', service: 'order', pod, downMs: 4_000 }) as const
  for (const diesAfterMs of [10, 20, 30, 40, 50, 60]) {
    const { states } = await runHistory(quiet([buy, { ...crash(0), afterMs: diesAfterMs }, crash(1)]))
    assert.deepEqual(states, ['confirmed'])
  }
})

test('a bank that is away longer than the shop waits: 202, then the order is cancelled and nothing is charged', async () => {
  const away = { afterMs: 0, is: 'away', service: 'bank', forMs: 60_000 } as const
  const { states, answers } = await runHistory(quiet([away, buy, { afterMs: 10_000, is: 'restock', product: 1 }]))
  assert.deepEqual(states, ['rejected'])
  assert.deepEqual(answers, [202])
})
