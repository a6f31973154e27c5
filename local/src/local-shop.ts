import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openApplied } from './applied.ts'
import { areBuilt, buildPages, consolePage, storefront } from './build-pages.ts'
import { checkHosts, checkPorts } from './check-ports.ts'
import { startConsole, startGateway, startServers } from './crews.ts'
import { dataDir, prepareDataDir } from './data-dir.ts'
import { checkValkey, logicalDatabases } from './external-valkey.ts'
import { gatewayHosts } from './gateway-hosts.ts'
import { type Crew, StartFailure } from './keep-running.ts'
import { serverLauncher } from './launch-server.ts'
import { type DataLock, lockData } from './lock.ts'
import { followLog, rotateLog } from './log-file.ts'
import type { Options } from './options.ts'
import { type ServerName, servers } from './parties.ts'
import { portTable, portUses } from './ports.ts'
import { pendingDatabaseWork } from './prepare-databases.ts'
import { loadSecrets } from './secrets.ts'
import { pendingSeeds } from './seeds.ts'
import { provideServiceTokens } from './service-tokens.ts'
import type { ShopFile } from './shop-file.ts'
import { shopFileWriter } from './shop-file-writer.ts'
import { showLogLine } from './show-log-line.ts'
import { type Databases, startDatabases, waitForFormerDatabases } from './start-databases.ts'
import type { Steps } from './steps.ts'
import { stopProcesses } from './stop-shop.ts'
import { UserError } from './user-error.ts'
import { watchSources } from './watch-sources.ts'

export type LocalShop = {
  baseUrl: string
  consoleUrl: string
  dir: ReturnType<typeof dataDir>
  /** Brings the shop up. @throws UserError, or any error, with some of it running: `stop` then. */
  open(): Promise<void>
  /** Drains the gateway and the services, then stops the databases. */
  stop(): Promise<void>
  /** Ends everything now. */
  kill(): void
  /** Replaces every process of every server, one after the other. @returns whether all could be replaced */
  roll(): Promise<boolean>
  processes(): number
}

