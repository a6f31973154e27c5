import { createServer, type RequestListener, type Server } from 'node:http'
import type { HttpApp } from './http-app.ts'
import { commonProblem, type ProblemError } from './problem.ts'
import { commonHead, sendProblem } from './reply.ts'

/** Longer than the idle timeout of gateways (nginx and Traefik: 60 to 90 s is common): the gateway closes first. */
const keepAliveMs = 95_000

/** A server with the limits that we want. Does not listen yet. */
export function httpServer(app: RequestListener | HttpApp): Server {
  const options = {
    ...('messages' in app ? app.messages : {}),
    keepAliveTimeout: keepAliveMs,
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    noDelay: true,
    // Node would refuse a request without Host by itself, with no body.
    requireHostHeader: false,
  }
  const server = createServer(options, (req, res) => {
    if (req.headers.host !== undefined || req.httpVersion === '1.0') return void app(req, res)
    const errors = [{ field: 'host', message: 'is missing' }]
    const id = crypto.randomUUID()
    const problem = commonProblem('invalid_request', 'The header Host is missing.', { errors })
    sendProblem(res, problem, id, commonHead(id, true))
  })
  // An expectation that is none that we know is passed over, as RFC 9110 allows.
  server.on('checkExpectation', (req, res) => server.emit('request', req, res))
  server.on('connect', (_req, socket) => socket.end(rawAnswer(commonProblem('method_not_allowed'))))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    socket.end(rawAnswer(problemOf(error)))
  })
  return server
}

function problemOf({ code }: NodeJS.ErrnoException): ProblemError {
  if (code === 'HPE_HEADER_OVERFLOW') return commonProblem('headers_too_large')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return commonProblem('request_timeout')
  return commonProblem('invalid_request', 'This is not HTTP that can be read.')
}

function rawAnswer(problem: ProblemError): string {
  const body = JSON.stringify(problem)
  const head = {
    ...commonHead(crypto.randomUUID(), true),
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${problem.status} ${problem.title}`, ...lines, '', body].join('\r\n')
}

/** @throws where the port cannot be had; the message names it */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Stops accepting, and comes back when the last request has been answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
