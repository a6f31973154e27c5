/** Codes of Node's sockets and of PostgreSQL (class 08, 53, 57) that mean: it is away or has no room, try again. */
const codes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '53000',
  '53100',
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '55P03',
  '25006',
])

/** What pg and ioredis say without a code. */
const messages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout|Stream isn't writeable|Connection is closed|Command timed out|max retries per request|^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|OOM|MISCONF|NOREPLICAS) /i

/**
 * Does this error mean that a dependency is away, rather than that our code is wrong? Then the answer is 503.
 * Errors may also say so themselves, by a property `unavailable: true`.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, unavailable, errors } = error as Error & { code?: unknown; unavailable?: unknown; errors?: unknown }
  if (unavailable === true || (typeof code === 'string' && codes.has(code)) || messages.test(error.message)) return true
  return Array.isArray(errors) && errors.length > 0 && errors.every(isUnavailable)
}
