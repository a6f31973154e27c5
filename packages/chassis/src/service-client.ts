import type { Party, RouteAnswer, RouteDefinition, RouteRequest } from '@saleday/contracts/route'
import { Counter, Histogram, type Registry } from 'prom-client'
import { type Dispatcher, Pool } from 'undici'
import type { Chassis } from './chassis.ts'
import type { Context } from './context.ts'
import { failpoint } from './failpoint.ts'
import { retryBudget } from './retry-budget.ts'
import { sendRequest, TooLate } from './send-request.ts'
import { isTracing } from './trace-context.ts'

/** The other side answered definitely: no. Asking again gives the same. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  readonly code: string
  readonly problem: Readonly<Record<string, unknown>>
  constructor(to: Party, operation: string, status: number, problem: Record<string, unknown>) {
    const code = typeof problem.code === 'string' ? problem.code : `http_${status}`
    super(`${to} refused ${operation}: ${status} ${code}`)
    this.status = status
    this.code = code
    this.problem = problem
  }
}

/** Nobody knows what came of the call: it may have been done or not. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  readonly unavailable = true
  readonly reason: 'connection' | 'timeout' | 'error'
  readonly retryAfterMs: number | undefined
  constructor(
    to: Party,
    operation: string,
    reason: NoAnswer['reason'],
    options: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(`${to} gave no answer to ${operation} (${reason})`, { cause: options.cause })
    this.reason = reason
    this.retryAfterMs = options.retryAfterMs
  }
}

export type ServiceClient = {
  /**
   * Calls a route of the contract.
   * @throws Refused for a definite no (4xx)
   * @throws NoAnswer for a failed connection, a timeout, 429 or 5xx: what came of the call is unknown
   */
  call<R extends RouteDefinition>(
    route: R,
    request: RouteRequest<R>,
    context: Context,
    options?: CallOptions,
  ): Promise<RouteAnswer<R>>
  close(): Promise<void>
}

export type CallOptions = {
  /** At most this long; never longer than the context's deadline. */
  timeoutMs?: number
  /** May the call be sent twice? By default yes, but for a POST or PATCH outside of `/internal/`. */
  idempotent?: boolean
}

/** Time for the answer's way back, taken off the deadline that is passed on. */
const wayBackMs = 20
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
])

