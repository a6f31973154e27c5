import type { Express } from 'express'
import type { Registry } from 'prom-client'
import type { CustomerTokens } from './customer-tokens.ts'
import type { HttpApp } from './http-app.ts'
import type { Logger } from './logger.ts'
import type { ServiceTokens } from './service-tokens.ts'
import type { Worker } from './worker.ts'

/** What the chassis gives to a service. */
export type Chassis = {
  /** Of the service, in logs and as the audience of its callers' tokens. */
  name: string
  log: Logger
  metrics: Registry
  tokens: { customer: CustomerTokens; service: ServiceTokens }
  limits: { maxInFlight: number }
  /** True from SIGTERM on: every answer then asks its connection to be closed. */
  isDraining: () => boolean
  /** Aborted when streams must end: the process has stopped taking new work. */
  draining: AbortSignal
  /** For tests: an answer that breaks the contract throws. */
  validateReplies?: boolean
}

/** What a service gives to the chassis. */
export type Service = {
  app: HttpApp
  /** Background loops: started when the service is ready, stopped in the drain. */
  workers?: readonly Worker[]
  /** Is done before the startup probe turns good; tried again each second until it does not throw. */
  warmUp?: () => Promise<unknown>
  /** Dependencies, shown by `/readyz?verbose` and a metric. One that is down degrades its routes and restarts nobody. */
  checks?: Readonly<Record<string, () => Promise<unknown>>>
  /** More routes on the admin port. */
  adminRoutes?: (admin: Express) => void
  /** Called last in the drain: close Valkey, then PostgreSQL. */
  close?: () => Promise<unknown>
}