/** The shop on one machine: puts its parts together, in order, and takes them apart again. */
export function localShop(
  options: Options,
  parts: {
    repository: string
    steps: Steps
    environment: NodeJS.ProcessEnv
    onLost: (what: string) => void
    starters: number[]
  },
): LocalShop {
  const { repository, steps, environment, onLost, starters } = parts
  const { say, step } = steps
  const dir = dataDir(options.dataDir)
  const ports = portTable({ gateway: options.port, offset: options.offset, replicas: options.replicas })
  const hosts = gatewayHosts(options.host)
  const baseUrl = `http://${hosts.shown}:${ports.gateway}`
  const consoleUrl = `http://localhost:${ports.console.api}`
  const externalValkey = environment.VALKEY_URL ? logicalDatabases(environment.VALKEY_URL) : undefined
  const startedAt = new Date().toISOString()

  let lock: DataLock | undefined
  let databases: Databases | undefined
  let databasesAsked: Promise<Databases> | undefined
  let gateway: Crew | undefined
  let consoleCrew: Crew | undefined
  let crews: Partial<Record<ServerName, Crew>> = {}
  let state: ShopFile['state'] = 'starting'
  let openedAt: string | null = null
  const cleanups: (() => void)[] = []
  const stopping = new AbortController()

  const shopFile = shopFileWriter(dir.shop, () => ({
    state,
    pid: process.pid,
    startedAt,
    openedAt,
    baseUrl,
    dataDir: dir.root,
    replicas: options.replicas,
    tracing: options.tracing,
    gateway: gateway?.list() ?? [],
    console: { url: consoleUrl, processes: consoleCrew?.list() ?? [] },
    servers: Object.fromEntries(
      servers.map((server) => {
        const { api, admin } = ports.servers[server]
        const processes = (crews[server]?.list() ?? []).map((one) => ({
          ...one,
          adminUrl: `http://127.0.0.1:${admin[one.slot]}`,
        }))
        return [server, { url: `http://127.0.0.1:${api}`, processes }]
      }),
    ) as ShopFile['servers'],
    databases: { pid: databases?.pid ?? null, servers: databases?.list() ?? {}, valkey: databases?.valkey ?? null },
    tokensDir: dir.tokens,
  }))
  const onChange = () => lock && !stopping.signal.aborted && shopFile.changed()
  const noteWhileOpen = (line: string) => !stopping.signal.aborted && say(line)
  const goOn = () => stopping.signal.throwIfAborted()

  /** Everything that can be found out before anything is started. */
  async function check(): Promise<void> {
    await checkHosts(hosts.listen)
    prepareDataDir(dir)
    lock = await lockData(dir, baseUrl, say, starters)
    await waitForFormerDatabases(dir, say)
    // What a killed run has left of its databases is taken over: its ports are not in strange hands.
    const leftovers = existsSync(dir.databases)
    const uses = portUses(ports, !externalValkey).filter(({ use }) => !(leftovers && /PostgreSQL|Valkey/.test(use)))
    await checkPorts(uses, lock.afterCrash ? 3_000 : 0)
    if (externalValkey) await checkValkey(externalValkey.carts)
    goOn()
  }

  async function bringUp(): Promise<void> {
    const secrets = loadSecrets(dir)
    const applied = openApplied(dir)
    // Asked before PostgreSQL makes its folder: without that folder nothing has been applied.
    const work = pendingDatabaseWork({ repository, applied, secrets, ports })
    databasesAsked = startDatabases({
      dir,
      ports,
      secrets,
      externalValkey,
      onChange,
      note: noteWhileOpen,
      onLost: () => onLost('the process that holds the databases has ended'),
    })
    databasesAsked.catch(() => {}) // awaited below
    const pages = buildAllPages()
    pages.catch(() => {}) // awaited below
    const tokens = await provideServiceTokens(dir)
    cleanups.push(tokens.stop)
    const valkey = externalValkey ?? {
      carts: `redis://127.0.0.1:${ports.carts}`,
      cache: `redis://127.0.0.1:${ports.cache}`,
    }
    const shopParts = { ports, secrets, dir, valkey }
    const seeds = pendingSeeds(repository, applied, shopParts)

    const databasesUp = step('PostgreSQL and Valkey are up', async () => {
      databases = await databasesAsked!
    })
    databasesUp.catch(() => {})
    goOn()
    if (work.length + seeds.length > 0) {
      await databasesUp
      for (const { what, run } of work) {
        await step(what, () => run({ superuser: databases!.postgresUrl }))
        goOn()
      }
      await Promise.all(seeds.map(({ what, run }) => step(what, run)))
      goOn()
    }
    await pages
    goOn()
    await Promise.all([databasesUp, startProcesses(shopParts, work.length + seeds.length === 0)])
  }

  async function buildAllPages(): Promise<void> {
    // One after the other: a machine with two cores has enough to do meanwhile.
    for (const pages of [storefront, consolePage])
      if (!areBuilt(repository, pages)) await step(`${pages.what} is built`, () => buildPages(repository, pages, say))
  }

  /** On a warm start the processes are started while the databases are: they load meanwhile. */
  async function startProcesses(
    shopParts: Parameters<typeof serverLauncher>[0]['parts'],
    warm: boolean,
  ): Promise<void> {
    for (const server of servers) rotateLog(dir.logOf(server))
    const show = (name: string, text: string) => {
      for (const line of text.trimEnd().split('\n')) noteWhileOpen(`${name.padEnd(8)} ${line}`)
    }
    const launcher = serverLauncher({
      repository,
      parts: shopParts,
      tracing: options.tracing,
      warm,
      onStderr: (server, text) => opened() && show(server, text),
    })
    const opened = () => openedAt !== null
    const common = { onChange, note: noteWhileOpen }
    gateway = startGateway({
      ...common,
      ports,
      hosts: hosts.listen,
      compileCache: dir.compileCache,
      onStderr: (text) => show('gateway', text),
    })
    rotateLog(dir.logOf('console'))
    consoleCrew = startConsole({ ...common, repository, ports, dir })
    crews = startServers({ ...common, replicas: options.replicas, launcher })
    for (const server of servers) {
      const log = followLog(dir.logOf(server), {
        all: options.logs,
        write: say,
        show: (line) => showLogLine(server, line, options.logs),
      })
      cleanups.push(log.stop)
    }
    await step('every process is ready', () =>
      Promise.all([
        gateway!.ready,
        consoleCrew!.ready,
        ...servers.map((server) =>
          crews[server]!.ready.catch((error) =>
            Promise.reject(startFailure(error, server, launcher.lastWords(server))),
          ),
        ),
      ]),
    )
  }

  async function renew(server: ServerName): Promise<void> {
    try {
      if (server === 'web') await buildPages(repository, storefront, noteWhileOpen)
    } catch (error) {
      noteWhileOpen(`the old storefront stays. ${(error as Error).message}`)
      return
    }
    if (await crews[server]?.roll()) noteWhileOpen(`restarted ${server}`)
  }

  function startFailure(error: unknown, server: ServerName, lastWords: string): unknown {
    if (!(error instanceof StartFailure)) return error
    const message = [error.message, lastWords.trim()].filter(Boolean).join('\n')
    if (error.exitCode === 2)
      return new UserError(message, 'Mend the setting that it names (look at your environment), then: npm start')
    return new Error(`${message}\nIts log: ${dir.logOf(server)}`, { cause: error })
  }

  return {
    baseUrl,
    consoleUrl,
    dir,
    async open() {
      await check()
      shopFile.write()
      await bringUp()
      goOn()
      state = 'open'
      openedAt = new Date().toISOString()
      shopFile.write()
      if (options.watch) {
        const watcher = watchSources(repository, readdirSync(join(repository, 'packages')), (changed, path) => {
          say(`${path} has changed: restarting ${changed.join(', ')}`)
          for (const server of changed) void renew(server)
        })
        cleanups.push(watcher.stop)
      }
    },
    async stop() {
      if (stopping.signal.aborted) return
      lock?.stopping()
      state = 'stopping'
      if (lock) shopFile.tryToWrite()
      stopping.abort(new Error('The shop is stopping.'))
      await stopProcesses(gateway, consoleCrew, crews)
      for (const cleanup of cleanups) cleanup()
      await (await databasesAsked?.catch(() => undefined))?.stop()
      if (lock) shopFile.remove()
      lock?.release()
    },
    kill() {
      gateway?.kill()
      consoleCrew?.kill()
      for (const crew of Object.values(crews)) crew.kill()
      databases?.kill()
      if (lock) shopFile.remove()
      lock?.release()
    },
    async roll() {
      let all = true
      for (const server of servers) all = (await crews[server]?.roll()) === true && all
      return all
    },
    processes: () =>
      [gateway, consoleCrew].reduce((sum, crew) => sum + (crew?.list().length ?? 0), 0) +
      Object.values(crews).reduce((sum, crew) => sum + crew.list().length, 0),
  }
}
