import { processInfo } from '@saleday/embedded/process-info'

/** npm, a shell, the bootstrap, and one more. */
const furthest = 4

/**
 * The processes between npm and us, npm included. When one of them is killed, nobody is left to stop the shop. Empty
 * where npm has not started us: a shell may well go before its background jobs.
 */
export async function findStarters(environment: NodeJS.ProcessEnv = process.env): Promise<number[]> {
  if (environment.npm_lifecycle_event === undefined) return []
  const starters = [process.ppid]
  for (let pid = process.ppid, level = 1; level < furthest; level++) {
    const info = await processInfo(pid)
    if (!info || isNpm(info.command)) break
    pid = info.parentPid
    if (pid <= 1) break
    starters.push(pid)
  }
  // Without npm at the end of it the chain may lead anywhere.
  const last = await processInfo(starters.at(-1)!)
  return last && isNpm(last.command) ? starters : [process.ppid]
}

const isNpm = (command: string) => /^npm\b|\bnpm(-cli\.js)? /.test(command)

/** False when one of them has gone. */
export function areAlive(pids: readonly number[]): boolean {
  return pids.every((pid) => {
    try {
      return process.kill(pid, 0)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM'
    }
  })
}

/** Calls `gone` when one of those who started us has ended without stopping us. */
export function watchStarters(starters: readonly number[], gone: () => void): void {
  if (starters.length === 0) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent && areAlive(starters)) return
    clearInterval(timer)
    gone()
  }, 500)
  timer.unref()
}
