import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { it } from 'node:test'
import { authServers, newEmail, password, registered, send } from './auth-service.ts'

it('while PostgreSQL is away auth answers 503 with Retry-After, still publishes its keys, and recovers by itself', async () => {
  const servers = await authServers()
  const way = await breakableWay(new URL(servers.database.url))
  try {
    const auth = await servers.start({ DATABASE_URL: way.url })
    await auth.warmUp()
    const session = await registered(auth.url)
    await way.cut()

    const away = [
      await send(auth.url, 'POST', '/api/auth/login', { body: { email: session.customer.email, password } }),
      await send(auth.url, 'POST', '/api/auth/register', { body: { email: newEmail(), password, name: 'Bob' } }),
      await send(auth.url, 'POST', '/api/auth/refresh', { cookie: session.cookie }),
      await send(auth.url, 'POST', '/api/auth/logout', { cookie: session.cookie }),
      await send(auth.url, 'GET', '/api/auth/me', { token: session.accessToken }),
    ]
    for (const { status, body, headers, setCookie } of away) {
      assert.deepEqual([status, body.code], [503, 'unavailable'])
      assert.ok(headers.get('retry-after'))
      assert.equal(setCookie, undefined, 'nobody is logged out')
    }
    assert.equal((await send(auth.url, 'GET', '/.well-known/jwks.json')).status, 200)

    await way.mend()
    assert.equal((await send(auth.url, 'POST', '/api/auth/refresh', { cookie: session.cookie })).status, 200)
  } finally {
    await servers.close()
    await way.cut()
  }
})

it('before its first look at the keys auth answers 503 and not with a key set that lacks them', async () => {
  const servers = await authServers()
  try {
    const auth = await servers.start()
    const answer = await send(auth.url, 'GET', '/.well-known/jwks.json')
    assert.deepEqual([answer.status, answer.body.code], [503, 'unavailable'])
  } finally {
    await servers.close()
  }
})

/** A TCP proxy in front of the database that can be cut and mended. */
async function breakableWay(database: URL) {
  const sockets = new Set<Socket>()
  const server = createServer((inbound) => {
    const outbound = connect(Number(database.port), database.hostname)
    for (const socket of [inbound, outbound]) {
      sockets.add(socket)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket)
          inbound.destroy()
          outbound.destroy()
        })
    }
    inbound.pipe(outbound).pipe(inbound)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const url = new URL(database)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    mend: () => listen(port),
    async cut() {
      const closed = server.listening ? once(server.close(), 'close') : undefined
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
