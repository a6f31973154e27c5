import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import timersPromises from 'node:timers/promises'
import type { Chance } from './chance.ts'

/** A process of the simulated world. What waits on behalf of one that has died never goes on. */
export type Process = {
  name: string
  alive: boolean
  /** Until when it stands still: a stopped process, a machine that swaps, a long collection of garbage. */
  pausedUntilMs: number
  /** Until when no connection to it comes about. */
  unreachableUntilMs: number
}

export type VirtualTime = {
  nowMs(): number
  /** Runs something later, in the name of a process, or of the world where there is none. Gives a way to call it off. */
  after(ms: number, owner: Process | undefined, run: () => void): () => void
  /** Runs something now in the name of a process: what it waits for is that process's. */
  within<T>(owner: Process | undefined, run: () => T): T
  /** The process in whose name code runs now. */
  current(): Process | undefined
  /** Lets events happen, one by one, until the time is there or `stop` says so after one of them. */
  run(untilMs: number, stop: () => boolean): Promise<void>
}

type Event = { atMs: number; owner: Process | undefined; run: () => void; off: boolean }

/**
 * A clock that jumps from event to event. One event happens at a time, and everything that it wakes runs before the next,
 * so a history depends on its seed alone.
 */
export function virtualTime(): VirtualTime {
  const events: Event[] = [] // the next one last
  let now = 0
  let running: Process | undefined

  function insert(event: Event): void {
    let low = 0
    let high = events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      // Of two events of one moment the older comes first, so the newer stands before it.
      if (events[middle]!.atMs < event.atMs) high = middle
      else if (events[middle]!.atMs > event.atMs) low = middle + 1
      else high = middle
    }
    events.splice(low, 0, event)
  }

  function within<T>(owner: Process | undefined, run: () => T): T {
    const before = running
    running = owner
    try {
      return run()
    } finally {
      running = before
    }
  }

  return {
    nowMs: () => now,
    current: () => running,
    within,
    after(ms, owner, run) {
      const event = { atMs: now + Math.max(0, ms), owner, run, off: false }
      insert(event)
      return () => {
        event.off = true
      }
    },
    async run(untilMs, stop) {
      while (events.length > 0 && events.at(-1)!.atMs <= untilMs) {
        const event = events.pop()!
        if (event.off || event.owner?.alive === false) continue
        now = Math.max(now, event.atMs)
        if (event.owner && event.owner.pausedUntilMs > now) {
          event.atMs = event.owner.pausedUntilMs
          insert(event)
          continue
        }
        running = event.owner
        event.run()
        await everythingWoken()
        running = undefined
        if (stop()) return
      }
      now = Math.max(now, untilMs)
    },
  }
}

/** Node runs what was put off to the next tick when no promise's reaction is left to run. */
const everythingWoken = () => new Promise<void>((resolve) => process.nextTick(resolve))

/** The first moment of every history. */
const epochMs = Date.UTC(2026, 10, 27, 8)

/**
 * Puts clock, timers, randomness and ids of the simulation in the place of the real ones, for code that knows nothing of
 * it. Gives a function that takes them away again.
 */
export function installWorld(time: VirtualTime, luck: Chance): () => void {
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    Date: globalThis.Date,
    now: performance.now,
    random: Math.random,
    sleep: timersPromises.setTimeout,
    nextTurn: timersPromises.setImmediate,
    randomUUIDv7: crypto.randomUUIDv7,
    webUuid: globalThis.crypto.randomUUID,
    stackTraceLimit: Error.stackTraceLimit,
  }
  const cancels = new WeakMap<object, () => void>()
  let ids = 0
  const nextId = () => `00000000-0000-7000-8000-${String(++ids).padStart(12, '0')}` as ReturnType<typeof real.webUuid>
  const realDate = real.Date
  class SimulatedDate extends realDate {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(epochMs + time.nowMs())
      else super(...(given as [number]))
    }
    static override now = () => epochMs + time.nowMs()
  }

  globalThis.setTimeout = ((run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const handle = {}
    cancels.set(
      handle,
      time.after(ms, time.current(), () => run(...given)),
    )
    return handle
  }) as unknown as typeof setTimeout
  globalThis.clearTimeout = ((handle: object | undefined) => {
    if (handle) cancels.get(handle)?.()
  }) as typeof clearTimeout
  globalThis.Date = SimulatedDate as DateConstructor
  performance.now = time.nowMs
  Math.random = () => luck.of(`Math.random of ${time.current()?.name}`).number()
  globalThis.crypto.randomUUID = nextId
  timersPromises.setTimeout = (<T>(ms: number, value: T) =>
    new Promise<T>((resolve) =>
      time.after(ms, time.current(), () => resolve(value)),
    )) as typeof timersPromises.setTimeout
  timersPromises.setImmediate = (<T>(value: T) =>
    timersPromises.setTimeout(0, value)) as typeof timersPromises.setImmediate
  crypto.randomUUIDv7 = nextId
  syncBuiltinESMExports()
  Error.stackTraceLimit = 0 // a third of the time goes into them, and nobody reads them

  return () => {
    Error.stackTraceLimit = real.stackTraceLimit
    globalThis.setTimeout = real.setTimeout
    globalThis.clearTimeout = real.clearTimeout
    globalThis.Date = real.Date
    performance.now = real.now
    Math.random = real.random
    globalThis.crypto.randomUUID = real.webUuid
    timersPromises.setTimeout = real.sleep
    timersPromises.setImmediate = real.nextTurn
    crypto.randomUUIDv7 = real.randomUUIDv7
    syncBuiltinESMExports()
  }
}
