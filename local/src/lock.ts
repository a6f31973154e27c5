import { existsSync, rmSync } from 'node:fs'
import { processInfo } from '@saleday/embedded/process-info'
import type { DataDir } from './data-dir.ts'
import { readJson } from './read-json.ts'
import { areAlive } from './starters.ts'
import { tryToTake } from './try-to-take.ts'
import { UserError } from './user-error.ts'
import { writeFileAtomically } from './write-file.ts'

/** Who has the data in use. `started` tells the process from a later one with the same id. */
type Holder = { pid: number; started: string; url: string; starters: number[]; stopping?: boolean }

export type DataLock = {
  /** The last run did not end in good order: it was killed. */
  afterCrash: boolean
  /** From now on a next start waits instead of giving up. */
  stopping(): void
  release(): void
}

/** A shop that is on its way out is waited for this long. */
const goneLimitMs = 30_000

/**
 * Makes this process the only one that uses the data. A shop that is stopping is waited for; one that was killed has
 * left nothing that counts.
 * @throws UserError where the shop is running already
 */
export async function lockData(
  dir: DataDir,
  url: string,
  say: (line: string) => void,
  starters: number[] = [],
): Promise<DataLock> {
  const mine: Holder = { pid: process.pid, started: (await processInfo(process.pid))?.started ?? '', url, starters }
  const afterCrash = existsSync(dir.lock)
  let waitedMs = 0
  for (;;) {
    const holder = await runningShop(dir)
    if (!holder) {
      if (tryToTake(dir.lock, mine)) break
      continue
    }
    // One whose npm was killed is about to notice.
    if (!holder.stopping && areAlive(holder.starters)) throw alreadyRunning(holder)
    if (waitedMs === 0) say(`Waiting for the last run to stop (process ${holder.pid})`)
    if (waitedMs >= goneLimitMs)
      throw new UserError(`The last run (process ${holder.pid}) does not stop.`, `Stop it by: kill -9 ${holder.pid}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    waitedMs += 100
  }
  return {
    afterCrash: afterCrash && waitedMs === 0,
    stopping() {
      try {
        writeFileAtomically(dir.lock, JSON.stringify({ ...mine, stopping: true }))
      } catch {
        // A full disk keeps no shop from stopping; whoever starts the next one at this moment is told that one runs.
      }
    },
    release: () => rmSync(dir.lock, { force: true }),
  }
}

/** The living process that holds the lock. */
export async function runningShop(dir: DataDir): Promise<Holder | undefined> {
  const holder = readJson<Holder>(dir.lock)
  if (!holder) {
    if (existsSync(dir.lock)) rmSync(dir.lock, { force: true }) // not one that we wrote whole
    return undefined
  }
  const info = await processInfo(holder.pid)
  if (info && info.started === holder.started) return holder
  // Another process may have replaced a dead holder meanwhile: only the file that was read is taken away.
  if (readJson<Holder>(dir.lock)?.pid === holder.pid) rmSync(dir.lock, { force: true })
  return undefined
}

const alreadyRunning = ({ pid, url }: Holder) =>
  new UserError(
    `The shop is running already, at ${url} (process ${pid}).`,
    `Use it; or stop it by Ctrl-C in its terminal, or kill ${pid}; or start another beside it: npm start -- --data .saleday-2 --port 8180 --offset 100`,
  )
