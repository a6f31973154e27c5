import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** What the gateway itself answers, as RFC 9457 writes it. */
const problems = {
  invalid_request: { status: 400, title: 'The request is not valid', detail: 'This is not HTTP that can be read.' },
  request_timeout: { status: 408, title: 'The request took too long to arrive', detail: undefined },
  headers_too_large: { status: 431, title: 'The headers are too large', detail: undefined },
  method_not_allowed: { status: 405, title: 'This method is not allowed here', detail: undefined },
  not_found: { status: 404, title: 'There is nothing here', detail: undefined },
  bad_gateway: {
    status: 502,
    title: 'The service broke off its answer',
    detail: 'What came of the request is unknown. Send it again, a checkout with the same Idempotency-Key.',
  },
  unavailable: { status: 503, title: 'A part of the shop does not answer now', detail: 'Try again in a moment.' },
  gateway_timeout: {
    status: 504,
    title: 'The service took too long',
    detail: 'What came of the request is unknown. Send it again, a checkout with the same Idempotency-Key.',
  },
} as const

export type GatewayProblem = keyof typeof problems

export function sendProblem(res: ServerResponse, code: GatewayProblem, requestId: string | undefined): void {
  const { status, body } = answerOf(code, requestId)
  res.writeHead(status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  })
  res.end(body)
}

function answerOf(code: GatewayProblem, instance?: string) {
  const { status, title, detail } = problems[code]
  return { status, title, body: JSON.stringify({ type: 'about:blank', title, status, code, detail, instance }) }
}

/** For a client whose request cannot even be parsed. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers_too_large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request_timeout'
        : 'invalid_request'
  endWith(code, socket)
}

/** Answers past Node's HTTP, which has no answer for such a request, and closes. */
export function endWith(code: GatewayProblem, socket: Duplex): void {
  const { status, title, body } = answerOf(code)
  const head = `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`
  socket.end(`HTTP/1.1 ${status} ${title}\r\n${head}\r\n\r\n${body}`)
}

const notConnected = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
])

/** Which problem a failed call is: nobody was there, nobody answered in time, or the answer broke off. */
export function problemOf(error: unknown): GatewayProblem {
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] }
  if (code === 'UND_ERR_INVALID_ARG') return 'invalid_request'
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'gateway_timeout'
  return notConnected.has(code ?? errors?.[0]?.code ?? '') ? 'unavailable' : 'bad_gateway'
}
