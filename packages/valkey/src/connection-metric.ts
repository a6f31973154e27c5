import type { Redis } from 'ioredis'
import { Gauge, type Registry } from 'prom-client'

const connectionsOf = new WeakMap<Registry, Map<string, Redis>>()

/** Shows the connection in `saleday_valkey_up{name}`: 1 while commands can be sent. */
export function showConnection(metrics: Registry, name: string, redis: Redis): void {
  const known = connectionsOf.get(metrics)
  if (known) {
    known.set(name, redis)
    return
  }
  const connections = new Map([[name, redis]])
  connectionsOf.set(metrics, connections)
  new Gauge({
    name: 'saleday_valkey_up',
    help: 'Whether the connection to Valkey can be used',
    labelNames: ['name'],
    registers: [metrics],
    collect() {
      for (const [name, redis] of connections) this.set({ name }, redis.status === 'ready' ? 1 : 0)
    },
  })
}
