import { openSync } from 'node:fs'
import { devNull } from 'node:os'
import { pino } from 'pino'
import { describeError } from './describe-error.ts'
import { traceId } from './trace-context.ts'

export type { Logger } from 'pino'

const secrets = ['password', 'accessToken', 'refreshToken', 'cardToken', 'authorization', 'cookie', 'token', 'secret']

/** Lines that wait for the disk; what is more is dropped. */
const maximumWaitingCharacters = 1_000_000

/**
 * One JSON line for each event on stdout, with the trace id where there is one. Lines are written in the background;
 * `flush` before the process ends.
 */
export function createLogger(options: { name: string; level: string }) {
  const destination = pino.destination({ sync: false, minLength: 4096, maxLength: maximumWaitingCharacters })
  // A log that cannot be written, as on a full disk, is no reason to stop selling.
  let failing = false
  destination.on('error', () => {
    failing = true
  })
  destination.on('write', () => {
    failing = false
  })
  const log = pino(
    {
      level: options.level,
      base: { service: options.name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
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
    // flushSync, here and at the exit, tries for ever where nothing can be written.
    if (failing) Object.assign(destination, { fd: openSync(devNull, 'a') })
    destination.flushSync()
  }
  return { log, flush }
}
