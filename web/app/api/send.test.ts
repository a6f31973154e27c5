import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoAnswer, Refusal } from './failures.ts'
import { onlyOnce, sender, successOf, type World } from './send.ts'

type Given = Response | Error

/** A world that gives these answers, one after the other, and in which pauses take no time. */
function worldOf(...answers: Given[]) {
  const requests: { path: string; init: RequestInit }[] = []
  const pauses: number[] = []
  let nowMs = 0
  const world: World = {
    fetch: async (path, init) => {
      requests.push({ path: String(path), init: init ?? {} })
      const answer = answers.shift()
      if (answer === undefined) throw new Error('no more answers')
      if (answer instanceof Error) throw answer
      return answer
    },
    nowMs: () => nowMs,
    random: () => 0.5,
    pause: async (ms) => {
      pauses.push(ms)
      nowMs += ms
    },
  }
  return { world, requests, pauses }
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

test('what nobody answered, or with 503, is sent again with the same headers until there is an answer', async () => {
  const { world, requests, pauses } = worldOf(
    new TypeError('reset'),
    json(503, {}, { 'retry-after': '2' }),
    json(200, [1]),
  )
  const question = { method: 'POST', path: '/x', headers: { 'idempotency-key': 'k' }, body: { a: 1 } } as const
  assert.deepEqual((await sender(world)(question)).body, [1])
  assert.equal(requests.length, 3)
  for (const { path, init } of requests) {
    assert.equal(path, '/x')
    assert.deepEqual(init.headers, { 'content-type': 'application/json', 'idempotency-key': 'k' })
    assert.equal(init.body, '{"a":1}')
  }
  assert.ok(pauses[1]! >= 2000, 'it waits as long as it was asked to')
})

test('an answer that breaks off in the middle is none', async () => {
  const broken = new Response('{"a":', { headers: { 'content-type': 'application/json' } })
  const { world } = worldOf(broken, json(200, { a: 1 }))
  assert.deepEqual((await sender(world)({ path: '/x' })).body, { a: 1 })
})

test('a definite refusal is not sent again', async () => {
  const { world, requests } = worldOf(json(409, { code: 'out_of_stock', detail: 'None left.' }))
  const answer = await sender(world)({ path: '/x' })
  assert.throws(
    () => successOf(answer),
    (error) => error instanceof Refusal && error.code === 'out_of_stock' && error.message === 'None left.',
  )
  assert.equal(requests.length, 1)
})

test('after the last attempt it gives up, and says what the last answer was', async () => {
  const { world } = worldOf(...Array.from({ length: 20 }, () => json(503, {})))
  await assert.rejects(sender(world)({ path: '/x' }), (error) => error instanceof NoAnswer && error.status === 503)
})

test('what must not be sent twice is sent once', async () => {
  const { world, requests } = worldOf(new TypeError('reset'), json(201, {}))
  await assert.rejects(sender(world)({ method: 'POST', path: '/x', limits: onlyOnce }), NoAnswer)
  assert.equal(requests.length, 1)
})

test('an answer without JSON has no body', async () => {
  const { world } = worldOf(new Response(null, { status: 204 }))
  assert.deepEqual(successOf(await sender(world)({ path: '/x' })), undefined)
})
