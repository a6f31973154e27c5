export type ErrorDescription = {
  type: string
  message: string
  stack?: string | undefined
  code?: unknown
  cause?: ErrorDescription | undefined
}

/**
 * What the log may have of an error. Errors carry more, which is not for logs: those of PostgreSQL the row that was
 * refused, those of ioredis the arguments of the command.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return {
    type: name,
    message,
    stack,
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined || depth === 3 ? {} : { cause: describeError(cause, depth + 1) }),
  }
}
