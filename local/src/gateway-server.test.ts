import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { createGateway } from './gateway-server.ts'
import { type ServerName, servers } from './parties.ts'

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port

async function upstreamOf(t: TestContext, listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return server
}

/** A gateway whose every upstream is the one given; or those that are named, and nobody where the others should be. */
async function gatewayTo(t: TestContext, to: number | Partial<Record<ServerName, number>>) {
  const portFor = (name: ServerName) => (typeof to === 'number' ? to : (to[name] ?? 1))
  const upstreams = Object.fromEntries(servers.map((name) => [name, `http://127.0.0.1:${portFor(name)}`])) as Record<
    ServerName,
    string
  >
  const gateway = createGateway(upstreams)
  const server = await gateway.listen(0, '127.0.0.1')
  t.after(() => gateway.drain({ lingerMs: 0, limitMs: 0 }))
  return { gateway, url: `http://127.0.0.1:${portOf(server)}`, port: portOf(server) }
}

async function send(
  url: string,
  options: Parameters<typeof request>[1] & { body?: string } = {},
): Promise<IncomingMessage> {
  const sent = request(url, { agent: false, ...options })
  sent.end(options.body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return answer
}

async function problemOf(answer: IncomingMessage): Promise<{ status: number; code: string }> {
  assert.equal(answer.headers['content-type'], 'application/problem+json')
  return JSON.parse(await text(answer))
}

test('the gateway, a POST with a body, hands on method, path, headers and body, and the answer with all its cookies', async (t) => {
  let seen:
    | { method?: string | undefined; url?: string | undefined; headers: IncomingMessage['headers']; body: string }
    | undefined
  const upstream = await upstreamOf(t, async (req, res) => {
    seen = { method: req.method, url: req.url, headers: req.headers, body: await text(req) }
    res.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] }).end('{"ok":true}')
  })
  const { url } = await gatewayTo(t, portOf(upstream))
  const answer = await send(`${url}/api/orders?x=1`, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json', traceparent: '00-a-b-01', 'x-deadline-ms': '1' },
  })
  assert.equal(answer.statusCode, 201)
  assert.deepEqual(answer.headers['set-cookie'], ['a=1', 'b=2'])
  assert.equal(await text(answer), '{"ok":true}')
  assert.equal(seen?.method, 'POST')
  assert.equal(seen?.url, '/api/orders?x=1')
  assert.equal(seen?.body, '{"a":1}')
  assert.equal(seen?.headers.traceparent, '00-a-b-01')
  assert.equal(seen?.headers['x-deadline-ms'], undefined)
  assert.equal(seen?.headers['x-forwarded-for'], '127.0.0.1')
})

test('the gateway, one request after another, keeps its connection to the service', async (t) => {
  let connections = 0
  const upstream = await upstreamOf(t, (_req, res) => void res.end('x'))
  upstream.on('connection', () => {
    connections += 1
  })
  const { url } = await gatewayTo(t, portOf(upstream))
  for (let i = 0; i < 10; i++) await text(await send(`${url}/api/products`))
  assert.equal(connections, 1)
})

test('the gateway, server-sent events, hands each on when it is sent', async (t) => {
  let sendNext: (() => void) | undefined
  const upstream = await upstreamOf(t, (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.flushHeaders()
    sendNext = () => void res.write('data: 1\n\n')
  })
  const { url } = await gatewayTo(t, portOf(upstream))
  const answer = await send(`${url}/api/orders/1/events`)
  assert.equal(answer.headers['content-type'], 'text/event-stream', 'the head comes before the first event')
  sendNext!()
  const [chunk] = await once(answer, 'data')
  assert.equal(String(chunk), 'data: 1\n\n')
  answer.destroy()
})

test('the gateway, a client that goes away, ends the call to the service', async (t) => {
  const closed = Promise.withResolvers<void>()
  const upstream = await upstreamOf(t, (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.flushHeaders()
    req.socket.once('close', () => closed.resolve())
  })
  const { url } = await gatewayTo(t, portOf(upstream))
  const answer = await send(`${url}/api/orders/1/events`)
  answer.destroy()
  await closed.promise
})

