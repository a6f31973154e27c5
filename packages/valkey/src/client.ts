import { areFailpointsArmed } from '@saleday/chassis/failpoint'
import type { Logger } from '@saleday/chassis/logger'
import { Redis } from 'ioredis'
import type { Registry } from 'prom-client'
import { logConnection } from './connection-log.ts'
import { showConnection } from './connection-metric.ts'
import { strikeCommands } from './strike-commands.ts'

export type ValkeyOptions = {
  url: string
  /** The connection's name in metrics, logs and CLIENT LIST. */
  name: string
  log: Logger
  metrics: Registry
  /** A command without an answer fails after this. Default 1 s. */
  commandTimeoutMs?: number
}

/**
 * A connection that is made at once and again for ever. While the server is away commands fail at once; those given
 * before the first attempt to connect has ended wait for it. Close it by `quit()`, or `disconnect()` when in a hurry.
 */
export function createValkey({ url, name, log, metrics, commandTimeoutMs = 1_000 }: ValkeyOptions): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 5), 1_000) * (0.8 + 0.2 * Math.random()),
    maxRetriesPerRequest: 0,
    // A command whose answer was lost may have been done: whoever sent it decides whether to send it again.
    autoResendUnfulfilledCommands: false,
  })
  const failFastWhileAway = () => {
    redis.options.enableOfflineQueue = false
  }
  redis.once('ready', failFastWhileAway)
  redis.once('close', failFastWhileAway)
  logConnection(redis, name, log)
  showConnection(metrics, name, redis)
  if (areFailpointsArmed()) strikeCommands(redis)
  return redis
}
