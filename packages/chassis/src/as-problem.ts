import type { Context } from './context.ts'
import { commonProblem, ProblemError } from './problem.ts'
import { isUnavailable } from './unavailable.ts'

/** What the caller hears of an error. A 5xx tells an id and no more; the log has the cause under the same id. */
export function asProblem(error: unknown, context: Context): ProblemError {
  if (error instanceof ProblemError) {
    if (error.status >= 500 && error.cause !== undefined) context.log.warn({ err: error.cause }, error.message)
    return error
  }
  if (isUnavailable(error)) {
    context.log.warn({ err: error }, 'a dependency is away')
    return commonProblem('unavailable', 'A part of the shop does not answer now; try again in a moment.')
  }
  context.log.error({ err: error }, 'unexpected error')
  return commonProblem('internal', `Something went wrong; tell us this id: ${context.requestId}.`)
}
