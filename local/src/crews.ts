import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { GatewaySettings } from './gateway.ts'
import { type Crew, keepRunning } from './keep-running.ts'
import type { ServerLauncher } from './launch-server.ts'
import { type ServerName, servers } from './parties.ts'
import { type Ports, processesOf } from './ports.ts'

const startLimitMs = 60_000

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
