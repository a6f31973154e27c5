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
  traceparent?: string | undefined
}

/** A deadline `ms` milliseconds from now, on the monotonic clock. */
export const deadlineIn = (ms: number): Deadline => new At(performance.now() + ms)

/** A class, since every request has one: accessors of an object literal are made anew each time. */
class At implements Deadline {
  readonly #end: number
  #signal: AbortSignal | undefined

  constructor(end: number) {
    this.#end = end
  }
  remainingMs(): number {
    return Math.max(0, this.#end - performance.now())
  }
  get expired(): boolean {
    return performance.now() >= this.#end
  }
  get signal(): AbortSignal {
    this.#signal ??= AbortSignal.timeout(Math.ceil(this.remainingMs()))
    return this.#signal
  }
}

/** A context for work that no request asked for. */
export function newContext(log: Logger, timeoutMs: number): Context {
  return { requestId: crypto.randomUUID(), deadline: deadlineIn(timeoutMs), log }
}
