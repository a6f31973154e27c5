import { fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processInfo } from '@saleday/embedded/process-info'
import type { DataDir } from './data-dir.ts'
import type { DatabaseList, FromDatabases, ToDatabases } from './databases-protocol.ts'
import type { Ports } from './ports.ts'
import { readJson } from './read-json.ts'
import type { Secrets } from './secrets.ts'
import { UserError } from './user-error.ts'

export type Databases = {
  postgresUrl: string
  valkey: { carts: string; cache: string }
  /** Of the process that holds them. */
  pid: number
  /** Which servers run now. */
  list(): DatabaseList['servers']
  stop(): Promise<void>
  kill(): void
}

const stopLimitMs = 40_000

/**
 * Starts PostgreSQL and Valkey in a session of their own: a Ctrl-C in the terminal does not reach them before the
 * services are done with them.
 * @param externalValkey the two logical databases of a server that runs elsewhere; none is started then
 */
export async function startDatabases(options: {
  dir: DataDir
  ports: Ports
  secrets: Secrets
  externalValkey: { carts: string; cache: string } | undefined
  note: (line: string) => void
  onChange: () => void
  onLost: () => void
}): Promise<Databases> {
  const { dir, ports, secrets, externalValkey, note, onChange, onLost } = options
  const child = fork(fileURLToPath(new URL('databases.ts', import.meta.url)), [], {
    detached: true,
    execArgv: ['--max-semi-space-size=2'],
    env: { ...process.env, NODE_COMPILE_CACHE: dir.compileCache },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const tell = (message: ToDatabases) => child.connected && child.send(message)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let stopping = false
  let isUp = false
  const stop = async () => {
    stopping = true
    tell({ type: 'stop' })
    const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
    await gone
    clearTimeout(timer)
  }
  const list = () => readJson<DatabaseList>(dir.databases)?.servers ?? {}
  const kill = () => {
    for (const { pid } of [...Object.values(list())]) tryToKill(pid)
    child.kill('SIGKILL')
  }

  tell({
    type: 'start',
    options: {
      listFile: dir.databases,
      postgres: {
        dataDir: dir.postgres,
        port: ports.postgres,
        password: secrets.postgresPassword,
        log: dir.logOf('postgresql'),
      },
      ...(externalValkey
        ? {}
        : {
            valkey: {
              carts: { dir: dir.carts, port: ports.carts, log: dir.logOf('valkey-carts') },
              cache: { dir: dir.cache, port: ports.cache, log: dir.logOf('valkey-cache') },
            },
          }),
    },
  })
  const up = await new Promise<Extract<FromDatabases, { type: 'up' }>>((resolve, reject) => {
    child.on('message', (message: FromDatabases) => {
      if (message.type === 'up') {
        isUp = true
        resolve(message)
      } else if (message.type === 'note') note(message.line)
      else if (message.type === 'changed') onChange()
      else reject(explainFailure(message, dir))
    })
    child.once('error', reject)
    void gone.then(() => {
      reject(new Error('The process that holds the databases ended before they were up.'))
      if (isUp && !stopping) onLost()
    })
  })
  return { postgresUrl: up.postgresUrl, valkey: externalValkey ?? up.valkey!, pid: child.pid!, list, stop, kill }
}

function explainFailure({ code, message }: Extract<FromDatabases, { type: 'failed' }>, dir: DataDir): Error {
  if (/No space left on device|ENOSPC/.test(message))
    return new UserError(message, 'The disk is full: make room on it.')
  if (/Read-only file system|EROFS/.test(message))
    return new UserError(message, 'Keep the data elsewhere: npm start -- --data <folder>')
  if (code === 'port_in_use') return new UserError(message, 'To move the ports of the shop: npm start -- --offset 100')
  if (code === 'missing_program' || code === 'already_running') return new UserError(message, 'Then: npm start')
  return new UserError(
    `${message}\nAll that they said is in ${join(dir.logs, 'postgresql.log')} and ${join(dir.logs, 'valkey-*.log')}.`,
    'If the data is damaged and you can do without it: npm run reset, then npm start',
  )
}

/** The process that held the databases of a run that was killed stops them: this waits for it, as far as it is there. */
export async function waitForFormerDatabases(dir: DataDir, say: (line: string) => void): Promise<void> {
  const former = readJson<DatabaseList>(dir.databases)
  for (let waitedMs = 0; former && waitedMs < stopLimitMs; waitedMs += 50) {
    const info = await processInfo(former.pid)
    if (!info?.command.includes('databases.ts')) return
    if (waitedMs === 0) say('Waiting for the databases of the last run to stop')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function tryToKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // gone already
  }
}
