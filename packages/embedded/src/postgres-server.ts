import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunningServer, startChildServer } from './child-server.ts'
import { initDataDir } from './init-data-dir.ts'
import { readOwner, stopLeftover, writeOwner } from './leftover.ts'
import { type PostgresAccount, postgresAccount } from './postgres-account.ts'
import { postgresPrograms } from './postgres-programs.ts'
import { StartError } from './start-error.ts'

export type PostgresOptions = {
  /** Made where it is missing. */
  dataDir: string
  port: number
  /** Of the superuser `postgres`; set when the data is made. */
  password: string
  /** As in postgresql.conf. */
  settings?: Record<string, string>
  log?: (line: string) => void
}

export type PostgresServer = RunningServer & {
  /** For the superuser. */
  url: string
}

/** Fast: connections are ended, not waited for; then at once; then without asking. */
const stopSignals = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const

/**
 * Starts PostgreSQL on 127.0.0.1 and waits until it takes connections. A server that an earlier run left behind on
 * the same data is stopped first.
 * @throws StartError
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { port, password, settings = {}, log = () => undefined } = options
  const dataDir = resolve(options.dataDir)
  await mkdir(dirname(dataDir), { recursive: true })
  const { postgres, initdb } = await postgresPrograms()
  const account = await postgresAccount([dataDir, postgres])
  const env = cleanEnvironment()
  await stopLeftoverPostgres(dataDir, log)
  await initDataDir({ dataDir, initdb, password, account, sync: settings.fsync !== 'off', env, log })
  const server = await startWhenReleased({ dataDir, postgres, account, env, port, settings, log })
  return { ...server, url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres` }
}

const ownerFile = (dataDir: string) => join(dataDir, 'saleday-owner.json')

async function stopLeftoverPostgres(dataDir: string, log: (line: string) => void): Promise<void> {
  const pidFile = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
  await stopLeftover({
    what: 'PostgreSQL',
    pid: Number.parseInt(pidFile, 10) || undefined,
    owner: readOwner(ownerFile(dataDir)),
    isOurs: ({ command }) => command.includes('postgres') && command.includes(dataDir),
    stopSignals,
    log,
  })
}

type StartOptions = Required<Pick<PostgresOptions, 'dataDir' | 'port' | 'settings' | 'log'>> & {
  postgres: string
  account: PostgresAccount
  env: NodeJS.ProcessEnv
}

/** The children of a postmaster that was killed hold its memory for a moment longer. */
async function startWhenReleased(options: StartOptions): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options)
    } catch (error) {
      const isHeld = error instanceof StartError && error.message.includes('pre-existing shared memory block')
      if (!isHeld || attempt === 20) throw error
      await sleep(250)
    }
  }
}

function startOnce({ dataDir, postgres, account, env, port, settings, log }: StartOptions): Promise<RunningServer> {
  const flags = Object.entries({ ...defaultSettings(port), ...settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  return startChildServer({
    what: 'PostgreSQL',
    ...account.command(postgres, ['-D', dataDir, ...flags]),
    env,
    port,
    ready: /database system is ready to accept connections/,
    portTaken: /could not bind .*Address already in use/,
    stopSignals,
    log,
    onSpawn: (pid) => writeOwner(ownerFile(dataDir), pid),
  })
}

const defaultSettings = (port: number): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
  log_checkpoints: 'off',
  jit: 'off',
  // After a crash: one call for the file system instead of one for each of a thousand files.
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
})

/** PGPORT and its like are meant for other servers. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'))
  return { ...Object.fromEntries(entries), LC_ALL: 'C' }
}
