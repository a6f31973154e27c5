import { spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dataDir } from './data-dir.ts'
import { isReady } from './is-ready.ts'
import { runningShop } from './lock.ts'
import type { ServerName } from './parties.ts'
import { readJson } from './read-json.ts'
import { repository } from './repository.ts'
import type { ShopFile } from './shop-file.ts'
import { UserError } from './user-error.ts'

export type RunningShop = {
  baseUrl: string
  /** Of each process that runs now, by server. They change when a process is replaced: `run/shop.json` has the current ones. */
  adminUrls: Record<ServerName, string[]>
  dataDir: string
  /** False: it was running already, and is left running. */
  startedHere: boolean
  /** Stops the shop in good order; nothing where it was running already. */
  stop(): Promise<void>
}

const openLimitMs = 180_000
const stopLimitMs = 30_000

/**
 * The shop on this machine: the one that is open, or a new one, started in the background.
 * @param options.dataDir folder of its data; default `.saleday` in the project
 * @param options.args more options of `npm start`, for a shop that is started here
 * @throws UserError when it does not open
 */
export async function ensureShop(options: { dataDir?: string; args?: readonly string[] } = {}): Promise<RunningShop> {
  const dir = dataDir(options.dataDir ?? `${repository}/.saleday`)
  let started: { output: () => string; ended: () => boolean; pid: number } | undefined
  const end = performance.now() + openLimitMs
  while (performance.now() < end) {
    const shop = await openShop(dir)
    if (shop) return describe(shop, started?.pid)
    const holder = await runningShop(dir)
    if (started?.ended())
      throw new UserError(
        `The shop could not be started:\n${started.output()}`,
        'Mend that, then start it by: npm start',
      )
    if (!holder && !started) started = startInBackground(dir, options.args ?? [])
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new UserError(
    `The shop did not open within ${openLimitMs / 1000} s.`,
    `Look at ${dir.logs}, or start it by: npm start`,
  )
}

/** What its file says, where it is open and answers. */
async function openShop(dir: ReturnType<typeof dataDir>): Promise<ShopFile | undefined> {
  const shop = readJson<ShopFile>(dir.shop)
  if (shop?.state !== 'open' || !(await runningShop(dir))) return undefined
  return (await isReady(shop.baseUrl)) ? shop : undefined
}

function startInBackground(dir: ReturnType<typeof dataDir>, args: readonly string[]) {
  mkdirSync(dir.logs, { recursive: true })
  const log = dir.logOf('start')
  const fd = openSync(log, 'w')
  const { npm_lifecycle_event: _, ...environment } = process.env
  const script = fileURLToPath(new URL('start.ts', import.meta.url))
  const child = spawn(process.execPath, [script, '--data', dir.root, ...args], {
    detached: true,
    stdio: ['ignore', fd, fd],
    env: environment,
  })
  child.unref()
  return {
    pid: child.pid!,
    output: () => readFileSync(log, 'utf8').trim(),
    ended: () => child.exitCode !== null || child.signalCode !== null,
  }
}

function describe(shop: ShopFile, startedPid: number | undefined): RunningShop {
  const startedHere = shop.pid === startedPid
  const adminUrls = Object.fromEntries(
    Object.entries(shop.servers).map(([server, { processes }]) => [server, processes.map(({ adminUrl }) => adminUrl)]),
  ) as Record<ServerName, string[]>
  return {
    baseUrl: shop.baseUrl,
    adminUrls,
    dataDir: shop.dataDir,
    startedHere,
    async stop() {
      if (startedHere) await stop(shop)
    },
  }
}

async function stop({ pid, dataDir: root }: ShopFile): Promise<void> {
  process.kill(pid, 'SIGTERM')
  const end = performance.now() + stopLimitMs
  while ((await runningShop(dataDir(root)))?.pid === pid) {
    if (performance.now() > end) throw new Error(`The shop (process ${pid}) does not stop.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
