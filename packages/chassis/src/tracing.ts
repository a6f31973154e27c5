/**
 * Tracing, loaded by `node --import @saleday/chassis/tracing` only where an OTLP endpoint is set, before anything that it
 * instruments. The parts of OpenTelemetry are put together here rather than by its all-in-one `sdk-node`, which loads
 * exporters for every protocol and costs two thirds of a second at each start.
 *
 * Read from the environment, by OpenTelemetry's names: OTEL_EXPORTER_OTLP_ENDPOINT and its relatives, OTEL_SERVICE_NAME,
 * OTEL_RESOURCE_ATTRIBUTES, and OTEL_TRACES_SAMPLER_ARG: the share of traces to keep (0 to 1, default 0.1).
 */
import { basename } from 'node:path'
import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { getRPCMetadata, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { register } from 'import-in-the-middle/register-hooks.mjs'
import { linkTracing } from './trace-context.ts'

// Without these hooks modules that are loaded by `import`, such as pg and ioredis, have no spans.
register({ include: ['ioredis', 'pg', 'undici', 'http', 'node:http'] })

const share = Number(process.env.OTEL_TRACES_SAMPLER_ARG ?? 0.1)
if (!(share >= 0 && share <= 1)) {
  process.stderr.write(
    `OTEL_TRACES_SAMPLER_ARG is ${JSON.stringify(process.env.OTEL_TRACES_SAMPLER_ARG)}; it must be a share from 0 to 1\n`,
  )
  process.exit(2)
}

/** Named after the folder that the program stands in, such as services/order/src/main.ts, where nobody says otherwise. */
const serviceName =
  process.env.OTEL_SERVICE_NAME ??
  basename(new URL('../', `file://${process.argv[1] ?? '/saleday/src/main.ts'}`).pathname)
const resource = resourceFromAttributes({ 'service.name': serviceName, 'process.pid': process.pid }).merge(
  detectResources({ detectors: [envDetector] }),
)
const provider = new TracerProvider({
  resource,
  sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1_000 })],
})
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
propagation.setGlobalPropagator(new W3CTraceContextPropagator())
trace.setGlobalTracerProvider(provider)

registerInstrumentations({
  tracerProvider: provider,
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url = '' }) => /^\/(metrics|livez|readyz|startupz)/.test(url),
      requireParentforOutgoingSpans: true,
    }),
    new UndiciInstrumentation(),
    // Workers ask PostgreSQL every second: without a request around them these are no traces worth keeping.
    new PgInstrumentation({ requireParentSpan: true }),
    new IORedisInstrumentation({ requireParentSpan: true }),
  ],
})

linkTracing({
  traceId: () => trace.getActiveSpan()?.spanContext().traceId,
  // The HTTP instrumentation reads it at the end of the request.
  routeFound: (template) => {
    const metadata = getRPCMetadata(context.active())
    if (metadata) metadata.route = template
  },
  flush: () => provider.forceFlush({ timeoutMillis: 2_000 }).catch(() => {}),
})