test('the gateway, a path for nobody, answers 404 as a problem', async (t) => {
  const { url } = await gatewayTo(t, 1)
  for (const path of ['/internal/prices', '/webhooks/bank', '/api/nothing']) {
    const answer = await send(url + path, { method: 'POST' })
    assert.equal(answer.statusCode, 404)
    assert.equal((await problemOf(answer)).code, 'not_found')
  }
})

test('the gateway, a page, hands it on to web as it was asked for', async (t) => {
  const upstream = await upstreamOf(t, (req, res) => void res.end(`web has ${req.url}`))
  const { url } = await gatewayTo(t, { web: portOf(upstream) })
  assert.equal(await text(await send(`${url}/search?q=lamp`)), 'web has /search?q=lamp')
  assert.equal((await send(`${url}/api/products`)).statusCode, 503)
})

test('the gateway, a service that is not there, answers 503 with Retry-After', async (t) => {
  const gone = createTcpServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const port = portOf(gone)
  gone.close()
  const { url } = await gatewayTo(t, port)
  const answer = await send(`${url}/api/products`)
  assert.equal(answer.statusCode, 503)
  assert.equal(answer.headers['retry-after'], '1')
  assert.equal((await problemOf(answer)).code, 'unavailable')
})

test('the gateway, a service that breaks off before it answers, answers 502 and does not send again', async (t) => {
  let calls = 0
  const upstream = await upstreamOf(t, (req) => {
    calls += 1
    req.socket.destroy()
  })
  const { url } = await gatewayTo(t, portOf(upstream))
  const answer = await send(`${url}/api/products`)
  assert.equal(answer.statusCode, 502)
  assert.equal((await problemOf(answer)).code, 'bad_gateway')
  assert.equal(calls, 1)
})

test('the gateway, a service that breaks off within its answer, cuts the connection', async (t) => {
  const upstream = await upstreamOf(t, (req, res) => {
    res.writeHead(200, { 'content-length': '100' })
    res.write('half', () => req.socket.destroy())
  })
  const { url } = await gatewayTo(t, portOf(upstream))
  const answer = await send(`${url}/api/products`)
  assert.equal(answer.statusCode, 200)
  await assert.rejects(text(answer), { code: 'ECONNRESET' })
})

test('the gateway, what is not HTTP, answers 400 as a problem', async (t) => {
  const { port } = await gatewayTo(t, 1)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nbroken\r\n\r\n')
  const answer = await text(socket)
  assert.match(answer, /^HTTP\/1.1 400 /)
  assert.match(answer, /"code":"invalid_request"/)
})

test('the gateway, HTTP that Node would refuse without a body, answers with a problem', async (t) => {
  const { port } = await gatewayTo(t, 1)
  for (const [bytes, expected] of [
    ['GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400 .*"code":"invalid_request"/s],
    ['CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n', /^HTTP\/1.1 405 .*"code":"method_not_allowed"/s],
    ['GET /internal HTTP/1.1\r\nhost: a\r\nexpect: tea\r\nconnection: close\r\n\r\n', /^HTTP\/1.1 404 /],
  ] as const) {
    const socket = connect(port, '127.0.0.1')
    socket.write(bytes)
    assert.match(await text(socket), expected)
  }
})

test('the gateway, drained with a request in flight, finishes it and then closes', async (t) => {
  const arrived = Promise.withResolvers<void>()
  let finish: (() => void) | undefined
  const upstream = await upstreamOf(t, (_req, res) => {
    finish = () => void res.end('done')
    arrived.resolve()
  })
  const { gateway, url } = await gatewayTo(t, portOf(upstream))
  const answer = send(`${url}/api/products`)
  await arrived.promise
  const drained = gateway.drain({ lingerMs: 20, limitMs: 5_000 })
  finish!()
  const { statusCode, headers } = await answer
  assert.equal(statusCode, 200)
  assert.equal(headers.connection, 'close')
  await drained
  await assert.rejects(send(`${url}/api/products`), { code: 'ECONNREFUSED' })
})
