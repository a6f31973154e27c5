import type { ChildProcess } from 'node:child_process'
import { countQuickEnds, restartDelayMs } from './backoff.ts'

/** Starts the process of one slot. The slot decides which admin port it has. */
export type Launch = (slot: number) => ChildProcess

export type Crew = {
  /** Fulfilled when every process was ready once. @rejects StartFailure when they cannot be brought up */
  ready: Promise<void>
  list(): CrewMember[]
  /** Replaces every process by a new one, one after the other, never with fewer than there should be. @returns whether all could be replaced */
  roll(): Promise<boolean>
  /** SIGTERM to all, and SIGKILL to those that are still there after the grace. */
  stop(graceMs: number): Promise<void>
  /** SIGKILL to all. */
  kill(): void
}

export type CrewMember = { slot: number; pid: number; startedAt: string; ready: boolean; restarts: number }

type Member = CrewMember & {
  child: ChildProcess
  startedMs: number
  quickEnds: number
  leaving: boolean
  gone: Promise<void>
}

/** A process ended before it was ever ready; `exitCode` 2 means that its settings are at fault. */
export class StartFailure extends Error {
  override name = 'StartFailure'
  readonly exitCode: number | null
  constructor(message: string, exitCode: number | null) {
    super(message)
    this.exitCode = exitCode
  }
}

const readyPollMs = 40
/** This many ends in a row before a process was ready once, and the start is given up. */
const endsBeforeGivingUp = 3

export type CrewOptions = {
  name: string
  replicas: number
  launch: Launch
  isReady: (slot: number) => Promise<boolean>
  /** Called whenever the list has changed. */
  onChange: () => void
  note: (line: string) => void
  startLimitMs: number
}

/** Keeps as many processes of one kind running as there should be: one that ends is started again. */
export function keepRunning(options: CrewOptions): Crew {
  const { name, replicas, launch, isReady, onChange, note, startLimitMs } = options
  const members = new Map<number, Member>()
  const timers = new Set<NodeJS.Timeout>()
  let stopping = false
  let opened = false
  const opening = Promise.withResolvers<void>()
  opening.promise.catch(() => {}) // whoever waits for `ready` hears of it

  function start(slot: number, restarts = 0, quickEnds = 0): Member {
    const child = launch(slot)
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const startedMs = performance.now()
    const member: Member = {
      slot,
      child,
      gone,
      startedMs,
      restarts,
      quickEnds,
      pid: child.pid ?? 0,
      startedAt: new Date().toISOString(),
      ready: false,
      leaving: false,
    }
    members.set(slot, member)
    child.once('exit', (code, signal) => ended(member, code, signal))
    child.once('error', (error) => note(`${name} could not be started: ${error.message}`))
    void becomeReady(member)
    onChange()
    return member
  }

  async function becomeReady(member: Member): Promise<void> {
    while (!stopping && members.get(member.slot) === member) {
      if (await isReady(member.slot).catch(() => false)) {
        if (members.get(member.slot) !== member) return
        member.ready = true
        onChange()
        if (!opened && [...members.values()].filter(({ ready }) => ready).length >= replicas) {
          opened = true
          opening.resolve()
        }
        return
      }
      await delay(readyPollMs)
    }
  }

  function ended(member: Member, code: number | null, signal: NodeJS.Signals | null): void {
    if (members.get(member.slot) !== member) return
    members.delete(member.slot)
    onChange()
    if (stopping || member.leaving) return
    // Who was killed from outside after it had started is not at fault, however soon that was.
    const wasKilled = signal === 'SIGKILL' && member.ready
    const quickEnds = wasKilled ? 1 : countQuickEnds(member.quickEnds, performance.now() - member.startedMs)
    if (!opened && !member.ready && (code === 2 || quickEnds >= endsBeforeGivingUp)) {
      opening.reject(new StartFailure(`${name} does not start: it ended with ${signal ?? `exit code ${code}`}.`, code))
      return
    }
    const waitMs = restartDelayMs(quickEnds)
    note(
      `a process of ${name} (${member.pid}) ended with ${signal ?? `exit code ${code}`}; started again${waitMs === 0 ? '' : ` in ${waitMs} ms`}`,
    )
    later(waitMs, () => start(member.slot, member.restarts + 1, quickEnds))
  }

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!stopping) work()
    }, ms)
    timers.add(timer)
  }

  async function waitUntilReady(member: Member, limitMs: number): Promise<boolean> {
    const end = performance.now() + limitMs
    while (members.get(member.slot) === member && performance.now() < end && !stopping) {
      if (member.ready) return true
      await delay(readyPollMs)
    }
    return false
  }

  /** The new process comes first, on the slot that is free, and the old one goes when the new one is ready. */
  async function replace(old: Member): Promise<boolean> {
    const free = Array.from({ length: replicas + 1 }, (_, slot) => slot).find((slot) => !members.has(slot))
    if (free === undefined || stopping) return false
    const next = start(free)
    next.leaving = true // until it has proven itself nobody starts it again
    if (!(await waitUntilReady(next, startLimitMs))) {
      next.child.kill('SIGKILL')
      if (!stopping) note(`the new process of ${name} did not become ready: the old ones stay`)
      return false
    }
    next.leaving = false
    old.leaving = true
    await end(old, 25_000)
    return true
  }

  async function end(member: Member, graceMs: number): Promise<void> {
    const timer = setTimeout(() => member.child.kill('SIGKILL'), graceMs)
    member.child.kill('SIGTERM')
    await member.gone
    clearTimeout(timer)
  }

  let rolling: Promise<unknown> = Promise.resolve()
  for (let slot = 0; slot < replicas; slot++) start(slot)
  const limit = setTimeout(() => {
    opening.reject(new StartFailure(`${name} was not ready after ${startLimitMs / 1000} s.`, null))
  }, startLimitMs)
  opening.promise.then(
    () => clearTimeout(limit),
    () => clearTimeout(limit),
  )

  return {
    ready: opening.promise,
    list: () =>
      [...members.values()]
        .sort((a, b) => a.slot - b.slot)
        .map(({ slot, pid, startedAt, ready, restarts }) => ({ slot, pid, startedAt, ready, restarts })),
    roll() {
      const rolled = rolling.then(async () => {
        for (const member of [...members.values()]) if (!(await replace(member))) return false
        return true
      })
      rolling = rolled
      return rolled
    },
    async stop(graceMs) {
      stopping = true
      clearTimeout(limit)
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([...members.values()].map((member) => end(member, graceMs)))
    },
    kill() {
      stopping = true
      clearTimeout(limit)
      for (const timer of timers) clearTimeout(timer)
      for (const member of members.values()) member.child.kill('SIGKILL')
    },
  }
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
