import { sleep } from 'k6'
import http, { type RefinedResponse } from 'k6/http'
import { attemptTimeoutMs, checkoutLimits, type Limits, next, pageLimits, retryAfterMs } from '../src/client-policy.ts'
import type { Kind } from '../src/measure-names.ts'
import { countFailure, countFirstAttemptError, countRequest, countWait } from './measures.ts'
import { plan } from './plan.ts'

export type Request = {
  kind: Kind
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  headers?: Record<string, string>
  body?: unknown
}

export type Answer = {
  /** Of the last attempt; 0 is none. */
  status: number
  /** `give_up`: no definite answer. */
  end: 'done' | 'watch' | 'give_up'
  /** The JSON of the answer; null where there is none. */
  body: unknown
  /** The stable code of a problem, else ''. */
  code: string
  requestId: string
  etag: string
  attempts: number
  ms: number
}

/** Sends a request as a customer's client does: again, with the same key, until the answer is definite or time is over. */
export function send(request: Request): Answer {
  const limits = request.kind === 'checkout' ? checkoutLimits : pageLimits
  const startedMs = Date.now()
  countRequest(request.kind)
  for (let attempt = 1; ; attempt++) {
    const response = sendOnce(request, limits, Date.now() - startedMs)
    const elapsedMs = Date.now() - startedMs
    const step = next(attempt, outcomeOf(response), elapsedMs, Math.random, limits)
    if (attempt === 1 && (step.do === 'retry' || step.do === 'give_up')) countFirstAttemptError(request.kind)
    if (step.do !== 'retry') {
      countWait(request.kind, elapsedMs)
      return answerOf(response, step.do, attempt, elapsedMs)
    }
    sleep(step.afterMs / 1000)
  }
}

/**
 * A request that must succeed, whose answer must be what the customer expects. Gives its body, or nothing after
 * counting the failure: the customer leaves.
 */
export function fetchPage<T>(request: Request, isRight: (body: T) => boolean): { body: T; etag: string } | undefined {
  const answer = send(request)
  const says = whatIsWrong(answer, isRight)
  if (says === '') return { body: answer.body as T, etag: answer.etag }
  countFailure({
    kind: request.kind,
    status: answer.status,
    code: answer.code,
    requestId: answer.requestId,
    attempts: answer.attempts,
    says: `${request.method} ${request.path}: ${says}`,
  })
  return undefined
}

function whatIsWrong<T>(answer: Answer, isRight: (body: T) => boolean): string {
  if (answer.end === 'give_up') return answer.status === 0 ? 'no answer' : `answered ${answer.status} each time`
  if (answer.status === 304) return ''
  if (answer.status !== 200) return `answered ${answer.status} ${answer.code}`.trim()
  // A body that is not even of the expected shape is as wrong as one with other content.
  try {
    return isRight(answer.body as T) ? '' : 'answered 200 with something else than expected'
  } catch {
    return 'answered 200 with something else than expected'
  }
}

function sendOnce(request: Request, limits: Limits, elapsedMs: number): RefinedResponse<'text'> {
  const body = request.body === undefined ? null : JSON.stringify(request.body)
  return http.request(request.method, plan.baseUrl + request.path, body, {
    headers: {
      accept: 'application/json',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    timeout: attemptTimeoutMs(elapsedMs, limits),
    responseType: 'text',
    redirects: 0,
    tags: { name: request.kind },
  })
}

function outcomeOf(response: RefinedResponse<'text'>): { status: number; retryAfterMs: number | undefined } {
  return { status: response.status, retryAfterMs: retryAfterMs(response.headers['Retry-After'], Date.now()) }
}

function answerOf(response: RefinedResponse<'text'>, end: Answer['end'], attempts: number, ms: number): Answer {
  const body = jsonOf(response.body)
  const problem = (body ?? {}) as { code?: unknown }
  return {
    status: response.status,
    end,
    body,
    code: typeof problem.code === 'string' ? problem.code : '',
    requestId: response.headers['X-Request-Id'] ?? '',
    etag: response.headers.Etag ?? '',
    attempts,
    ms,
  }
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
