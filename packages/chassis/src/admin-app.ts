import express, { type Express } from 'express'
import { Gauge } from 'prom-client'
import type { Chassis, Service } from './chassis.ts'
import { logError } from './log-error.ts'

/** Where the process is in its life. */
export type Phase = 'starting' | 'ready' | 'draining'

/**
 * Probes and metrics, on a port of their own. The three probes differ:
 * - `/startupz`: migrated and warmed up;
 * - `/livez`: the event loop turns. Nothing else: a restart mends nothing else;
 * - `/readyz`: able to take work, and not draining. Dependencies are not asked: if they were, one database that is away
 *   would take every pod out of service, with the routes that need no database. `?verbose` shows them.
 */
export function adminApp(chassis: Chassis, phase: () => Phase, service: () => Service | undefined): Express {
  const admin = express().disable('x-powered-by').disable('etag')
  const probe = (path: string, isGood: () => boolean) => {
    admin.get(path, (_req, res) => {
      res.status(isGood() ? 200 : 503).json({ service: chassis.name, phase: phase() })
    })
  }
  probe('/startupz', () => phase() !== 'starting')
  probe('/livez', () => true)
  admin.get('/readyz', async (req, res) => {
    const status = phase() === 'ready' ? 200 : 503
    const verbose = new URL(req.url, 'http://localhost').searchParams.has('verbose')
    res.status(status).json({
      service: chassis.name,
      phase: phase(),
      ...(verbose ? { dependencies: await askDependencies(service()) } : {}),
    })
  })
  admin.get('/metrics', async (_req, res) => {
    res.setHeader('content-type', chassis.metrics.contentType)
    res.end(await chassis.metrics.metrics())
  })
  new Gauge({
    name: 'saleday_dependency_up',
    help: '1 where the dependency answers',
    labelNames: ['dependency'],
    registers: [chassis.metrics],
    async collect() {
      const states = await askDependencies(service())
      for (const [dependency, state] of Object.entries(states)) this.set({ dependency }, state === 'up' ? 1 : 0)
    },
  })
  admin.use(logError(chassis.log))
  return admin
}

const dependencyTimeoutMs = 1_000

async function askDependencies(service: Service | undefined): Promise<Record<string, 'up' | 'down'>> {
  const asked = Object.entries(service?.checks ?? {}).map(async ([name, check]) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(reject, dependencyTimeoutMs, new Error('timed out'))
    })
    try {
      await Promise.race([check(), late])
      return [name, 'up'] as const
    } catch {
      return [name, 'down'] as const
    } finally {
      clearTimeout(timer)
    }
  })
  return Object.fromEntries(await Promise.all(asked))
}
