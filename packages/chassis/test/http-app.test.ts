import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { httpApp } from '@saleday/chassis/http-app'
import { exampleContract, exampleRoutes } from './example.ts'
import { chassisFixture, customerToken, serve, serviceToken } from './fixture.ts'

const { chassis, lines } = chassisFixture()
let server: Awaited<ReturnType<typeof serve>>
before(async () => {
  server = await serve(httpApp(chassis, exampleContract, (on) => exampleRoutes(on)))
})
after(() => server.close())

type Body = Record<string, unknown> & { errors?: { field: string }[] }
async function ask(path: string, init: RequestInit & { json?: unknown } = {}) {
  const { json, ...rest } = init
  const response = await fetch(server.url + path, {
    ...rest,
    ...(json === undefined
      ? {}
      : {
          method: 'POST',
          body: JSON.stringify(json),
          headers: { 'content-type': 'application/json', ...rest.headers },
        }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Body }
}
/** What comes back for these bytes until the server closes the connection. */
const raw = (bytes: string) =>
  new Promise<string>((resolve) => {
    let text = ''
    connect(server.port, '127.0.0.1', function (this: import('node:net').Socket) {
      this.write(bytes)
    })
      .on('data', (chunk) => {
        text += chunk
      })
      .on('close', () => resolve(text))
  })
const metric = async (pattern: RegExp) =>
  (await chassis.metrics.metrics()).split('\n').filter((line) => pattern.test(line))

describe('a request', () => {
  test('is validated, with defaults filled in', async () => {
    const { status, body } = await ask('/api/echo/ab', { json: { quantity: 2 }, headers: { 'x-color': 'red' } })
    assert.equal(status, 200)
    assert.deepEqual(body, { params: { name: 'ab' }, query: { limit: 1 }, color: 'red', body: { quantity: 2 } })
  })

  test('that is wrong in several places hears of all of them', async () => {
    const { status, body } = await ask('/api/echo/abcdef?limit=99&x=1', {
      json: { quantity: 0, price: 1 },
      headers: { 'x-color': 'green' },
    })
    assert.deepEqual([status, body.code], [400, 'invalid_request'])
    assert.deepEqual(body.errors?.map(({ field }) => field).sort(), [
      'limit',
      'name',
      'price',
      'quantity',
      'x',
      'x-color',
    ])
  })

  for (const [what, path, expected] of [
    ['an unknown path', '/api/nothing', [404, 'not_found']],
    ['a path that cannot be decoded', '/api/broken/%E0%A4%A', [400, 'invalid_request']],
    ['the method of another route', '/api/echo/ab', [405, 'method_not_allowed']],
    ['a dependency that is away', '/api/broken/away', [503, 'unavailable']],
    ['a bug', '/api/broken/bug', [500, 'internal']],
    ['an answer that breaks the contract', '/api/broken/reply', [500, 'internal']],
  ] as const) {
    test(`${what} is ${expected[0]} as a problem`, async () => {
      const { status, headers, body } = await ask(path)
      assert.deepEqual([status, body.code, headers.get('content-type')], [...expected, 'application/problem+json'])
      assert.equal(body.instance, headers.get('x-request-id'))
      assert.doesNotMatch(JSON.stringify(body), /secret cause|at .*\.ts/)
      if (status === 503) assert.ok(headers.get('retry-after'))
      if (status === 405) assert.equal(headers.get('allow'), 'POST')
      if (status === 400) assert.deepEqual(body.errors, [{ field: 'path', message: 'cannot be decoded' }])
    })
  }

  test('a bug is logged with its cause under the id that the caller got', async () => {
    const { headers } = await ask('/api/broken/bug')
    const line = lines.find((line) => line.requestId === headers.get('x-request-id') && line.level === 50)
    assert.match(JSON.stringify(line), /the secret cause/)
  })

  test('a body that is not JSON, of another type, or too large', async () => {
    const post = (body: string, type = 'application/json') =>
      ask('/api/echo/ab', { method: 'POST', body, headers: { 'content-type': type } })
    assert.equal((await post('{')).body.code, 'malformed_body')
    assert.equal((await post('a=1', 'application/x-www-form-urlencoded')).status, 415)
    assert.equal((await post('{}', 'application/json; charset=iso-8859-1')).status, 415)
    assert.equal((await post(JSON.stringify({ quantity: 1, note: 'x'.repeat(100_000) }))).status, 413)
    assert.equal((await post('')).status, 400)
    assert.equal((await post('null')).status, 400)
    assert.equal((await post('{"__proto__": {"quantity": 1}}')).status, 400)
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    assert.equal((await ask('/api/echo/ab', { method: 'POST', body: 'no gzip', headers })).body.code, 'malformed_body')
  })

  test('a body that does not arrive is 408 and ends the connection', async () => {
    const head = 'POST /api/echo/ab HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nx-deadline-ms: 1\r\n'
    assert.match(await raw(`${head}content-length: 50\r\n\r\n{`), /^HTTP\/1.1 408 .*"code":"request_timeout"/s)
  })

  test('the OpenAPI document is for reading', async () => {
    const { status, headers } = await ask('/openapi.json', { json: {} })
    assert.deepEqual([status, headers.get('allow')], [405, 'GET, HEAD'])
  })

  test('every answer has the security headers', async () => {
    for (const path of ['/api/slow/0', '/api/nothing', '/openapi.json']) {
      const { headers } = await ask(path)
      assert.match(headers.get('x-request-id')!, /^[0-9a-f-]{36}$/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.match(headers.get('content-security-policy')!, /default-src 'none'/)
      assert.equal(headers.get('x-powered-by'), null)
      assert.equal(headers.get('cache-control'), path === '/openapi.json' ? 'public, max-age=60' : 'no-store')
    }
  })

  test('a whole address, as a proxy may send it, leads where its path does', async () => {
    const get = (target: string) => raw(`GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`)
    assert.match(await get('http://shop.test:8080/api/slow/0?a=/b'), /^HTTP\/1.1 200 /)
    for (const target of ['http://shop.test', 'http://shop.test?a=/api/slow/0', '/http://shop.test/api/slow/0', '*'])
      assert.match(await get(target), /^HTTP\/1.1 404 /, target)
  })

  test('HEAD is answered like GET, without a body', async () => {
    const response = await fetch(`${server.url}/api/slow/0`, { method: 'HEAD' })
    assert.equal(response.status, 200)
    assert.ok(Number(response.headers.get('content-length')) > 0)
    assert.equal(await response.text(), '')
  })

  test('bytes that are no HTTP, and headers that are too large, are answered with a problem', async () => {
    assert.match(await raw('hello\r\n\r\n'), /\r\nx-request-id: [0-9a-f-]{36}\r\nx-content-type-options: nosniff\r\n/)
    assert.match(await raw('hello\r\n\r\n'), /^HTTP\/1.1 400 .*"code":"invalid_request"/s)
    assert.match(
      await raw(`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`),
      /^HTTP\/1.1 431 .*"code":"headers_too_large"/s,
    )
  })

  test('HTTP that Node would refuse without a body is answered with a problem', async () => {
    assert.match(await raw('GET /api/slow/0 HTTP/1.1\r\n\r\n'), /^HTTP\/1.1 400 .*"code":"invalid_request"/s)
    assert.match(await raw('CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n'), /^HTTP\/1.1 405 .*"code":"method_not_allowed"/s)
    const expecting = 'GET /api/slow/0 HTTP/1.1\r\nhost: a\r\nexpect: tea\r\nconnection: close\r\n\r\n'
    assert.match(await raw(expecting), /^HTTP\/1.1 200 /)
  })

  test('is counted by template, method and status, never by path', async () => {
    await ask('/api/slow/1')
    await ask('/api/slow/2')
    await ask('/api/no-such-path')
    const counted = await metric(/^http_requests_total/)
    assert.ok(counted.some((line) => /route="\/api\/slow\/:ms",method="GET",status="200"/.test(line)))
    assert.ok(counted.some((line) => /route="unknown",method="GET",status="404"/.test(line)))
    assert.ok(!counted.some((line) => line.includes('no-such-path')))
    assert.ok((await metric(/^http_request_duration_seconds_bucket\{le="0.001"/)).length > 0)
    assert.ok((await metric(/^http_request_duration_seconds_bucket\{le="10"/)).length > 0)
  })

  test('takes its id, deadline and trace from its headers', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const { headers, body } = await ask('/api/slow/0', {
      headers: { 'x-request-id': 'my-request-1', 'x-deadline-ms': '500', traceparent },
    })
    assert.equal(headers.get('x-request-id'), 'my-request-1')
    assert.ok((body.remainingMs as number) <= 500)
    assert.equal(body.traceparent, traceparent)
    const line = lines.findLast(({ msg, requestId }) => msg === 'request' && requestId === 'my-request-1')
    assert.equal(line?.traceId, '0af7651916cd43dd8448eb211c80319c')
  })

  test('an id or deadline that is not one is replaced', async () => {
    const { headers, body } = await ask('/api/slow/0', {
      headers: { 'x-request-id': 'a b', 'x-deadline-ms': '99999999' },
    })
    assert.match(headers.get('x-request-id')!, /^[0-9a-f-]{36}$/)
    assert.ok((body.remainingMs as number) <= 8_000)
  })

  test('whose handler goes on past the deadline is answered for it', async () => {
    const { status, body } = await ask('/api/slow/3000', { headers: { 'x-deadline-ms': '50' } })
    assert.deepEqual([status, body.code], [503, 'deadline_exceeded'])
  })
})

describe('access', () => {
  test('a route for customers knows who calls; one for anyone takes both', async () => {
    const headers = { authorization: `Bearer ${await customerToken()}` }
    assert.equal((await ask('/api/mine', { headers })).body.customerId, 'customer-1')
    assert.equal((await ask('/api/either', { headers })).body.customerId, 'customer-1')
    assert.equal((await ask('/api/either')).body.customerId, null)
    assert.equal((await ask('/api/either', { headers: { authorization: 'Bearer wrong.wrong.wrong' } })).status, 401)
    assert.equal((await ask('/api/mine')).status, 401)
  })

  test('a token that was seen before still expires', async () => {
    const token = await customerToken({ exp: Math.floor(Date.now() / 1000) + 2 })
    const headers = { authorization: `Bearer ${token}` }
    assert.equal((await ask('/api/mine', { headers })).status, 200)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    const { status, body } = await ask('/api/mine', { headers })
    assert.deepEqual([status, body.code], [401, 'token_expired'])
  })

  test('a route for services takes a token of its audience, from those whom it names', async () => {
    const as = async (token: string) => ask('/internal/inner', { headers: { authorization: `Bearer ${token}` } })
    assert.equal((await as(await serviceToken('order'))).body.caller, 'order')
    assert.deepEqual((await as(await serviceToken('cart'))).body.code, 'forbidden')
    assert.equal((await as(await serviceToken('order', 'payment'))).status, 401)
    assert.equal((await as(await customerToken())).status, 401)
    assert.equal((await ask('/internal/inner')).status, 401)
  })
})

describe('a page of another site', () => {
  const from = (site: string) => ({ 'sec-fetch-site': site })
  const post = (site: string) => ask('/api/echo/ab', { json: { quantity: 1 }, headers: from(site) })

  test('may change nothing, nor one of a subdomain; the shop itself, and people, may', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const { status, body } = await post(site)
      assert.deepEqual([status, body.code], [403, 'cross_site'])
    }
    for (const site of ['same-origin', 'none']) assert.equal((await post(site)).status, 200)
  })

  test('may link here', async () => {
    assert.equal((await ask('/api/slow/0', { headers: from('cross-site') })).status, 200)
  })

  test('gets no permission to send JSON, nor to read', async () => {
    const { status, headers } = await ask('/api/echo/ab', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example' },
    })
    assert.deepEqual([status, headers.get('access-control-allow-origin')], [405, null])
    assert.equal((await ask('/api/slow/0')).headers.get('access-control-allow-origin'), null)
  })

  test('may call a route for every origin, and read its answers and problems, but not with cookies', async () => {
    const origin = { ...from('cross-site'), origin: 'null' }
    const preflight = await ask('/api/open', { method: 'OPTIONS', headers: origin })
    assert.equal(preflight.status, 204)
    assert.equal(preflight.headers.get('access-control-allow-methods'), 'POST')
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type')
    for (const [quantity, status] of [
      [1, 200],
      [0, 400],
    ]) {
      const answer = await ask('/api/open', { json: { quantity }, headers: origin })
      assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [status, '*'])
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    }
  })
})

