import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type RunningServer, startChildServer } from './child-server.ts'
import { readOwner, stopLeftover, writeOwner } from './leftover.ts'
import { findValkey, type ValkeyProgram, type ValkeySource } from './valkey-program.ts'

export type ValkeyOptions = {
  /** For the data and for a note of who started it. Without it: a folder for the port, among the temporary ones. */
  dir?: string
  port: number
  /** Keep what is written, synced each second; else nothing outlives the process. */
  appendOnly: boolean
  maxMemoryMb?: number
  /** When the memory is full: true lets the keys go that were not used for longest, false refuses to write. */
  evict?: boolean
  databases?: number
  /** Where the program may come from, best first. */
  sources?: readonly ValkeySource[]
  log?: (line: string) => void
}

export type ValkeyServer = RunningServer & {
  url: string
  /** Sends a signal to Valkey itself, wherever it runs. */
  signal(signal: NodeJS.Signals): Promise<void>
}

const stopSignals = ['SIGTERM', 'SIGKILL'] as const
const run = promisify(execFile)
const containerName = (port: number) => `saleday-valkey-${port}`

/**
 * Starts Valkey on 127.0.0.1 and waits until it takes connections. A server that an earlier run left behind on the
 * same folder is stopped first.
 * @throws StartError
 */
export async function startValkey(options: ValkeyOptions): Promise<ValkeyServer> {
  const { port, sources = ['path', 'wheel', 'docker'], log = () => undefined } = options
  const dir = resolve(options.dir ?? join(tmpdir(), `saleday-valkey-${process.getuid?.()}-${port}`))
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const found = await findValkey(sources, log)
  const ownerFile = join(dir, 'saleday-owner.json')
  const owner = readOwner(ownerFile)
  await stopLeftover({
    what: 'Valkey',
    pid: owner?.pid,
    owner,
    isOurs: ({ started }) => started === owner?.started,
    stopSignals,
    log,
  })
  const server = await startChildServer({
    what: 'Valkey',
    ...(await command(found, dir, options)),
    port,
    ready: /Ready to accept connections/,
    portTaken: /address already in use|port is already allocated/i,
    stopSignals,
    log,
    onSpawn: (pid) => writeOwner(ownerFile, pid),
  })
  const stop = async () => {
    await server.stop()
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
  }
  const signal = async (signal: NodeJS.Signals) => {
    if ('program' in found) process.kill(server.pid, signal)
    else await run('docker', ['kill', '--signal', signal, containerName(port)])
  }
  return { ...server, stop, signal, url: `redis://127.0.0.1:${port}` }
}

async function command(found: ValkeyProgram, dir: string, options: ValkeyOptions) {
  if ('program' in found) {
    return {
      program: found.program,
      args: ['--bind', '127.0.0.1', '--port', String(options.port), '--dir', dir, ...flags(options)],
    }
  }
  const name = containerName(options.port)
  await run('docker', ['rm', '--force', name]).catch(() => undefined) // left behind by a killed run
  const asUser = process.getuid ? ['--user', `${process.getuid()}:${process.getgid?.()}`] : []
  const mounts = ['--publish', `127.0.0.1:${options.port}:6379`, '--volume', `${dir}:/data`]
  const args = ['run', '--rm', '--name', name, ...asUser, ...mounts, '--entrypoint', 'valkey-server', found.image]
  // Only the published port can be reached, and that from this machine only.
  return { program: 'docker', args: [...args, '--protected-mode', 'no', ...flags(options)] }
}

function flags({ appendOnly, maxMemoryMb, evict, databases }: ValkeyOptions): string[] {
  return [
    ['--save', ''],
    ['--appendonly', appendOnly ? 'yes' : 'no'],
    ['--appendfsync', 'everysec'],
    ...(maxMemoryMb === undefined ? [] : [['--maxmemory', `${maxMemoryMb}mb`]]),
    ['--maxmemory-policy', evict ? 'allkeys-lru' : 'noeviction'],
    ...(databases === undefined ? [] : [['--databases', String(databases)]]),
  ].flat()
}
