import { z } from 'zod'

/** What a stable error code means: its HTTP status and a title that is the same each time it occurs. */
export type ErrorTable = Readonly<Record<string, { status: number; title: string }>>

/** Codes that every service may answer with. Each service's own codes are in its contract. */
export const commonErrors = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  malformed_body: { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'A valid token is needed' },
  token_expired: { status: 401, title: 'The token has expired' },
  forbidden: { status: 403, title: 'This token does not allow that' },
  cross_site: { status: 403, title: 'Pages of other sites may not send this' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  overloaded: { status: 503, title: 'The service has more work than it can do now' },
  unavailable: { status: 503, title: 'A part of the shop does not answer now' },
  deadline_exceeded: { status: 503, title: 'The answer took too long' },
} as const satisfies ErrorTable

export type CommonErrorCode = keyof typeof commonErrors

/** An error as RFC 9457 writes it, with a stable `code` and, for bad input, the fields that are wrong. */
export const Problem = z
  .object({
    type: z.string().describe('about:blank: the code says it all'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; programs may depend on it'),
    detail: z.string().optional().describe('What happened, what it means and what to do, for this occurrence'),
    instance: z.string().optional().describe('The request id, also found in the logs'),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .describe('For each field that is not valid, where it is and why'),
  })
  .loose()
  .meta({ id: 'Problem' })

export type Problem = z.output<typeof Problem>
