import { openSync } from 'node:fs'
import { devNull } from 'node:os'
import { pino } from 'pino'
import { describeError } from './describe-error.ts'
import { isTracing, traceId } from './trace-context.ts'

export type { Logger } from 'pino'

const secrets = new Set([
  'password',
  'accessToken',
  'refreshToken',
  'cardToken',
  'authorization',
  'cookie',
  'token',
  'secret',
])

const hidden = '[secret]'

/** Lines that wait for the disk; what is more is dropped. */
const maximumWaitingCharacters = 1_000_000
/** A write for each few lines would cost more than the lines; half a second later all are written anyway. */
const writtenAtOnceCharacters = 16_000

/**
 * One JSON line for each event on stdout, with the trace id where there is one. Lines are written in the background;
 * `flush` before the process ends.
 */
export function createLogger(options: { name: string; level: string }) {
  const destination = pino.destination({ sync: false, maxLength: maximumWaitingCharacters })
  // A log that cannot be written, as on a full disk, is no reason to stop selling.
  let failing = false
  destination.on('error', () => {
    failing = true
  })
  destination.on('write', () => {
    failing = false
  })
  let lines = ''
  const pass = () => {
    if (lines !== '') destination.write(lines)
    lines = ''
  }
  const log = pino(
    {
      level: options.level,
      base: { service: options.name, pid: process.pid },
      timestamp: timeField(),
      // Pino's own redaction parses its paths again for each value of each line: a fifth of the CPU of a read.
      formatters: { level: (label) => ({ level: label }), log: withoutSecretsBelow },
      serializers: { err: describeError, ...Object.fromEntries([...secrets].map((name) => [name, () => hidden])) },
      ...(isTracing() ? { mixin: () => ({ traceId: traceId() }) } : {}),
    },
    {
      write(line) {
        lines += line
        if (lines.length > writtenAtOnceCharacters) pass()
      },
    },
  )
  const timer = setInterval(pass, 500)
  timer.unref()
  const flush = () => {
    clearInterval(timer)
    // flushSync, here and at the exit, tries for ever where nothing can be written.
    if (failing) Object.assign(destination, { fd: openSync(devNull, 'a') })
    // What is written in the background now is not waited for, here neither: of a burst right before the end some may be lost.
    Object.assign(destination, { minLength: Number.POSITIVE_INFINITY })
    pass()
    destination.flushSync()
  }
  process.once('exit', flush)
  return { log, flush }
}

/** The same object where none of its objects has a secret, as nearly always. */
function withoutSecretsBelow(fields: Record<string, unknown>): Record<string, unknown> {
  let clean = fields
  for (const name in fields) {
    const value = fields[name]
    if (!isPlainObject(value)) continue
    const safe = withoutSecrets(value)
    if (safe === value) continue
    if (clean === fields) clean = { ...fields }
    clean[name] = safe
  }
  return clean
}

function withoutSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  const found = Object.keys(fields).filter((name) => secrets.has(name) && fields[name] !== undefined)
  return found.length === 0 ? fields : { ...fields, ...Object.fromEntries(found.map((name) => [name, hidden])) }
}

/** What has a class of its own, such as an Error, is left to its serializer. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The time as ISO 8601, printed once for all lines of a millisecond. */
function timeField(): () => string {
  let printedAt = 0
  let printed = ''
  return () => {
    const now = Date.now()
    if (now !== printedAt) {
      printedAt = now
      printed = `,"time":"${new Date(now).toISOString()}"`
    }
    return printed
  }
}
