import cluster from 'node:cluster'
import type { Server } from 'node:http'
import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { adminApp, type Phase } from './admin-app.ts'
import type { Chassis, Service } from './chassis.ts'
import type { ChassisSettings } from './chassis-settings.ts'
import { customerTokens, noCustomerTokens } from './customer-tokens.ts'
import { drain } from './drain.ts'
import { httpServer, listen } from './http-server.ts'
import { type KeySet, keySet } from './key-set.ts'
import { createLogger, type Logger } from './logger.ts'
import { serviceTokens } from './service-tokens.ts'
import { type Environment, SettingsError } from './settings.ts'
import { flushTraces } from './trace-context.ts'

/**
 * The life of a process: settings, probes, warm-up, listening, workers; and at SIGTERM the drain.
 * Exit codes: 0 after a drain; 2 for settings that are not valid, also where `build` finds out; 1 for anything else.
 */
export async function run<C extends { chassis: ChassisSettings }>({
  name,
  loadConfig,
  build,
}: {
  name: string
  loadConfig: (environment: Environment) => C
  build: (config: C, chassis: Chassis) => Promise<Service> | Service
}): Promise<void> {
  const config = readConfig(name, loadConfig)
  const { chassis: settings } = config
  const { log, flush } = createLogger({ name, level: settings.logLevel })
  const end = (code: number): never => {
    flush()
    process.exit(code)
  }
  const fatal = (error: unknown): never => {
    log.fatal({ err: error }, 'the process cannot go on')
    return end(1)
  }
  process.on('uncaughtException', fatal)
  process.on('unhandledRejection', fatal)

  let phase: Phase = 'starting'
  let service: Service | undefined
  const streams = new AbortController()
  const chassis = makeChassis({ name, settings, log, isDraining: () => phase === 'draining', draining: streams.signal })
  let server: Server | undefined
  const admin = adminApp(
    chassis,
    () => phase,
    () => service,
  )
  const adminServer = httpServer(admin)

  const stop = async (signal: string) => {
    if (phase === 'draining') return
    log.info({ signal }, 'draining')
    const wasReady = phase === 'ready'
    phase = 'draining'
    setTimeout(() => {
      log.error({ afterMs: settings.drainLimitMs }, 'the drain took too long; what still runs is cut off')
      end(1)
    }, settings.drainLimitMs).unref()
    if (service && server && wasReady)
      await drain({ server, service, lingerMs: settings.drainLingerMs, endStreams: () => streams.abort(), log })
    else await service?.close?.()
    await flushTraces()
    log.info('drained')
    end(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM').catch(fatal))
  // In a terminal Ctrl-C reaches every process; under a supervisor that one decides when.
  process.on('SIGINT', () => cluster.isWorker || void stop('SIGINT').catch(fatal))

  try {
    await listen(adminServer, settings.adminPort, settings.host)
    const built = await build(config, chassis)
    built.adminRoutes?.(admin)
    service = built
    await warmUp(built, log, () => phase !== 'starting')
    if ((phase as Phase) === 'draining') return
    server = httpServer(built.app)
    await listen(server, settings.port, settings.host)
    if ((phase as Phase) === 'draining') return
    phase = 'ready'
    for (const worker of built.workers ?? []) worker.start()
    // Node writes its compile cache at the end of a process, which one that is killed does not have.
    setTimeout(flushCompileCache, 1_000).unref()
    log.info(
      { port: settings.port, adminPort: settings.adminPort, afterMs: Math.round(process.uptime() * 1000) },
      'ready',
    )
  } catch (error) {
    if (!(error instanceof SettingsError)) return fatal(error)
    flush()
    refuse(name, error)
  }
}

function readConfig<C>(name: string, loadConfig: (environment: Environment) => C): C {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return refuse(name, error)
  }
}

function refuse(name: string, error: SettingsError): never {
  process.stderr.write(`${name} does not start. ${error.message}\n`)
  process.exit(2)
}

function makeChassis(parts: {
  name: string
  settings: ChassisSettings
  log: Logger
  isDraining: () => boolean
  draining: AbortSignal
}): Chassis {
  const { name, settings, log } = parts
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const serviceKeys = settings.serviceTokens.jwks === undefined ? undefined : keySet(settings.serviceTokens.jwks)
  const customerKeys = settings.customerJwks === undefined ? undefined : keySet(settings.customerJwks)
  for (const keys of [serviceKeys, customerKeys]) keepTrying(keys, log)
  const noKeys = () => Promise.reject(new Error('SERVICE_JWKS is not set: service tokens cannot be verified'))
  return {
    name,
    log,
    metrics,
    tokens: {
      customer: customerKeys ? customerTokens(customerKeys.getKey) : noCustomerTokens,
      service: serviceTokens({ self: name, ...settings.serviceTokens, getKey: serviceKeys?.getKey ?? noKeys }),
    },
    limits: { maxInFlight: settings.maxInFlight },
    isDraining: parts.isDraining,
    draining: parts.draining,
  }
}

/** Fetches keys ahead of the first request; auth may start later than we do. */
async function keepTrying(keys: KeySet | undefined, log: Logger): Promise<void> {
  for (let attempt = 1; keys; attempt++) {
    try {
      return await keys.load()
    } catch (error) {
      if (attempt % 30 === 10) log.warn({ err: error }, 'the keys that verify tokens cannot be had yet')
      await sleep(Math.min(1_000, 50 * attempt), undefined, { ref: false })
    }
  }
}

async function warmUp(service: Service, log: Logger, isOver: () => boolean): Promise<void> {
  for (let attempt = 1; !isOver(); attempt++) {
    try {
      await service.warmUp?.()
      return
    } catch (error) {
      log.warn({ err: error, attempt }, 'warming up failed; trying again')
      await sleep(1_000)
    }
  }
}
