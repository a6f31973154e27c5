/** The link between the chassis and tracing.ts, so that nothing of OpenTelemetry is loaded where tracing is off. */

type TracingLink = {
  traceId: () => string | undefined
  routeFound: (template: string) => void
  flush: () => Promise<void>
}

let link: TracingLink | undefined

/** Called by tracing.ts. */
export function linkTracing(tracing: TracingLink): void {
  link = tracing
}

/** The id of the trace that the running code belongs to; undefined where tracing is off. */
export const traceId = (): string | undefined => link?.traceId()

/** Names the span of the running request after its route. */
export const routeFound = (template: string): void => link?.routeFound(template)

/** True where the instrumentation adds `traceparent` to calls by itself. */
export const isTracing = (): boolean => link !== undefined

/** Sends the spans that wait. Part of the drain, after the last request. */
export const flushTraces = async (): Promise<void> => link?.flush()

/** Trace id of a W3C `traceparent` header, undefined where it is not well-formed. */
export const traceIdOf = (traceparent: string): string | undefined =>
  /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent)?.[1]
