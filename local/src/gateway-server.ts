import { createServer, type Server } from 'node:http'
import { Pool } from 'undici'
import { forward } from './forward.ts'
import { refuseConnection, sendProblem } from './gateway-problem.ts'
import { targetOf } from './gateway-routes.ts'
import type { ServerName } from './parties.ts'

export type Gateway = {
  /** One for each address that is listened on. */
  listen(port: number, host: string): Promise<Server>
  /** Finishes what runs, then closes; what still runs after the limit, event streams above all, is cut off. */
  drain(options: { lingerMs: number; limitMs: number }): Promise<void>
}

export type HomePage = { html: Buffer; contentSecurityPolicy: string }

/** A service has 8 s for an answer; past this it will not come. */
const headersTimeoutMs = 15_000
/** Event streams send a sign of life more often than this. */
const silenceMs = 120_000
/** Longer than browsers and k6 pause between two requests. */
const keepAliveMs = 75_000

export function createGateway(upstreams: Readonly<Record<ServerName, string>>, home: HomePage): Gateway {
  const pools = Object.fromEntries(Object.entries(upstreams).map(([name, url]) => [name, poolFor(url)])) as Record<
    ServerName,
    Pool
  >
  const servers: Server[] = []
  let closing = false

  function makeServer(): Server {
    return createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 60_000, noDelay: true }, (req, res) => {
      const target = targetOf(req.url!)
      if (target === 'home' && (req.method === 'GET' || req.method === 'HEAD')) {
        if (closing) res.setHeader('connection', 'close')
        res.writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-length': home.html.length,
          'content-security-policy': home.contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
        })
        return void res.end(req.method === 'HEAD' ? undefined : home.html)
      }
      if (target === undefined || target === 'home') {
        if (closing) res.setHeader('connection', 'close')
        return sendProblem(res, 'not_found', undefined)
      }
      forward(pools[target.upstream], target.path, req, res, () => closing)
    })
  }

  return {
    async listen(port, host) {
      const server = makeServer().on('clientError', refuseConnection)
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, resolve)
      })
      servers.push(server)
      return server
    },
    async drain({ lingerMs, limitMs }) {
      closing = true
      // A request that is already on its way over a kept connection must not meet a closed door.
      await new Promise((resolve) => setTimeout(resolve, lingerMs))
      const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
      for (const server of servers) server.closeIdleConnections()
      const limit = setTimeout(() => {
        for (const server of servers) server.closeAllConnections()
      }, limitMs)
      await closed
      clearTimeout(limit)
      await Promise.all(Object.values(pools).map((pool) => pool.destroy()))
    },
  }
}

/** Connections live shorter than the services keep them, and are renewed, so that a process that is new gets work. */
const poolFor = (url: string) =>
  new Pool(url, {
    connections: 1024,
    pipelining: 1,
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
    clientTtl: 10_000,
    connect: { timeout: 2_000 },
    headersTimeout: headersTimeoutMs,
    bodyTimeout: silenceMs,
  })
