import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ProcessInfo, processInfo } from './process-info.ts'
import { StartError } from './start-error.ts'

/** Which process started a server on some data: kept in a file beside the data. */
export type OwnerRecord = { pid: number; started: string; ownerPid: number }

export async function writeOwner(file: string, pid: number): Promise<void> {
  const info = await processInfo(pid)
  if (!info) return // it has ended already; whoever waits for it will see that
  writeFileSync(file, JSON.stringify({ pid, started: info.started, ownerPid: process.pid } satisfies OwnerRecord))
}

export function readOwner(file: string): OwnerRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Stops a server whose starter has gone without stopping it, by SIGKILL say.
 * @throws StartError already_running where the starter is alive: then the server is in good hands
 */
export async function stopLeftover(options: {
  what: string
  pid: number | undefined
  owner: OwnerRecord | undefined
  isOurs: (info: ProcessInfo) => boolean
  stopSignals: readonly NodeJS.Signals[]
  log: (line: string) => void
}): Promise<void> {
  const { what, pid, owner, isOurs, stopSignals, log } = options
  const info = pid === undefined ? undefined : await processInfo(pid)
  if (pid === undefined || !info || !isOurs(info)) return
  // A process whose parent has died has another parent.
  if (owner?.pid === pid && owner.ownerPid === info.parentPid) {
    throw new StartError(
      'already_running',
      `${what} is running already, started by process ${owner.ownerPid}. Stop that first.`,
    )
  }
  log(`Stopping ${what} that an earlier run left behind (process ${pid})`)
  for (const signal of stopSignals) {
    try {
      process.kill(pid, signal)
    } catch {
      // Gone, or not ours to stop: looking again tells.
    }
    if (await isGoneWithin(pid, info, 5_000)) return
  }
  throw new StartError(
    'failed',
    `${what} that an earlier run left behind (process ${pid}) does not stop. Stop it by: kill -9 ${pid}`,
  )
}

async function isGoneWithin(pid: number, before: ProcessInfo, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 20) {
    const now = await processInfo(pid)
    if (now?.started !== before.started) return true
    await sleep(20)
  }
  return false
}
