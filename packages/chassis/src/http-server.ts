import { createServer, type RequestListener, type Server } from 'node:http'
import { commonProblem, type ProblemError } from './problem.ts'

/** Longer than the idle timeout of gateways (nginx and Traefik: 60 to 90 s is common): the gateway closes first. */
const keepAliveMs = 95_000

/** A server with the limits that we want. Does not listen yet. */
export function httpServer(app: RequestListener): Server {
  const server = createServer(
    { keepAliveTimeout: keepAliveMs, headersTimeout: 15_000, requestTimeout: 30_000, noDelay: true },
    app,
  )
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const problem =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? commonProblem('headers_too_large')
        : commonProblem('invalid_request', 'This is not HTTP that can be read.')
    socket.end(rawAnswer(problem))
  })
  return server
}

function rawAnswer(problem: ProblemError): string {
  const body = JSON.stringify(problem)
  return `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
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
