import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataDir } from '@saleday/local/data-dir'
import { folderOf, type ServerName, services } from '@saleday/local/parties'
import { portTable } from '@saleday/local/ports'
import { repository } from '@saleday/local/repository'
import { loadSecrets } from '@saleday/local/secrets'
import { type ShopParts, settingsOf } from '@saleday/local/service-settings'
import { median, table } from './figures.ts'
import type { BenchShop } from './shop.ts'

/** Each service is started alone, beside a shop at rest, as often as this; tracing off and on take turns. */
const runs = 5
const idleMs = 1_000
/** What one process may take. */
const goals = { off: { readyMs: 600, rssMiB: 120 }, on: { readyMs: 1_200, rssMiB: 180 } }

type Tracing = keyof typeof goals
type Measured = { readyMs: number; rssMiB: number }

/**
 * Time from the start of a process to its readiness, and resident memory when it is idle, for each service, with
 * tracing off and on. Settings and databases are the local shop's.
 * @returns whether every median is within its goal
 */
export async function measureStartAndMemory(shop: BenchShop): Promise<boolean> {
  const collector = createServer((req, res) => req.resume().on('end', () => res.end('{}'))).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  const results = new Map<string, Measured[]>()
  try {
    for (let run = 0; run < runs; run++) {
      for (const service of services) {
        for (const tracing of ['off', 'on'] as const) {
          const measured = await measure(service, tracing, environmentOf(service, shop, tracing, endpoint))
          const key = `${service} ${tracing}`
          results.set(key, [...(results.get(key) ?? []), measured])
        }
      }
    }
  } finally {
    collector.close()
  }
  return report(results)
}

function environmentOf(
  service: ServerName,
  shop: BenchShop,
  tracing: Tracing,
  endpoint: string,
): Record<string, string> {
  const dir = dataDir(shop.dataDir)
  const ports = portTable({ gateway: undefined, offset: shop.offset, replicas: 1 })
  const parts: ShopParts = { ports, dir, secrets: loadSecrets(dir), valkey: shop.valkey }
  return {
    PATH: process.env.PATH ?? '',
    ...settingsOf(service, 0, parts),
    PORT: '0',
    ADMIN_PORT: String(shop.freePort),
    NODE_COMPILE_CACHE: dir.compileCache,
    DRAIN_LINGER_MS: '0',
    ...(tracing === 'on' ? { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } : {}),
  }
}

async function measure(service: ServerName, tracing: Tracing, env: Record<string, string>): Promise<Measured> {
  const preload = tracing === 'on' ? ['--import', import.meta.resolve('@saleday/chassis/tracing')] : []
  const main = join(repository, folderOf(service), 'src/main.ts')
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--max-semi-space-size=8', ...preload, main], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    await untilReady(child, Number(env.ADMIN_PORT))
    const readyMs = performance.now() - startedAt
    await sleep(idleMs)
    return { readyMs, rssMiB: await residentMiB(child.pid!) }
  } finally {
    const exited = once(child, 'exit')
    if (child.exitCode === null && child.kill('SIGTERM')) await exited
  }
}

async function untilReady(child: ChildProcess, adminPort: number): Promise<void> {
  const end = performance.now() + 20_000
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode} before it was ready`)
    const answer = await fetch(`http://127.0.0.1:${adminPort}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(5)
  }
  throw new Error('the process was not ready within 20 s')
}

async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined)
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? '')?.[1] ?? (await ps(pid))
  return Number(kibibytes) / 1024
}

/** Where there is no /proc, as on macOS. */
async function ps(pid: number): Promise<string> {
  const child = spawn('ps', ['-o', 'rss=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'inherit'] })
  return (await child.stdout.toArray()).join('').trim()
}

function report(results: Map<string, Measured[]>): boolean {
  const rows = [['service, tracing', 'ready ms', 'min', 'max', 'goal', 'idle MiB', 'min', 'max', 'goal']]
  let good = true
  for (const [key, measured] of [...results].sort()) {
    const goal = goals[key.split(' ')[1] as Tracing]
    const ready = measured.map(({ readyMs }) => readyMs)
    const rss = measured.map(({ rssMiB }) => rssMiB)
    const cells = [...cellsOf(ready, goal.readyMs), ...cellsOf(rss, goal.rssMiB)]
    good &&= median(ready) <= goal.readyMs && median(rss) <= goal.rssMiB
    rows.push([key.replace(' ', ', '), ...cells])
  }
  process.stdout.write(
    `\nFrom start to ready, and resident memory when idle; medians of ${runs}\n${table(rows)}\n${good ? 'Every goal is met.' : 'NOT every goal is met.'}\n`,
  )
  return good
}

const cellsOf = (values: number[], goal: number): string[] =>
  [median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(0)).concat(`≤ ${goal}`)
