import type { V1ConfigMap } from '@kubernetes/client-node'
import { UserError } from '@saleday/local/user-error'
import { configMap, type Kube } from './kube.ts'
import type { UndoStep } from './undo-step.ts'

/** Who runs a sale day on a cluster; in the ConfigMap of that name, with what is to be put back. */
export type Holder = {
  run: string
  host: string
  pid: number
  /** Tells the process from a later one with the same id. */
  started: string
  /** RFC 3339. */
  since: string
  renewed: string
}

export const lockName = 'sale-day-run'
const renewEveryMs = 10_000
/** A process of another machine cannot be looked at: so long without a sign of life, it is taken for dead. */
const deadAfterMs = 2 * 3_600_000

export type UndoList = {
  /** Before the change: it is in the cluster when this ends. Where the list has the id already, the older value counts. */
  add(step: UndoStep): Promise<void>
  /** Puts it back, if that has not been done, and takes it off the list. */
  undo(id: string): Promise<void>
  /** All that is left, the last first. @returns what could not be put back, in words */
  undoAll(): Promise<string[]>
  has(id: string): boolean
}

export type RunLock = {
  list: UndoList
  /** Lets the next run in. What is still on the list keeps the lock, for the next one to put back. */
  release(): Promise<void>
}

export type LockParts = {
  kube: Pick<Kube, 'read' | 'create' | 'patch' | 'replace' | 'remove'>
  me: Omit<Holder, 'since' | 'renewed'>
  /** Whether that process of this machine is still at work. */
  isAlive: (pid: number, started: string) => Promise<boolean>
  undo: (step: UndoStep) => Promise<void>
  say: (line: string) => void
  /** Of another machine, without a sign of life. */
  otherDeadAfterMs?: number
  now?: () => number
}

/**
 * Makes this the only sale day on the cluster. What one that is dead has left is put back first.
 * @throws UserError where another one is at work
 */
export async function takeLock(parts: LockParts): Promise<RunLock> {
  const { kube, say, now = Date.now } = parts
  const time = (): string => new Date(now()).toISOString()
  const me: Holder = { ...parts.me, since: time(), renewed: time() }
  const left = await enter(parts, me)
  const lock = holdLock(parts, me, left)
  if (left.length > 0) {
    for (const { says } of left) say(`Putting back what an earlier run has left: ${says}`)
    const failed = await lock.list.undoAll()
    if (failed.length > 0) {
      await lock.release()
      throw new UserError(
        `Not everything could be put back: ${failed.join('; ')}.`,
        `The list is in the ConfigMap ${lockName}.`,
      )
    }
  }
  await kube.patch(configMap(lockName), dataOf(me, []))
  return lock
}

/** @returns what was left by the one before */
async function enter(parts: LockParts, me: Holder): Promise<UndoStep[]> {
  const { kube, say } = parts
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await kube.create({ ...headerOf(), ...dataOf(me, []) })) return []
    const found = await kube.read<V1ConfigMap>(configMap(lockName))
    if (found === undefined) continue
    const { holder, steps } = readLock(found)
    if (holder !== undefined && (await isAtWork(parts, holder))) throw atWork(holder)
    if (holder !== undefined) say(`The run ${holder.run} of ${whoOf(holder)} has ended without putting things back`)
    // Only one of two that come at the same time can replace what both have read.
    if (await kube.replace({ ...headerOf(), metadata: found.metadata!, ...dataOf(me, steps) })) return steps
  }
  throw new Error(`the ConfigMap ${lockName} changes all the time`)
}

async function isAtWork(parts: LockParts, { host, pid, started, renewed }: Holder): Promise<boolean> {
  const { me, isAlive, now = Date.now, otherDeadAfterMs = deadAfterMs } = parts
  if (host === me.host) return await isAlive(pid, started)
  return now() - Date.parse(renewed) < otherDeadAfterMs
}

function holdLock({ kube, undo, say, now = Date.now }: LockParts, me: Holder, left: readonly UndoStep[]): RunLock {
  let steps = [...left]
  let writing: Promise<unknown> = Promise.resolve()
  /** One write after the other: the last one must be of the last state. */
  const write = (): Promise<unknown> => {
    const next = writing.then(async () => {
      const renewed = new Date(now()).toISOString()
      if (!(await kube.patch(configMap(lockName), dataOf({ ...me, renewed }, steps))))
        throw new Error(`the ConfigMap ${lockName} of this run is gone`)
    })
    writing = next.catch(() => undefined)
    return next
  }
  const renewal = setInterval(
    () => void write().catch((error) => say(`The run cannot be seen by others: ${error.message}`)),
    renewEveryMs,
  )
  renewal.unref()

  async function putBack(step: UndoStep): Promise<void> {
    await undo(step)
    steps = steps.filter(({ id }) => id !== step.id)
    await write()
  }

  return {
    list: {
      async add(step) {
        if (steps.some(({ id }) => id === step.id)) return
        steps = [...steps, step]
        await write()
      },
      async undo(id) {
        const step = steps.find((each) => each.id === id)
        if (step !== undefined) await putBack(step)
      },
      async undoAll() {
        const failed: string[] = []
        for (const step of [...steps].reverse())
          await putBack(step).catch((error) => failed.push(`${step.says} (${error.message})`))
        return failed
      },
      has: (id) => steps.some((step) => step.id === id),
    },
    async release() {
      clearInterval(renewal)
      await writing
      if (steps.length === 0) await kube.remove(configMap(lockName))
    },
  }
}

const headerOf = () => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: lockName, labels: { 'app.kubernetes.io/part-of': 'saleday' } },
})

const dataOf = ({ pid, ...holder }: Holder, steps: readonly UndoStep[]) => ({
  data: { ...holder, pid: String(pid), undo: JSON.stringify(steps) },
})

/** A lock that nobody can read is nobody's. */
export function readLock({ data = {} }: V1ConfigMap): { holder: Holder | undefined; steps: UndoStep[] } {
  const { run, host, pid, started = '', since = '', renewed = '', undo = '[]' } = data
  const steps = JSON.parse(undo) as UndoStep[]
  if (run === undefined || host === undefined) return { holder: undefined, steps }
  return { holder: { run, host, pid: Number(pid), started, since, renewed }, steps }
}

const whoOf = ({ host, pid, since }: Holder): string => `process ${pid} on ${host}, begun ${since}`

const atWork = (holder: Holder): UserError =>
  new UserError(
    `A sale day is at work on this cluster: the run ${holder.run}, ${whoOf(holder)}; its last sign of life was at ${holder.renewed}.`,
    'Wait for its end. Where it was killed on another machine: npm run sale-day -- clean',
  )
