import type { Request } from 'express'
import type { Identity } from './access.ts'
import { type Context, type Deadline, deadlineIn } from './context.ts'
import type { Logger } from './logger.ts'
import { isTracing, traceIdOf } from './trace-context.ts'

/** The longest that a request may take. */
export const requestTimeoutMs = 8_000

export type RequestContext = Context & {
  /** Who sent the request; known once its token is verified. */
  who: Identity
}

/** Takes id, deadline and trace from the headers, or makes them. */
export function requestContext(log: Logger, req: Request): RequestContext {
  const id = req.headers['x-request-id']
  const requestId = typeof id === 'string' && /^[\w.-]{8,64}$/.test(id) ? id : crypto.randomUUID()
  const parent = req.headers.traceparent
  let trace = typeof parent === 'string' ? traceIdOf(parent) : undefined
  let traceparent = trace === undefined ? undefined : (parent as string)
  if (traceparent === undefined && !isTracing() && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(requestId)) {
    // So that the log lines of all services can be joined where no tracing is on: the request's id as an unsampled trace.
    trace = requestId.replaceAll('-', '')
    traceparent = `00-${trace}-${trace.slice(0, 16)}-00`
  }
  return new FromRequest(log, requestId, deadlineOf(req), traceparent, trace)
}

/** Makes its logger when it is first asked for: a child logger costs more than the rest together. */
class FromRequest {
  readonly requestId: string
  readonly deadline: Deadline
  readonly traceparent?: string
  who: Identity = {}
  #base: Logger
  #trace: string | undefined
  #log: Logger | undefined

  constructor(
    base: Logger,
    requestId: string,
    deadline: Deadline,
    traceparent: string | undefined,
    trace: string | undefined,
  ) {
    this.requestId = requestId
    this.deadline = deadline
    if (traceparent !== undefined) this.traceparent = traceparent
    this.#base = base
    this.#trace = trace
  }

  get log(): Logger {
    this.#log ??= this.#base.child({
      requestId: this.requestId,
      ...(this.#trace && !isTracing() ? { traceId: this.#trace } : {}),
    })
    return this.#log
  }
}

function deadlineOf(req: Request): Deadline {
  const given = req.headers['x-deadline-ms']
  const ms = typeof given === 'string' && /^\d{1,7}$/.test(given) ? Number(given) : requestTimeoutMs
  return deadlineIn(Math.min(ms, requestTimeoutMs))
}
