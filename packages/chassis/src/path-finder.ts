import { type MatchFunction, match } from 'path-to-regexp'
import { commonProblem } from './problem.ts'

export type Found<T> = { value: T; params: Record<string, string> }

/**
 * Finds what belongs to a path, by Express's library and in its syntax: `/api/orders/:orderId`. A path without parameters
 * comes before those that have some; of those, the first that was named. No wildcards: their parameters are lists.
 */
export function pathFinder<T>(values: ReadonlyMap<string, T>) {
  const fixed = new Map<string, Found<T>>()
  const others: { value: T; match: MatchFunction<Record<string, string>> }[] = []
  for (const [path, value] of values) {
    if (/[:*{]/.test(path)) others.push({ value, match: match(path, { sensitive: true }) })
    else fixed.set(path, { value, params: {} })
  }

  /** Undefined where there is nothing. @throws ProblemError invalid_request for a path that cannot be decoded */
  return (path: string): Found<T> | undefined => {
    const found = fixed.get(path) ?? fixed.get(withoutSlash(path))
    if (found) return found
    try {
      for (const { value, match } of others) {
        const matched = match(path)
        if (matched) return { value, params: matched.params }
      }
    } catch (error) {
      if (!(error instanceof URIError)) throw error
      const errors = [{ field: 'path', message: 'cannot be decoded' }]
      throw commonProblem('invalid_request', 'The path cannot be decoded.', { errors })
    }
  }
}

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)
