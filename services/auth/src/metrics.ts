import type { BoundedWork } from '@saleday/chassis/bounded-work'
import { Counter, Gauge, type Registry } from 'prom-client'

export type AuthMetrics = ReturnType<typeof authMetrics>

export function authMetrics(metrics: Registry, hashing: BoundedWork) {
  const registers = [metrics]
  new Gauge({
    name: 'saleday_auth_passwords_waiting',
    help: 'Logins and registrations that wait for their turn to hash a password',
    registers,
    collect() {
      this.set(hashing.queued)
    },
  })
  return {
    registrations: new Counter({ name: 'saleday_auth_registrations_total', help: 'Customers made', registers }),
    logins: new Counter({ name: 'saleday_auth_logins_total', help: 'Logins that succeeded', registers }),
    refreshes: new Counter({
      name: 'saleday_auth_refreshes_total',
      help: 'Uses of refresh tokens: refreshed, over, or reused (the session was revoked)',
      labelNames: ['outcome'] as const,
      registers,
    }),
  }
}
