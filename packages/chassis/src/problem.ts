import { commonErrors, type ErrorTable } from '@saleday/contracts/problem'

/** An error with a stable code that the caller may see. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  /** More members of the problem's JSON. */
  readonly extra: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: string,
    entry: { status: number; title: string },
    detail?: string,
    extra: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(detail ?? entry.title)
    this.code = code
    this.status = entry.status
    this.title = entry.title
    this.detail = detail
    this.extra = extra
    this.headers = { ...headersOf(entry.status), ...headers }
  }

  toJSON(): Record<string, unknown> {
    const { title, status, code, detail, extra } = this
    return { type: 'about:blank', title, status, code, ...(detail === undefined ? {} : { detail }), ...extra }
  }
}

function headersOf(status: number): Record<string, string> {
  if (status === 503 || status === 429) return { 'retry-after': '1' }
  if (status === 401) return { 'www-authenticate': 'Bearer' }
  return {}
}

/**
 * A maker of errors for the codes of a table: `throw problem('order_not_found', 'There is no order … of yours.')`.
 * The detail says what happened and what to do; `extra` are more members of the answer, `headers` more headers.
 */
export const problems =
  <T extends ErrorTable>(table: T) =>
  (
    code: keyof T & string,
    detail?: string,
    extra?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): ProblemError =>
    new ProblemError(code, table[code]!, detail, extra, headers)

/** For the codes that every service has. */
export const commonProblem = problems(commonErrors)
