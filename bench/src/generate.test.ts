import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { generate } from './generate.ts'

async function served<T>(listener: RequestListener, work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await work((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
const plan = { connections: 2, warmUpMs: 50, durationMs: 300, expect: [200] }

test('generate sends its requests in turn over its connections, and counts each answer', async () => {
  const seen: string[] = []
  const result = await served(
    (req, res) => {
      seen.push(req.url!)
      res.writeHead(seen.length % 2 === 0 ? 200 : 404, { 'content-length': 2 }).end('ok')
    },
    (port) => generate({ ...plan, port, requests: [{ path: '/one' }, { path: '/two' }] }),
  )
  assert.deepEqual(seen.slice(0, 4).sort(), ['/one', '/one', '/two', '/two'])
  assert.equal(result.statuses['200']! + result.statuses['404']!, seen.length)
  assert.ok(result.answers > 0 && result.answers <= seen.length)
})

test('generate at a rate sends what arrives, and no more however fast the answers come', async () => {
  let count = 0
  const begunMs = performance.now()
  const result = await served(
    (_req, res) => {
      count++
      res.writeHead(200, { 'content-length': 0 }).end()
    },
    (port) => generate({ ...plan, port, ratePerSecond: 100, requests: [{ path: '/' }] }),
  )
  assert.equal(result.statuses['200'], count)
  assert.ok(count > 0 && count <= 1 + (performance.now() - begunMs) / 10)
})

test('generate at a rate counts the time that an arrival waits for a connection', async () => {
  const result = await served(
    (_req, res) => setTimeout(() => res.writeHead(200, { 'content-length': 0 }).end(), 20),
    (port) => generate({ ...plan, connections: 1, port, ratePerSecond: 200, requests: [{ path: '/' }] }),
  )
  assert.ok(result.p99Ms > 40, `four arrive while one is served, so the later ones wait: ${result.p99Ms}`)
})

test('generate ends with an error where the server closes a connection', async () => {
  const broken = served(
    (req) => req.socket.destroy(),
    (port) => generate({ ...plan, port, requests: [{ path: '/' }] }),
  )
  await assert.rejects(broken, /closed a connection/)
})
