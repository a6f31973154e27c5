import type { Problem } from '@saleday/contracts/problem'

/** The shop has looked at the request and said no: asking the same again does not help. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly problem: Partial<Problem>

  constructor(status: number, problem: Partial<Problem> = {}) {
    super(problem.detail ?? problem.title ?? `The shop answered ${status}.`)
    this.status = status
    this.code = problem.code ?? ''
    this.problem = problem
  }
}

/** Nobody gave a definite answer in time. What came of the request is unknown. */
export class NoAnswer extends Error {
  /** Of the last attempt; 0 where nothing came back. */
  readonly status: number

  constructor(status: number) {
    super(status === 0 ? 'There was no answer.' : `The last answer was ${status}.`)
    this.status = status
  }
}

/** The customer has to log in (again). */
export class SessionOver extends Error {
  constructor() {
    super('You are not logged in any more. Log in to go on.')
  }
}

/** What happened and what to do, in words for customers. */
export function explain(error: unknown, isOnline = globalThis.navigator?.onLine ?? true): string {
  if (error instanceof SessionOver) return error.message
  if (error instanceof Refusal) return error.message
  if (!(error instanceof NoAnswer)) return 'Something went wrong on this page. Load it again.'
  if (!isOnline) return 'You are offline. Look at your connection, then try again.'
  if (error.status === 429) return 'That was too often in a short time. Wait a minute, then try again.'
  if (error.status === 0) return 'The shop cannot be reached now. Look at your connection, then try again.'
  return 'This part of the shop does not answer now. The rest of it goes on; try again in a moment.'
}