/** A client for one service. Connections are pooled, live shorter than the server keeps them, and are renewed so that new pods get work. */
export function serviceClient(
  chassis: Chassis,
  options: { to: Party; url: string; maxConnections?: number },
): ServiceClient {
  const { to } = options
  const url = new URL(options.url)
  const pool = new Pool(url.origin, {
    connections: options.maxConnections ?? 32,
    pipelining: 1,
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
    clientTtl: 30_000,
    connect: { timeout: 1_000 },
    headersTimeout: 0, // the deadline ends the call
    bodyTimeout: 0,
  })
  const basePath = url.pathname.replace(/\/$/, '')
  const budget = retryBudget()
  const { duration, retries } = clientMetrics(chassis.metrics)

  async function attempt(
    route: RouteDefinition,
    path: string,
    init: { headers: Record<string, string>; body: string | undefined },
    timeoutMs: number,
  ) {
    try {
      return await sendRequest(
        pool,
        {
          method: route.method.toUpperCase() as Dispatcher.HttpMethod,
          path,
          headers: init.headers,
          body: init.body ?? null,
        },
        timeoutMs,
      )
    } catch (cause) {
      if (cause instanceof TooLate) throw new NoAnswer(to, route.operation, 'timeout')
      throw new NoAnswer(to, route.operation, isConnectionFailure(cause) ? 'connection' : 'error', { cause })
    }
  }

  async function send(
    route: RouteDefinition,
    request: RouteRequest<RouteDefinition>,
    context: Context,
    callOptions: CallOptions,
  ) {
    const path = basePath + pathOf(route, request)
    const headers: Record<string, string> = {
      ...(request.headers as Record<string, string> | undefined),
      'x-request-id': context.requestId,
    }
    if (to !== 'bank') headers.authorization = `Bearer ${await chassis.tokens.service.tokenFor(to)}`
    if (context.traceparent && !isTracing()) headers.traceparent = context.traceparent
    const body = request.body === undefined ? undefined : JSON.stringify(request.body)
    if (body !== undefined) headers['content-type'] = 'application/json'
    const idempotent =
      callOptions.idempotent ?? (route.path.startsWith('/internal/') || ['get', 'put', 'delete'].includes(route.method))

    const timeLeft = () => {
      const left = Math.min(callOptions.timeoutMs ?? Number.POSITIVE_INFINITY, context.deadline.remainingMs())
      if (left <= wayBackMs) throw new NoAnswer(to, route.operation, 'timeout')
      const end = performance.now() + left - wayBackMs
      // Read when there is a connection: whoever is asked then must not think that it has the time of the wait, too.
      Object.defineProperty(headers, 'x-deadline-ms', {
        get: () => String(Math.max(0, Math.floor(end - performance.now()))),
        enumerable: true,
        configurable: true,
      })
      return left
    }
    budget.earn()
    try {
      return await attempt(route, path, { headers, body }, timeLeft())
    } catch (error) {
      if (!idempotent || !(error instanceof NoAnswer) || error.reason !== 'connection' || !budget.spend()) throw error
      retries.inc({ to, operation: route.operation })
      return attempt(route, path, { headers, body }, timeLeft())
    }
  }

  return {
    async call(route, request, context, callOptions = {}) {
      const startedAt = performance.now()
      let outcome = 'no_answer'
      try {
        const { status, text, headers } = await failpoint(
          `call.${to}.${route.operation}`,
          () => send(route, request, context, callOptions),
          () => new NoAnswer(to, route.operation, 'connection'),
        )
        outcome = `${Math.floor(status / 100)}xx`
        if (status >= 200 && status < 300) return readAnswer(to, route, text)
        if (status === 408 || status === 429 || status >= 500)
          throw new NoAnswer(to, route.operation, 'error', {
            retryAfterMs: retryAfterMs(headers['retry-after']),
            cause: new Error(`${status} ${text.slice(0, 300)}`),
          })
        throw new Refused(to, route.operation, status, problemOf(text))
      } finally {
        duration.observe({ to, operation: route.operation, outcome }, (performance.now() - startedAt) / 1_000)
      }
    },
    close: () => pool.close(),
  }
}

/** An answer that cannot be read is none: the call may well have been done. */
function readAnswer<R extends RouteDefinition>(to: Party, route: R, text: string): RouteAnswer<R> {
  try {
    return (text === '' ? undefined : JSON.parse(text)) as RouteAnswer<R>
  } catch (cause) {
    throw new NoAnswer(to, route.operation, 'error', { cause })
  }
}

function pathOf(route: RouteDefinition, request: RouteRequest<RouteDefinition>): string {
  const params = request.params as Record<string, unknown> | undefined
  const path = params
    ? route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
    : route.path
  if (!request.query) return path
  const query = Object.entries(request.query as Record<string, unknown>).filter(([, value]) => value !== undefined)
  return query.length === 0
    ? path
    : `${path}?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}`
}

function isConnectionFailure(error: unknown): boolean {
  const { code, errors } = error as { code?: string; errors?: unknown[] }
  return (code !== undefined && connectionCodes.has(code)) || (errors?.some(isConnectionFailure) ?? false)
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header)
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

function problemOf(text: string): Record<string, unknown> {
  try {
    const problem: unknown = JSON.parse(text)
    return typeof problem === 'object' && problem !== null ? (problem as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function clientMetrics(metrics: Registry) {
  const durationName = 'http_client_request_duration_seconds'
  const retriesName = 'http_client_retries_total'
  const duration =
    (metrics.getSingleMetric(durationName) as Histogram<'to' | 'operation' | 'outcome'> | undefined) ??
    new Histogram({
      name: durationName,
      help: 'Calls to other services, with their retry, by outcome (2xx, 4xx, 5xx, no_answer)',
      labelNames: ['to', 'operation', 'outcome'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [metrics],
    })
  const retries =
    (metrics.getSingleMetric(retriesName) as Counter<'to' | 'operation'> | undefined) ??
    new Counter({
      name: retriesName,
      help: 'Calls sent a second time after a failed connection',
      labelNames: ['to', 'operation'] as const,
      registers: [metrics],
    })
  return { duration, retries }
}
