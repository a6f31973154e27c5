import { createServer, type Server, type ServerOptions } from 'node:http'
import { Pool } from 'undici'
import { forward } from './forward.ts'
import { endWith, refuseConnection, sendProblem } from './gateway-problem.ts'
import { targetOf } from './gateway-routes.ts'
import type { ServerName } from './parties.ts'

export type Gateway = {
  /** One for each address that is listened on. */
  listen(port: number, host: string): Promise<Server>
  /** Finishes what runs, then closes; what still runs after the limit, event streams above all, is cut off. */
  drain(options: { lingerMs: number; limitMs: number }): Promise<void>
}

/** A service has 8 s for an answer; past this it will not come. */
const headersTimeoutMs = 15_000
/** Event streams send a sign of life more often than this. */
const silenceMs = 120_000
/** Longer than browsers and k6 pause between two requests. */
const keepAliveMs = 75_000

const options: ServerOptions = {
  keepAliveTimeout: keepAliveMs,
  requestTimeout: 60_000,
  noDelay: true,
  // Node would refuse a request without Host by itself, with no body.
  requireHostHeader: false,
}

export function createGateway(upstreams: Readonly<Record<ServerName, string>>): Gateway {
  const pools = Object.fromEntries(Object.entries(upstreams).map(([name, url]) => [name, poolFor(url)])) as Record<
    ServerName,
    Pool
  >
  const servers: Server[] = []
  let closing = false

  function makeServer(): Server {
    const server = createServer(options, (req, res) => {
      if (req.headers.host === undefined && req.httpVersion !== '1.0') {
        res.shouldKeepAlive = false
        return sendProblem(res, 'invalid_request', undefined)
      }
      const target = targetOf(req.url!)
      if (target) return forward(pools[target.upstream], target.path, req, res, () => closing)
      if (closing) res.setHeader('connection', 'close')
      sendProblem(res, 'not_found', undefined)
    })
    // An expectation that is none that we know is passed over, as RFC 9110 allows.
    server.on('checkExpectation', (req, res) => server.emit('request', req, res))
    server.on('connect', (_req, socket) => endWith('method_not_allowed', socket))
    return server.on('clientError', refuseConnection)
  }

  return {
    async listen(port, host) {
      const server = makeServer()
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
