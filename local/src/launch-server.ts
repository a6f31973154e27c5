import type { ChildProcess } from 'node:child_process'
import cluster from 'node:cluster'
import { appendFileSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { isReady } from './is-ready.ts'
import { folderOf, type ServerName } from './parties.ts'
import { nodeFlags } from './runtime.ts'
import { type ShopParts, settingsOf } from './service-settings.ts'

export type ServerLauncher = {
  launch(server: ServerName, slot: number): ChildProcess
  isReady(server: ServerName, slot: number): Promise<boolean>
  /** What the last process of a server wrote to its standard error: the reason, where it does not start. */
  lastWords(server: ServerName): string
}

/**
 * Starts processes of servers as workers of one cluster: all processes of a server share its port, and one that is
 * killed leaves the port to the others.
 */
export function serverLauncher(options: {
  repository: string
  parts: ShopParts
  tracing: boolean
  /** Not the first start on this data. */
  warm: boolean
  onStderr: (server: ServerName, text: string) => void
}): ServerLauncher {
  const { repository, parts, tracing, warm, onStderr } = options
  // The kernel hands connections to whichever process accepts. If this process did it in turn, a connection on its way to
  // a process that is killed would hang until its client gives up, where in a cluster it is refused or cut.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const words = new Map<ServerName, string>()
  const listening = new Set<string>()
  const logs = new Map<ServerName, number>()

  function logOf(server: ServerName): number {
    const fd = logs.get(server) ?? openSync(parts.dir.logOf(server), 'a')
    logs.set(server, fd)
    return fd
  }

  return {
    // Asked only when it listens: asking a dozen processes that are still loading takes time from their loading.
    isReady: async (server, slot) =>
      listening.has(`${server} ${slot}`) &&
      isReady(`http://127.0.0.1:${parts.ports.servers[server].admin[slot]}/readyz`),
    lastWords: (server) => words.get(server) ?? '',
    launch(server, slot) {
      const log = logOf(server)
      cluster.setupPrimary({
        exec: join(repository, folderOf(server), 'src/main.ts'),
        execArgv: [...nodeFlags, ...(tracing ? ['--import', import.meta.resolve('@saleday/chassis/tracing')] : [])],
        args: [],
        cwd: repository,
        stdio: ['ignore', log, 'pipe', 'ipc'],
      })
      // A process writes what it has compiled when it ends: the first time one of each kind is enough.
      const cache: Record<string, string> = warm || slot === 0 ? { NODE_COMPILE_CACHE: parts.dir.compileCache } : {}
      const worker = cluster.fork({ ...settingsOf(server, slot, parts), ...cache })
      const child = worker.process
      const self = `${server} ${slot}`
      listening.delete(self)
      worker.on('listening', ({ port }) => {
        if (port === parts.ports.servers[server].api) listening.add(self)
      })
      words.set(server, '')
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        words.set(server, ((words.get(server) ?? '') + text).slice(-2_000))
        try {
          appendFileSync(log, text)
        } catch {
          // a full disk: the terminal still shows it
        }
        onStderr(server, text)
      })
      return child
    },
  }
}
