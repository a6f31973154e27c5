import { ProblemError } from '@saleday/chassis/problem'
import { NoAnswer, Refused } from '@saleday/chassis/service-client'
import type { Party } from '@saleday/contracts/route'
import type { Chance, Luck } from './chance.ts'
import type { Process, VirtualTime } from './virtual-time.ts'

/** How bad the weather is. Probabilities of one call. */
export type Weather = {
  /** The request never arrives. */
  lostRequest: number
  /** The work is done and the caller does not hear of it. */
  lostAnswer: number
  /** The request arrives once more, up to a minute later. */
  repeated: number
  /** The request or its answer takes seconds. */
  slow: number
  /** A statement, or its answer, takes seconds. */
  slowDatabase: number
  /** The database's connection breaks, before or after the statement. */
  brokenConnection: number
}

export const fairWeather: Weather = {
  lostRequest: 0,
  lostAnswer: 0,
  repeated: 0,
  slow: 0,
  slowDatabase: 0,
  brokenConnection: 0,
}

export type Wire = ReturnType<typeof wire>

/** Everything between two processes: calls over the network, and statements to a database. */
export function wire(
  time: VirtualTime,
  chance: Chance,
  weather: () => Weather,
  choose: (service: Party) => Process | undefined,
  trace?: (line: string) => void,
) {
  let lastArrivalMs = 0
  let changes = 0

  const delayMs = (luck: Luck) => (luck.happens(weather().slow) ? luck.between(100, 9_000) : luck.between(0.2, 20))

  /**
   * Calls a service: whichever process of it is there does the work.
   * @throws Refused for a definite no
   * @throws NoAnswer for a failed connection, a timeout and errors: what came of the call is unknown
   */
  function call<T>(request: {
    to: Party
    operation: string
    subject: string
    timeoutMs: number
    work: (server: Process) => Promise<T>
  }): Promise<T> {
    const { to, operation, subject } = request
    const label = `${operation} ${subject}`
    const luck = chance.of(label)
    const caller = time.current()
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const noAnswer = (reason: NoAnswer['reason'], cause?: unknown) => new NoAnswer(to, operation, reason, { cause })
    const giveUp = time.after(request.timeoutMs, caller, () => reject(noAnswer('timeout')))
    const isLost = luck.happens(weather().lostRequest)
    const isRepeated = luck.happens(weather().repeated)
    const wayMs = delayMs(luck)
    const repeatedAfterMs = luck.between(0, luck.happens(0.2) ? 60_000 : 5_000)

    const answer = (say: () => void) => {
      if (luck.happens(weather().lostAnswer)) return
      time.after(delayMs(luck), caller, () => {
        giveUp()
        say()
      })
    }

    const arrive = (hear: (say: () => void) => void) => () => {
      const server = choose(to)
      if (!server) {
        trace?.(`${label} of ${caller?.name}: nobody is there`)
        hear(() => reject(noAnswer('connection')))
        return
      }
      time.after(0, server, () => {
        trace?.(`${label} of ${caller?.name} arrives at ${server.name}`)
        changes += 1
        request.work(server).then(
          (value) => hear(() => resolve(value)),
          (error) => hear(() => reject(toCallersError(to, operation, error))),
        )
      })
    }

    if (!isLost) time.after(wayMs, undefined, arrive(answer))
    if (isRepeated) {
      lastArrivalMs = Math.max(lastArrivalMs, time.nowMs() + repeatedAfterMs)
      time.after(repeatedAfterMs, undefined, arrive(unheard))
    }
    return promise
  }

  /** Sends a statement to a database. It is done at one moment, whole or not at all, and whoever sent it may not hear of it. */
  function statement<T>(what: string, run: () => T): Promise<T> {
    const process = time.current()
    const luck = chance.of(`${what} of ${process?.name}`)
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const connection = luck.number()
    const breaks = connection < weather().brokenConnection
    const breaksBefore = connection < weather().brokenConnection / 2
    const wayMs = () => (luck.happens(weather().slowDatabase) ? luck.between(100, 6_000) : luck.between(0.1, 3))
    time.after(wayMs(), undefined, () => {
      // What a process sent before it died may have got through or not.
      const isLost = breaksBefore || (process?.alive === false && connection < 0.5)
      let answer: () => void
      try {
        const value = isLost ? undefined : run()
        changes += 1
        trace?.(`${what} of ${process?.name}: ${isLost ? 'lost' : JSON.stringify(value)}`)
        answer = breaks ? () => reject(new ConnectionBroken()) : () => resolve(value as T)
      } catch (error) {
        answer = () => reject(error)
      }
      time.after(wayMs(), process, answer)
    })
    return promise
  }

  return {
    call,
    statement,
    /** When the last of the calls arrives that are under way. */
    lastArrivalMs: () => lastArrivalMs,
    /** How often something may have been changed. */
    changes: () => changes,
  }
}

const unheard = () => undefined

class ConnectionBroken extends Error {
  override name = 'ConnectionBroken'
  override message = 'the connection to the database broke'
}

function toCallersError(to: Party, operation: string, error: unknown): Error {
  if (error instanceof ProblemError && error.status < 500)
    return new Refused(to, operation, error.status, error.toJSON())
  return new NoAnswer(to, operation, 'error', { cause: error })
}

/** A store whose methods answer at once. */
export type Sync<Store> = {
  [K in keyof Store]: Store[K] extends (...given: infer Given) => Promise<infer T> ? (...given: Given) => T : Store[K]
}

/** The store as a process has it: each method is a statement that goes over the wire. */
export function overWire<Store extends object>(
  name: string,
  store: Sync<Store>,
  { statement }: Pick<Wire, 'statement'>,
) {
  const methods = Object.entries(store).map(([method, run]) => [
    method,
    (...given: unknown[]) => statement(`${name}.${method}`, () => (run as (...given: unknown[]) => unknown)(...given)),
  ])
  return Object.fromEntries(methods) as Store
}
