import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { newContext } from '@saleday/chassis/context'
import { NoAnswer, Refused, type ServiceClient, serviceClient } from '@saleday/chassis/service-client'
import { echo, inner, slow } from './example.ts'
import { chassisFixture, serve } from './fixture.ts'

const { chassis } = chassisFixture()
let server: Awaited<ReturnType<typeof serve>>
let client: ServiceClient
let seen: IncomingMessage[] = []
let answer: (req: IncomingMessage, res: ServerResponse) => void
before(async () => {
  server = await serve(
    createServer((req, res) => {
      seen.push(req)
      answer(req, res)
    }),
  )
  client = serviceClient(chassis, { to: 'product', url: `${server.url}/base/` })
})
after(async () => {
  await client.close()
  await server.close()
})

const context = () => newContext(chassis.log, 1_000)
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  seen = []
  answer = (_req, res) => res.writeHead(status, headers).end(JSON.stringify(body))
}

describe('a call to another service', () => {
  test('has path, query, token, deadline, request id and trace', async () => {
    answering(200, { fine: true })
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const request = { params: { name: 'a/b' }, query: { limit: 3 }, body: { quantity: 1 } }
    assert.deepEqual(await client.call(echo, request, { ...context(), traceparent }), { fine: true })
    const [{ url, headers, method }] = seen as [IncomingMessage]
    assert.deepEqual([method, url], ['POST', '/base/api/echo/a%2Fb?limit=3'])
    assert.match(headers.authorization!, /^Bearer ey/)
    assert.ok(Number(headers['x-deadline-ms']) > 900 && Number(headers['x-deadline-ms']) < 1_000)
    assert.match(headers['x-request-id'] as string, /^[0-9a-f-]{36}$/)
    assert.equal(headers.traceparent, traceparent)
  })

  test('a 4xx is Refused, with its code and problem', async () => {
    answering(409, { code: 'out_of_stock', products: [1] })
    await assert.rejects(client.call(inner, {}, context()), (error) => {
      assert.ok(error instanceof Refused)
      assert.deepEqual([error.status, error.code, error.problem.products], [409, 'out_of_stock', [1]])
      return true
    })
  })

  for (const status of [500, 502, 503, 429, 408]) {
    test(`${status} is NoAnswer, is not sent again, and says when to come back`, async () => {
      answering(status, { code: 'x' }, { 'retry-after': '2' })
      await assert.rejects(
        client.call(inner, {}, context()),
        (error) => error instanceof NoAnswer && error.reason === 'error' && error.retryAfterMs === 2_000,
      )
      assert.equal(seen.length, 1)
    })
  }

  test('a connection that is cut is tried once more where the call is idempotent, and only there', async () => {
    seen = []
    answer = (_req, res) => (seen.length === 1 ? res.destroy() : res.end('{"second":true}'))
    assert.deepEqual(await client.call(inner, {}, context()), { second: true })
    seen = []
    answer = (_req, res) => res.destroy()
    await assert.rejects(
      client.call(inner, {}, context()),
      (error) => error instanceof NoAnswer && error.reason === 'connection',
    )
    assert.equal(seen.length, 2)
    seen = []
    await assert.rejects(client.call(echo, { params: { name: 'a' }, body: { quantity: 1 } }, context()), NoAnswer)
    assert.equal(seen.length, 1)
  })

  test('when everything fails, retries end with their budget', async () => {
    seen = []
    answer = (_req, res) => res.destroy()
    const fresh = serviceClient(chassis, { to: 'product', url: server.url })
    for (let n = 0; n < 100; n++) await client.call(inner, {}, context()).catch(() => {})
    assert.ok(seen.length < 140, `${seen.length} attempts for 100 calls`)
    await fresh.close()
  })

  test('no answer in time is NoAnswer, for its own limit and for the deadline', async () => {
    seen = []
    answer = () => {}
    const startedAt = Date.now()
    await assert.rejects(
      client.call(slow, { params: { ms: 1 } }, context(), { timeoutMs: 100 }),
      (error) => error instanceof NoAnswer && error.reason === 'timeout',
    )
    await assert.rejects(client.call(slow, { params: { ms: 1 } }, newContext(chassis.log, 150)), NoAnswer)
    assert.ok(Date.now() - startedAt < 800)
    const before = seen.length
    await assert.rejects(client.call(slow, { params: { ms: 1 } }, newContext(chassis.log, 5)), NoAnswer)
    assert.equal(seen.length, before, 'no call is sent whose answer could not be waited for')
  })

  test('a call whose time ends while it waits for a connection is never sent', async () => {
    seen = []
    const held: ServerResponse[] = []
    answer = (_req, res) => held.push(res)
    const narrow = serviceClient(chassis, { to: 'product', url: server.url, maxConnections: 1 })
    const first = narrow.call(inner, {}, context())
    while (held.length < 1) await sleep(5) // else the other one may get the connection
    const timedOut = (error: unknown) => error instanceof NoAnswer && error.reason === 'timeout'
    await assert.rejects(narrow.call(slow, { params: { ms: 1 } }, context(), { timeoutMs: 100 }), timedOut)
    for (const res of held) res.end('{"first":true}')
    assert.deepEqual(await first, { first: true })
    answer = (_req, res) => res.end('{"third":true}')
    assert.deepEqual(await narrow.call(inner, {}, context()), { third: true })
    assert.deepEqual(
      seen.map(({ url }) => url),
      ['/internal/inner', '/internal/inner'],
    )
    await narrow.close()
  })

  test('a call that waited for a connection says how little time is left when it is sent', async () => {
    seen = []
    const held: ServerResponse[] = []
    answer = (_req, res) => held.push(res)
    const narrow = serviceClient(chassis, { to: 'product', url: server.url, maxConnections: 1 })
    const calls = [1, 2].map(() => narrow.call(inner, {}, context()))
    while (held.length < 1) await sleep(5)
    await sleep(300)
    held[0]!.end('{}')
    while (held.length < 2) await sleep(5)
    held[1]!.end('{}')
    await Promise.all(calls)
    const [first, second] = seen.map(({ headers }) => Number(headers['x-deadline-ms']))
    assert.ok(first! > 900 && second! <= first! - 300, `${first} and ${second}`)
    await narrow.close()
  })

  test('a 200 that is not JSON is NoAnswer: the call may have been done', async () => {
    seen = []
    answer = (_req, res) => res.end('<html>')
    await assert.rejects(client.call(inner, {}, context()), NoAnswer)
  })

  test('the bank gets no service token', async () => {
    answering(200, {})
    const bank = serviceClient(chassis, { to: 'bank', url: server.url })
    await bank.call(slow, { params: { ms: 1 } }, context())
    assert.equal(seen[0]?.headers.authorization, undefined)
    await bank.close()
  })
})
