import pg from 'pg'

/** Is PostgreSQL away or without room (then: 503, try again), rather than our statement wrong? */
export { isUnavailable } from '@saleday/chassis/unavailable'

/** Did a statement break a constraint: any, or the one of this name? */
export function isConstraintViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || !error.code?.startsWith('23')) return false
  return constraint === undefined || error.constraint === constraint
}

/** Two transactions were in each other's way and this one was rolled back: the same again may well work. */
export function isTransient(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01')
}

/** Was it a value or what it would have done to a row (classes 22 and 23), rather than the statement or the server? */
export function isAboutData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')
}
