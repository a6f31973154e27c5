import { pino } from 'pino'
import { traceId } from './trace-context.ts'

export type { Logger } from 'pino'

const secrets = ['password', 'accessToken', 'refreshToken', 'cardToken', 'authorization', 'cookie', 'token', 'secret']

/**
 * One JSON line for each event on stdout, with the trace id where there is one. Lines are written in the background;
 * `flush` before the process ends.
 */
export function createLogger(options: { name: string; level: string }) {
  const destination = pino.destination({ sync: false, minLength: 4096 })
  const log = pino(
    {
      level: options.level,
      base: { service: options.name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
      mixin: () => {
        const id = traceId()
        return id ? { traceId: id } : {}
      },
    },
    destination,
  )
  const timer = setInterval(() => destination.flush(), 500)
  timer.unref()
  const flush = () => {
    clearInterval(timer)
    destination.flushSync()
  }
  return { log, flush }
}
