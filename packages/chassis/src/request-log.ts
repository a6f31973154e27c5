import type { Logger } from './logger.ts'
import type { RequestContext } from './request-context.ts'

/** Gives a function that writes the line of a finished request. What is the same for all of a route is printed once. */
export function requestLog(log: Logger) {
  const loggers = new Map<string, Record<string, Logger>>()

  function loggerOf(route: string, method: string): Logger {
    const ofRoute = loggers.get(route) ?? {}
    loggers.set(route, ofRoute)
    ofRoute[method] ??= log.child({ method, route })
    return ofRoute[method]
  }

  return (route: string, method: string, status: number, ms: number, context: RequestContext): void => {
    const { requestId, traceId, who } = context
    const fields = { requestId, status, ms: Math.round(ms * 10) / 10, ...who }
    // Where tracing is on the logger adds the trace; even an undefined one here would be in its place.
    loggerOf(route, method).info(traceId === undefined ? fields : { traceId, ...fields }, 'request')
  }
}
