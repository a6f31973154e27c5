import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts a server from a process of its own, and gives the process and the server's pid. */
export async function runHolder(
  kind: 'postgres' | 'valkey',
  options: object,
): Promise<{ holder: ChildProcess; pid: number }> {
  const script = join(import.meta.dirname, 'hold-server.ts')
  const holder = spawn(process.execPath, [script, kind, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(holder.stdout, 'data')
  return { holder, pid: Number(line) }
}

/** Ends the process as the kernel does when memory runs out: it cannot do anything about it. */
export async function killHard(holder: ChildProcess): Promise<void> {
  const ended = once(holder, 'exit')
  holder.kill('SIGKILL')
  await ended
}
