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
  /** Its answer is long, and is looked at as text only. */
  isLong?: true
}

/** What came back from one attempt. */
export type Look = {
  /** 0 is none. */
  status: number
  text: string
  /** The JSON of the answer; null where there is none. */
  body: unknown
  /** The stable code of a problem, else ''. */
  code: string
}

export type Answer = Look & {
  /** `give_up`: no definite answer. */
  end: 'done' | 'watch' | 'give_up'
  requestId: string
  etag: string
  attempts: number
}

export type OnAttempt = (attempt: number, look: Look, ms: number) => void

/** Sends a request as a customer's client does: again, with the same key, until the answer is definite or time is over. */
export function send(request: Request, onAttempt?: OnAttempt): Answer {
  const limits = request.kind === 'checkout' ? checkoutLimits : pageLimits
  const startedMs = Date.now()
  countRequest(request.kind)
  for (let attempt = 1; ; attempt++) {
    const attemptMs = Date.now()
    const response = sendOnce(request, limits, attemptMs - startedMs)
    const endedMs = Date.now()
    const look = lookOf(response, request)
    onAttempt?.(attempt, look, endedMs - attemptMs)
    const step = next(attempt, outcomeOf(response), endedMs - startedMs, Math.random, limits)
    if (attempt === 1 && (step.do === 'retry' || step.do === 'give_up'))
      countFirstAttemptError(request.kind, response.status)
    if (step.do !== 'retry') {
      countWait(request.kind, endedMs - startedMs)
      const { 'X-Request-Id': requestId = '', Etag: etag = '' } = response.headers
      return { ...look, end: step.do, requestId, etag, attempts: attempt }
    }
    sleep(step.afterMs / 1000)
  }
}

/**
 * A request that must succeed, whose answer must be what the customer expects. Gives its body, or nothing after
 * counting the failure: the customer leaves.
 */
export function fetchPage<T>(
  request: Request,
  isRight: (look: Look) => boolean,
  onAttempt?: OnAttempt,
): { body: T; etag: string } | undefined {
  const answer = send(request, onAttempt)
  const says = whatIsWrong(answer, isRight)
  if (says === '') return { body: answer.body as T, etag: answer.etag }
  const { status, code, requestId, attempts } = answer
  const { kind, method, path } = request
  countFailure({
    j: 'failure',
    at: Date.now(),
    kind,
    status,
    code,
    requestId,
    attempts,
    says: `${method} ${path}: ${says}`,
  })
  return undefined
}

/** A look at the body as what it should be. */
export const holds =
  <T>(isRight: (body: T) => boolean) =>
  ({ body }: Look): boolean =>
    isRight(body as T)

function whatIsWrong(answer: Answer, isRight: (look: Look) => boolean): string {
  if (answer.end === 'give_up') return answer.status === 0 ? 'no answer' : `answered ${answer.status} each time`
  if (answer.status === 304) return ''
  if (answer.status !== 200) return `answered ${answer.status} ${answer.code}`.trim()
  // A body that is not even of the expected shape is as wrong as one with other content.
  try {
    return isRight(answer) ? '' : 'answered 200 with something else than expected'
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
    // One name for each kind: with an id in each path there would be thousands of them.
    tags: { name: request.kind },
  })
}

function outcomeOf(response: RefinedResponse<'text'>): { status: number; retryAfterMs: number | undefined } {
  return { status: response.status, retryAfterMs: retryAfterMs(response.headers['Retry-After'], Date.now()) }
}

function lookOf({ status, body: raw }: RefinedResponse<'text'>, { isLong }: Request): Look {
  const text = raw ?? ''
  const body = isLong && status === 200 ? null : jsonOf(text)
  const { code } = (body ?? {}) as { code?: unknown }
  return { status, text, body, code: typeof code === 'string' ? code : '' }
}

function jsonOf(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
