import type { Request } from 'express'
import { type Identity, nobody } from './access.ts'
import { type Context, type Deadline, deadlineIn } from './context.ts'
import type { Logger } from './logger.ts'
import { isTracing, traceIdOf } from './trace-context.ts'

/** The longest that a request may take. */
export const requestTimeoutMs = 8_000

export type RequestContext = Context & {
  /** Who sent the request; known once its token is verified. */
  who: Identity
  /** For its log lines; undefined where tracing is on, which adds it by itself. */
  readonly traceId?: string | undefined
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Takes id, deadline and trace from the headers, or makes them. */
export const requestContext = (log: Logger, req: Request): RequestContext => new FromRequest(log, req)

/** Makes what few requests need when it is first asked for: a child logger costs more than the rest together. */
class FromRequest implements RequestContext {
  readonly requestId: string
  readonly deadline: Deadline
  readonly traceparent: string | undefined
  who: Identity = nobody
  readonly #base: Logger
  #log: Logger | undefined

  constructor(base: Logger, { headers }: Request) {
    const id = headers['x-request-id']
    const given = typeof id === 'string' && /^[\w.-]{8,64}$/.test(id) ? id : undefined
    this.requestId = given ?? crypto.randomUUID()
    this.deadline = deadlineOf(headers['x-deadline-ms'])
    const parent = headers.traceparent
    this.traceparent = typeof parent === 'string' && traceIdOf(parent) !== undefined ? parent : this.#ownTrace(given)
    this.#base = base
  }

  /** Where nobody sent a trace and no tracing is on: the request's id as one, so that the log lines of all services can be joined. */
  #ownTrace(given: string | undefined): string | undefined {
    if (isTracing() || (given !== undefined && !uuid.test(given))) return undefined
    const id = this.requestId
    const trace = id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24)
    return `00-${trace}-${trace.slice(0, 16)}-00`
  }

  get traceId(): string | undefined {
    return isTracing() ? undefined : this.traceparent?.slice(3, 35)
  }

  get log(): Logger {
    const { requestId, traceId } = this
    this.#log ??= this.#base.child(traceId === undefined ? { requestId } : { requestId, traceId })
    return this.#log
  }
}

function deadlineOf(given: string | string[] | undefined): Deadline {
  const ms = typeof given === 'string' && /^\d{1,7}$/.test(given) ? Number(given) : requestTimeoutMs
  return deadlineIn(Math.min(ms, requestTimeoutMs))
}
