import { fork } from 'node:child_process'
import cluster from 'node:cluster'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DataDir } from './data-dir.ts'
import type { GatewaySettings } from './gateway.ts'
import { isReady } from './is-ready.ts'
import { type Crew, keepRunning } from './keep-running.ts'
import type { ServerLauncher } from './launch-server.ts'
import { type ServerName, servers } from './parties.ts'
import { type Ports, processesOf } from './ports.ts'

/** Fourteen processes that compile at once may share two busy cores. */
const startLimitMs = 120_000

type Common = { onChange: () => void; note: (line: string) => void }

/** Starts every server in its processes. */
export function startServers(
  options: Common & { replicas: number; launcher: ServerLauncher },
): Record<ServerName, Crew> {
  const { replicas, launcher, onChange, note } = options
  const crews = servers.map((server) => {
    const crew = keepRunning({
      name: server,
      replicas: processesOf(server, replicas),
      launch: (slot) => launcher.launch(server, slot),
      isReady: (slot) => launcher.isReady(server, slot),
      onChange,
      note,
      startLimitMs,
    })
    return [server, crew] as const
  })
  return Object.fromEntries(crews) as Record<ServerName, Crew>
}

/** Starts the gateway: a process of its own, on its own port. */
export function startGateway(
  options: Common & { ports: Ports; hosts: string[]; compileCache: string; onStderr: (text: string) => void },
): Crew {
  const { ports, hosts, compileCache, onStderr, onChange, note } = options
  const upstreams = Object.fromEntries(
    servers.map((server) => [server, `http://127.0.0.1:${ports.servers[server].api}`]),
  ) as Record<ServerName, string>
  const settings: GatewaySettings = { port: ports.gateway, hosts, upstreams }
  let listening = false
  return keepRunning({
    name: 'gateway',
    replicas: 1,
    launch: () => {
      listening = false
      const child = fork(fileURLToPath(new URL('gateway.ts', import.meta.url)), [], {
        execArgv: ['--max-semi-space-size=16'],
        env: { ...process.env, GATEWAY: JSON.stringify(settings), NODE_COMPILE_CACHE: compileCache },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      child.on('message', () => {
        listening = true
      })
      child.stderr?.setEncoding('utf8').on('data', onStderr)
      return child
    },
    isReady: async () => listening,
    onChange,
    note,
    startLimitMs,
  })
}

/** Starts the console: one process that looks at the others, by an address of its own. */
export function startConsole(options: Common & { repository: string; ports: Ports; dir: DataDir }): Crew {
  const { repository, ports, dir, onChange, note } = options
  const { api, admin } = ports.console
  const log = openSync(dir.logOf('console'), 'a')
  return keepRunning({
    name: 'console',
    replicas: 1,
    launch() {
      // A worker, as the servers: it goes when this process goes, however that ends.
      cluster.setupPrimary({
        exec: join(repository, 'console/src/main.ts'),
        execArgv: ['--max-semi-space-size=8'],
        args: [],
        cwd: repository,
        stdio: ['ignore', log, log, 'ipc'],
      })
      return cluster.fork({
        HOST: '127.0.0.1',
        PORT: String(api),
        ADMIN_PORT: String(admin),
        ON: 'local',
        DATA_DIR: dir.root,
        // Nobody's order depends on its last answers.
        DRAIN_LINGER_MS: '0',
        NODE_COMPILE_CACHE: dir.compileCache,
      }).process
    },
    isReady: () => isReady(`http://127.0.0.1:${admin}/readyz`),
    onChange,
    note,
    startLimitMs,
  })
}
