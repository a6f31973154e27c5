import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { processInfo } from '@saleday/embedded/process-info'
import { readJson } from './read-json.ts'
import { tryToTake } from './try-to-take.ts'
import { writeFileAtomically } from './write-file.ts'

/** `started` tells a process from a later one with the same id. */
type Process = { pid: number; started: string }
/** `child`: what it has started and what goes on without it when it is killed. */
type Holder = Process & { command: string; child?: Process }

export type WorkLock = {
  /** This process of ours is at the work: whoever comes next waits for its end, even when we are killed. */
  childStarted(pid: number): void
  release(): void
}

/**
 * Waits until this process alone may do what the lock is for. One that was killed has left nothing that counts.
 * @param command told to whoever waits for us
 */
export async function takeWorkLock(path: string, command: string, say: (line: string) => void): Promise<WorkLock> {
  const mine: Holder = { ...(await processOf(process.pid)), command }
  mkdirSync(dirname(path), { recursive: true })
  for (let waits = 0; !tryToTake(path, mine); waits++) {
    const holder = readJson<Holder>(path)
    const living = holder && (await livingOf(holder))
    if (living === undefined) removeOf(path, holder)
    else if (waits === 0) say(`waiting for ${holder!.command}, which is at work (process ${living.pid})`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    childStarted: (pid) =>
      void processOf(pid).then((child) => writeFileAtomically(path, JSON.stringify({ ...mine, child }))),
    release: () => rmSync(path, { force: true }),
  }
}

const processOf = async (pid: number): Promise<Process> => ({ pid, started: (await processInfo(pid))?.started ?? '' })

async function livingOf(holder: Holder): Promise<Process | undefined> {
  for (const one of [holder, holder.child]) {
    if (one !== undefined && (await processInfo(one.pid))?.started === one.started) return one
  }
  return undefined
}

/** Another process may have replaced a dead holder meanwhile: only the file that was read is taken away. */
function removeOf(path: string, dead: Holder | undefined): void {
  if (readJson<Holder>(path)?.pid === dead?.pid) rmSync(path, { force: true })
}
