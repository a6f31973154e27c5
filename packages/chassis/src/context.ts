import type { Logger } from './logger.ts'

/** How long there is left. Passed on to every call that the work makes. */
export type Deadline = {
  remainingMs(): number
  readonly expired: boolean
  /** Aborts at the deadline. Made on first use, since most work never needs it. */
  readonly signal: AbortSignal
}

/** What one piece of work carries along: a request, or a round of a worker. */
export type Context = {
  requestId: string
  deadline: Deadline
  log: Logger
  /** W3C trace context to pass on, where no tracing is on to do it. */
  traceparent?: string
}

/** A deadline `ms` milliseconds from now, on the monotonic clock. */
export function deadlineIn(ms: number): Deadline {
  const end = performance.now() + ms
  let signal: AbortSignal | undefined
  const remainingMs = () => Math.max(0, end - performance.now())
  return {
    remainingMs,
    get expired() {
      return performance.now() >= end
    },
    get signal() {
      signal ??= AbortSignal.timeout(Math.ceil(remainingMs()))
      return signal
    },
  }
}

/** A context for work that no request asked for. */
export function newContext(log: Logger, timeoutMs: number): Context {
  return { requestId: crypto.randomUUID(), deadline: deadlineIn(timeoutMs), log }
}
