import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkPorts } from '../src/check-ports.ts'
import { dataDir } from '../src/data-dir.ts'
import { maximumReplicas, portTable, portUses } from '../src/ports.ts'
import { readJson } from '../src/read-json.ts'
import type { ShopFile } from '../src/shop-file.ts'

export type ShopProcess = { child: ChildProcess; output(): string; exited: Promise<number | null> }

const startScript = fileURLToPath(new URL('../src/start.ts', import.meta.url))

/** A place for a shop of its own: a new folder, and ports that nobody uses. */
export async function newPlace() {
  const root = mkdtempSync(join(tmpdir(), 'saleday-shop-'))
  const offset = await freeOffset()
  return {
    dir: dataDir(root),
    args: ['--data', root, '--offset', String(offset), '--port', String(18_000 + offset)],
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  }
}

async function freeOffset(): Promise<number> {
  for (let tried = 0; ; tried++) {
    const offset = 1_000 + 200 * Math.floor(Math.random() * 50)
    const uses = portUses(portTable({ offset, gateway: 18_000 + offset, replicas: maximumReplicas }), true)
    try {
      await checkPorts(uses)
      return offset
    } catch (error) {
      if (tried === 20) throw error
    }
  }
}

/** `npm start`, without npm. */
export function startShop(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ShopProcess {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const child = spawn(process.execPath, [startScript, ...args], {
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return { child, output: () => output, exited: once(child, 'exit').then(([code]) => code as number | null) }
}

/** @throws with all that it has said when it ends before it is open */
export async function untilOpen(shop: ShopProcess): Promise<void> {
  let over = false
  void shop.exited.then(() => {
    over = true
  })
  while (!shop.output().includes('Ctrl-C stops it.')) {
    if (over) throw new Error(`the shop did not open:\n${shop.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export const readShopFile = (path: string): ShopFile => readJson<ShopFile>(path) ?? readJson<ShopFile>(path)!

/** The ids of all processes of a shop, its databases included. */
export function pidsOf({ pid, gateway, console, servers, databases }: ShopFile): number[] {
  const processes = [
    ...gateway,
    ...console.processes,
    ...Object.values(servers).flatMap((server) => server.processes),
    ...Object.values(databases.servers),
  ]
  return [pid, databases.pid ?? 0, ...processes.map((one) => one.pid)].filter((one) => one > 0)
}

/** What of the processes still lives; one that is dead and not yet reaped does not count. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      process.kill(pid, 0)
      return !isZombie(pid)
    } catch {
      return false
    }
  })
}

function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').slice(0, 100))
  } catch {
    return existsSync('/proc/self') // gone meanwhile; or there is no /proc here, as on macOS
  }
}

/** Every process whose command line names the text; empty where there is no /proc. */
export function processesNaming(text: string): string[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map((pid) => commandLineOf(pid))
      .filter((command) => command.includes(text))
  } catch {
    return []
  }
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return '' // it has ended meanwhile
  }
}
