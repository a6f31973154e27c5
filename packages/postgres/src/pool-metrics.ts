import type { Pool } from 'pg'
import { Gauge, type Registry } from 'prom-client'

const poolsOf = new WeakMap<Registry, Map<string, Pool>>()

/** Shows the pool in `saleday_postgres_connections{pool,state}`, read when the metrics are. */
export function countConnections(metrics: Registry, name: string, pool: Pool): void {
  const known = poolsOf.get(metrics)
  if (known) {
    known.set(name, pool)
    return
  }
  const pools = new Map([[name, pool]])
  poolsOf.set(metrics, pools)
  new Gauge({
    name: 'saleday_postgres_connections',
    help: 'Connections of a PostgreSQL pool: total, idle ones of them, and callers that wait for one',
    labelNames: ['pool', 'state'],
    registers: [metrics],
    collect() {
      for (const [name, pool] of pools) {
        this.set({ pool: name, state: 'total' }, pool.totalCount)
        this.set({ pool: name, state: 'idle' }, pool.idleCount)
        this.set({ pool: name, state: 'waiting' }, pool.waitingCount)
      }
    },
  })
}
