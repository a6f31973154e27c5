import { createWriteStream, rmSync } from 'node:fs'
import { startPostgres } from '@saleday/embedded/postgres-server'
import { StartError } from '@saleday/embedded/start-error'
import { startValkey } from '@saleday/embedded/valkey-server'
import {
  type DatabaseList,
  type DatabasesOptions,
  databaseServers,
  type FromDatabases,
  type ToDatabases,
  type ValkeyOptions,
} from './databases-protocol.ts'
import { type KeptServer, keepServer, type Server } from './keep-server.ts'
import { rotateLog } from './log-file.ts'
import { writeFileAtomically } from './write-file.ts'

/**
 * A process, in a session of its own, that holds PostgreSQL and Valkey for the shop. It stops them in good order when
 * it is told to, and when the shop has gone without a word: the channel between the two closes then.
 */
const kept = new Map<string, KeptServer>()
let listFile: string | undefined
let stopping: Promise<never> | undefined

const tell = (message: FromDatabases) => process.connected && process.send?.(message)

async function stop(exitCode = 0): Promise<never> {
  await Promise.allSettled([...kept.values()].map((server) => server.stop()))
  if (listFile) rmSync(listFile, { force: true })
  process.exit(exitCode)
}
const stopOnce = () => {
  stopping ??= stop()
}

/** Lines to a file, the last run's moved out of the way. */
function logTo(path: string): (line: string) => void {
  rotateLog(path)
  const file = createWriteStream(path, { flags: 'a' })
  file.on('error', () => {}) // a full disk: the server goes on and says so itself
  return (line) => void file.write(`${line}\n`)
}

async function hold(name: string, port: number, start: () => Promise<Server>): Promise<string> {
  const server = await keepServer({
    start,
    note: (line) => tell({ type: 'note', line: `${name} ${line}` }),
    onChange: () => writeList(),
  })
  kept.set(name, server)
  ports.set(name, port)
  if (stopping) await server.stop()
  writeList()
  return server.url
}
const ports = new Map<string, number>()

function writeList(): void {
  if (!listFile || stopping) return
  const servers = Object.fromEntries(
    [...kept].map(([name, server]) => [name, { pid: server.pid(), port: ports.get(name)! }]),
  )
  writeFileAtomically(listFile, JSON.stringify({ pid: process.pid, servers } satisfies DatabaseList))
  tell({ type: 'changed' })
}

async function start(options: DatabasesOptions): Promise<void> {
  listFile = options.listFile
  const { postgres, valkey } = options
  const postgresLog = logTo(postgres.log)
  const startOneValkey = ({ port, dir, log }: ValkeyOptions, keep: boolean) => {
    const toLog = logTo(log)
    // The cache may lose everything at any time, and drops what was used least when it is full; carts are kept.
    return () =>
      startValkey({
        dir,
        port,
        log: toLog,
        appendOnly: keep,
        evict: !keep,
        databases: 1,
        ...(keep ? {} : { maxMemoryMb: 128 }),
      })
  }
  const [postgresUrl, carts, cache] = await Promise.all([
    hold(databaseServers.postgres, postgres.port, () => startPostgres({ ...postgres, log: postgresLog })),
    valkey && hold(databaseServers.carts, valkey.carts.port, startOneValkey(valkey.carts, true)),
    valkey && hold(databaseServers.cache, valkey.cache.port, startOneValkey(valkey.cache, false)),
  ])
  tell({ type: 'up', postgresUrl, ...(carts && cache ? { valkey: { carts, cache } } : {}) })
}

process.on('message', (message: ToDatabases) => {
  if (message.type === 'stop') return stopOnce()
  start(message.options).catch((error: unknown) => {
    const code = error instanceof StartError ? error.code : undefined
    tell({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
    stopOnce()
  })
})
process.on('disconnect', stopOnce)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stopOnce)
