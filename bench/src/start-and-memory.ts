import { spawn } from 'node:child_process'
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
import { nodeFlags } from '@saleday/local/runtime'
import { loadSecrets } from '@saleday/local/secrets'
import { type ShopParts, settingsOf } from '@saleday/local/service-settings'
import type { Finding } from './finding.ts'
import { end, untilReady } from './processes.ts'
import type { RunSettings } from './run-settings.ts'
import type { BenchShop } from './shop.ts'

const idleMs = 1_000
/** What one process may take. */
const goals = { off: { readyMs: 600, rssMiB: 120 }, on: { readyMs: 1_200, rssMiB: 180 } }

type Tracing = keyof typeof goals
type Measured = { readyMs: number; rssMiB: number }

/**
 * Time from the start of a process to its readiness, and resident memory when it is idle, for each service, with
 * tracing off and on, which take turns. Each is started alone, beside a shop at rest, with the local shop's settings and
 * databases.
 */
export async function measureStartAndMemory(shop: BenchShop, { rounds }: RunSettings): Promise<Finding[]> {
  const collector = createServer((req, res) => req.resume().on('end', () => res.end('{}'))).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  const results = new Map<string, Measured[]>()
  try {
    for (let run = 0; run < rounds; run++) {
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
  const child = spawn(process.execPath, [...nodeFlags, ...preload, main], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    await untilReady(child, `http://127.0.0.1:${env.ADMIN_PORT}/readyz`)
    const readyMs = performance.now() - startedAt
    await sleep(idleMs)
    return { readyMs, rssMiB: await residentMiB(child.pid!) }
  } finally {
    await end(child)
  }
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

const report = (results: Map<string, Measured[]>): Finding[] =>
  [...results].sort().flatMap(([key, measured]) => {
    const { readyMs, rssMiB } = goals[key.split(' ')[1] as Tracing]
    const name = key.replace(' ', ', tracing ')
    const finding = (what: string, unit: string, values: number[], limit: number): Finding => ({
      name: `${what}, ${name}`,
      unit,
      values,
      goal: { is: '≤', limit },
      sides: [],
    })
    return [
      finding(
        'from start to ready',
        'ms',
        measured.map((one) => one.readyMs),
        readyMs,
      ),
      finding(
        'idle',
        'MiB',
        measured.map((one) => one.rssMiB),
        rssMiB,
      ),
    ]
  })
