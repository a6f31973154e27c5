import { attemptTimeoutMs, type Limits, next, pageLimits, retryAfterMs } from '@saleday/load/client-policy'
import { NoAnswer, Refusal } from './failures.ts'

/** A request that may be sent twice, unless `limits` allows one attempt only. */
export type Question = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  headers?: Readonly<Record<string, string>>
  body?: unknown
  limits?: Limits
}

/** A definite one: its status is below 500. */
export type Answer = { status: number; body: unknown }
/** @throws NoAnswer */
export type Send = (question: Question) => Promise<Answer>

/** What sending needs of the world around it. */
export type World = {
  fetch: typeof fetch
  nowMs: () => number
  random: () => number
  pause: (ms: number) => Promise<void>
}

const browser: World = {
  fetch: (...request) => fetch(...request),
  nowMs: () => Date.now(),
  random: Math.random,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Asks again, as the client policy says, until there is a definite answer or it gives up. */
export const sender =
  (world: World = browser): Send =>
  async (question) => {
    const { limits = pageLimits } = question
    const begunMs = world.nowMs()
    for (let attempt = 1; ; attempt++) {
      const timeoutMs = attemptTimeoutMs(world.nowMs() - begunMs, limits)
      const answer = await sendOnce(world, question, timeoutMs)
      const step = next(attempt, answer, world.nowMs() - begunMs, world.random, limits)
      if (step.do === 'give_up') throw new NoAnswer(answer.status)
      if (step.do !== 'retry') return answer
      await world.pause(step.afterMs)
    }
  }

/** For what must not be sent twice. */
export const onlyOnce: Limits = { ...pageLimits, attemptMs: pageLimits.withinMs, attempts: 1 }

/** The body of an answer that means success. @throws Refusal */
export function successOf<T>({ status, body }: Answer): T {
  if (status >= 400) throw new Refusal(status, isRecord(body) ? body : {})
  return body as T
}

type Attempt = Answer & { retryAfterMs: number | undefined }

async function sendOnce(world: World, question: Question, timeoutMs: number): Promise<Attempt> {
  const { method = 'GET', path, headers, body } = question
  try {
    const response = await world.fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : undefined,
      retryAfterMs: retryAfterMs(response.headers.get('retry-after'), world.nowMs()),
    }
  } catch {
    // No connection, no answer in time, or one that broke off: all mean that nobody knows what came of it.
    return { status: 0, body: undefined, retryAfterMs: undefined }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
