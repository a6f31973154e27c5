import type { Logger } from '@saleday/chassis/logger'
import type { Redis } from 'ioredis'

const quietMs = 5_000

/** Logs when the server goes and comes back; while it is away, an error every few seconds at most. */
export function logConnection(redis: Redis, name: string, log: Logger): void {
  let quietUntil = 0
  let away = false
  const warn = (error?: Error) => {
    if (Date.now() < quietUntil) return
    quietUntil = Date.now() + quietMs
    log.warn({ err: error, valkey: name }, 'Valkey is away; trying to connect again')
  }
  redis.on('error', warn)
  // A server that just ends its connections is no error to the client.
  redis.on('reconnecting', () => {
    away = true
    warn()
  })
  redis.on('ready', () => {
    if (away) log.info({ valkey: name }, 'Valkey is back')
    away = false
    quietUntil = 0
  })
}
