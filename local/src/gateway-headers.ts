import type { IncomingHttpHeaders } from 'node:http'

/** Headers that are for one connection only (RFC 9110, 7.6.1). */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** What only the shop itself may say: a stranger's word about its deadline, its address or its rights counts for nothing. */
const ours = [
  'expect',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'x-deadline-ms',
  'x-service-token',
  'x-caller',
]

const droppedFromRequests = new Set([...hopByHop, ...ours])
const droppedFromAnswers = new Set(hopByHop)

/** The headers that a service gets, for a request that came in at the gateway. */
export function requestHeaders(
  raw: readonly string[],
  incoming: IncomingHttpHeaders,
  remoteAddress: string | undefined,
): string[] {
  const named = namedByConnection(incoming.connection)
  const headers: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!
    const lower = name.toLowerCase()
    if (droppedFromRequests.has(lower) || named?.includes(lower)) continue
    headers.push(name, raw[i + 1]!)
  }
  headers.push('x-forwarded-for', remoteAddress ?? 'unknown', 'x-forwarded-proto', 'http')
  if (incoming.host !== undefined) headers.push('x-forwarded-host', incoming.host)
  return headers
}

/** The headers that the client gets, for an answer of a service; names and values in turn. */
export function answerHeaders(incoming: IncomingHttpHeaders): string[] {
  const named = namedByConnection(incoming.connection)
  const headers: string[] = []
  for (const name in incoming) {
    if (droppedFromAnswers.has(name) || named?.includes(name)) continue
    const value = incoming[name]
    if (Array.isArray(value)) for (const one of value) headers.push(name, one)
    else if (value !== undefined) headers.push(name, value)
  }
  return headers
}

/** `Connection: close, X-Only-Here` makes a header of any name one for this connection only. */
function namedByConnection(connection: string | undefined): string[] | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined
  return connection.split(',').map((name) => name.trim().toLowerCase())
}
