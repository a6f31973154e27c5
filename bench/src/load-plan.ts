import { randomUUIDv7 } from 'node:crypto'

/** What the load generator is to do. It goes to its process as JSON. */
export type LoadPlan = {
  /** Of one process, or of several that share the connections. */
  port: number | readonly number[]
  connections: number
  /** Requests a second that arrive whatever the server does; without it each connection sends when it has its answer. */
  ratePerSecond?: number
  warmUpMs: number
  durationMs: number
  /** Sent in turn. `{uuid}` in any of its texts becomes a new UUIDv7 each time. */
  requests: readonly PlannedRequest[]
  /** Statuses that are right. */
  expect: readonly number[]
  /** Processes, with all below them, whose CPU time is read at both ends of what is measured. */
  watch?: Readonly<Record<string, readonly number[]>>
}

export type PlannedRequest = {
  method?: string
  path: string
  headers?: Readonly<Record<string, string>>
  body?: string
}

export type LoadResult = {
  /** Answers in the time that is measured, and that time. */
  answers: number
  durationMs: number
  perSecond: number
  /** From the arrival of a request to the end of its answer. */
  p50Ms: number
  p99Ms: number
  /** Of the whole run, with what came before and after what is measured. */
  statuses: Readonly<Record<string, number>>
  /** The first answer that was not one of those expected. */
  firstWrong: string | null
  cpuMs: Readonly<Record<string, number>>
}

const uuidLength = 36

/** Gives the bytes of a request each time it is called. */
export function requestWriter({
  method = 'GET',
  path,
  headers = {},
  body = '',
}: PlannedRequest): () => Buffer | string {
  const parts = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}${body === '' ? '' : `content-length: ${lengthOf(body)}\r\n`}\r\n${body}`.split('{uuid}')
  if (parts.length > 1) return () => parts.reduce((text, part) => text + randomUUIDv7() + part)
  const bytes = Buffer.from(parts[0]!)
  return () => bytes
}

const lengthOf = (body: string): number => {
  const parts = body.split('{uuid}')
  return Buffer.byteLength(parts.join('')) + (parts.length - 1) * uuidLength
}