describe('too many requests at once', () => {
  test('sheds browsing first and checkout last, and never what must go on', async () => {
    const browsing = Array.from({ length: 6 }, () => ask('/api/slow/700')) // 60 % of ten
    await new Promise((resolve) => setTimeout(resolve, 200))
    const shed = await ask('/api/slow/0')
    assert.deepEqual([shed.status, shed.body.code], [503, 'overloaded'])
    assert.ok(shed.headers.get('retry-after'))
    const paying = Array.from({ length: 4 }, () => ask('/api/pay/500'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal((await ask('/api/pay/0')).status, 503)
    assert.equal((await ask('/api/important/0')).status, 200)
    for (const { status } of await Promise.all([...browsing, ...paying])) assert.equal(status, 200)
    assert.equal((await ask('/api/slow/0')).status, 200)
    assert.match((await metric(/^http_requests_shed_total.*browse/))[0]!, / 1$/)
  })

  test('event streams do not count, and a client that goes away is counted as gone', async () => {
    const clients = new AbortController()
    const streams = await Promise.all(
      Array.from({ length: 12 }, () => fetch(`${server.url}/api/events`, { signal: clients.signal })),
    )
    assert.deepEqual([...new Set(streams.map(({ status }) => status))], [200])
    assert.equal((await ask('/api/slow/0')).status, 200)
    const impatient = fetch(`${server.url}/api/slow/400`, { signal: AbortSignal.timeout(100) })
    await assert.rejects(impatient)
    clients.abort()
    await new Promise((resolve) => setTimeout(resolve, 500))
    assert.ok((await metric(/^http_requests_total.*status="499"/)).length > 0)
    assert.match((await metric(/^http_requests_in_flight/))[0]!, / 0$/)
  })
})

test('while the process drains every answer asks for its connection to be closed', async () => {
  const draining = await serve(
    httpApp(chassisFixture({ isDraining: () => true }).chassis, exampleContract, (on) => exampleRoutes(on)),
  )
  const { headers } = await fetch(`${draining.url}/api/slow/0`)
  assert.equal(headers.get('connection'), 'close')
  await draining.close()
})

test('logs hold no token, cookie or password', async () => {
  const token = await customerToken()
  await ask('/api/mine', { headers: { authorization: `Bearer ${token}`, cookie: 'saleday_refresh=abc' } })
  assert.doesNotMatch(JSON.stringify(lines), new RegExp(token.slice(-20)))
  assert.doesNotMatch(JSON.stringify(lines), /saleday_refresh/)
})
