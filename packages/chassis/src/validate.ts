import type { RouteDefinition, RouteInput } from '@saleday/contracts/route'
import type { Request } from 'express'
import type { z } from 'zod'
import { commonProblem } from './problem.ts'

type FieldError = { field: string; message: string }

/** Checks a request against its route. @throws ProblemError invalid_request that names each field that is wrong */
export function validate<R extends RouteDefinition>(route: R, req: Request, body: unknown): RouteInput<R> {
  const wrong: FieldError[] = []
  const check = (schema: z.ZodType | undefined, value: () => unknown, nameless: string): unknown => {
    if (!schema) return {}
    const result = schema.safeParse(value())
    if (result.success) return result.data
    wrong.push(...result.error.issues.flatMap((issue) => fieldErrors(issue, nameless)))
    return undefined
  }
  const input = {
    params: check(route.params, () => req.params, 'path'),
    query: check(route.query, () => queryOf(req.url), 'query'),
    headers: check(route.headers, () => req.headers, 'headers'),
    body: route.body ? check(route.body, () => body, 'body') : undefined,
  }
  if (wrong.length > 0) {
    const fields = wrong.map(({ field }) => field).join(', ')
    throw commonProblem('invalid_request', `Not valid: ${fields.slice(0, 300)}.`, { errors: wrong.slice(0, 100) })
  }
  return input as RouteInput<R>
}

function fieldErrors(issue: z.core.$ZodIssue, nameless: string): FieldError[] {
  const field = (path: PropertyKey[]) => path.map(String).join('.') || nameless
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: field([...issue.path, key]).slice(0, 200),
      message: 'is not a known field',
    }))
  }
  return [{ field: field(issue.path).slice(0, 200), message: issue.message }]
}

/** A name that comes twice becomes an array, which no schema for a single value accepts. */
function queryOf(url: string): Record<string, string | string[]> {
  const start = url.indexOf('?')
  const query: Record<string, string | string[]> = Object.create(null)
  if (start < 0) return query
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    const before = query[name]
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return query
}
