/**
 * What a client does after each attempt of a request that may be sent twice: one with an Idempotency-Key, or one that
 * is idempotent by itself. Pure, and without imports: the same file runs in k6, in the browser and in Node.
 */

/** How an attempt ended. Status 0: without an answer (connection failure, timeout). */
export type Outcome = { status: number; retryAfterMs?: number | undefined }

/**
 * `done`: the answer is definite, whatever it says. `watch`: accepted but not decided, so watch the order.
 * `retry`: the same request with the same key after that pause. `give_up`: what came of it is unknown.
 */
export type Step = { do: 'done' } | { do: 'watch' } | { do: 'retry'; afterMs: number } | { do: 'give_up' }

export type Limits = {
  /** From the first attempt to the moment when the client gives up. */
  withinMs: number
  /** How long one attempt may take. */
  attemptMs: number
  attempts: number
  /** The longest pause after the first attempt; it doubles with each one. */
  firstPauseMs: number
  /** Where it stops doubling. */
  longestPauseMs: number
}

/** A checkout is worth half a minute. The shop itself answers within 8 s, so 10 s without an answer is a lost one. */
export const checkoutLimits: Limits = {
  withinMs: 30_000,
  attemptMs: 10_000,
  attempts: Number.POSITIVE_INFINITY,
  firstPauseMs: 200,
  longestPauseMs: 4_000,
}

/**
 * A page or a cart: nobody waits long for them. Where a pod dies, every other attempt may be led to it for two seconds or
 * three, until the gateway knows: eight attempts outlast that.
 */
export const pageLimits: Limits = {
  withinMs: 10_000,
  attemptMs: 5_000,
  attempts: 8,
  firstPauseMs: 200,
  longestPauseMs: 1_000,
}

/**
 * The step after attempt number `attempt` (the first is 1) has ended, `elapsedMs` after the first one began.
 * `random` gives numbers from 0 up to, not including, 1.
 */
export function next(
  attempt: number,
  outcome: Outcome,
  elapsedMs: number,
  random: () => number = Math.random,
  limits: Limits = checkoutLimits,
): Step {
  if (isDefinite(outcome.status)) return { do: outcome.status === 202 ? 'watch' : 'done' }
  if (attempt >= limits.attempts) return { do: 'give_up' }
  const afterMs = pauseMs(attempt, outcome.retryAfterMs ?? 0, random, limits)
  return elapsedMs + afterMs < limits.withinMs ? { do: 'retry', afterMs } : { do: 'give_up' }
}

/** How long the next attempt may take, so that it ends before the client gives up. */
export function attemptTimeoutMs(elapsedMs: number, limits: Limits = checkoutLimits): number {
  return Math.max(1, Math.min(limits.attemptMs, Math.floor(limits.withinMs - elapsedMs)))
}

/** What a Retry-After header asks for: seconds or an HTTP date. Anything else asks for nothing. */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  if (header === null || header === undefined) return undefined
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  // A date has a weekday's name; Date.parse alone takes nearly anything, such as `-1`.
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}

/** 408, 425 and 429 are no verdict on the request: the same one may be answered later. */
const notYet = [408, 425, 429]

function isDefinite(status: number): boolean {
  return status >= 200 && status < 500 && !notYet.includes(status)
}

/** Full jitter, on top of what the server asks for: a crowd told "in a second" must not come back as one. */
function pauseMs(attempt: number, askedForMs: number, random: () => number, limits: Limits): number {
  const longest = Math.min(limits.longestPauseMs, limits.firstPauseMs * 2 ** (attempt - 1))
  return Math.ceil(askedForMs + random() * longest)
}
