import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataDir as layout } from '@saleday/local/data-dir'
import { repository } from '@saleday/local/repository'
import type { ShopFile } from '@saleday/local/shop-file'

/** A shop for measuring: one process of each service, with data and ports of its own. */
export type BenchShop = { dataDir: string; offset: number; freePort: number; valkey: { carts: string; cache: string } }

const offset = 3_000
const gatewayPort = 18_090
const freePort = 18_091
const startLimitMs = 120_000

/** Opens a shop beside any that runs already, does the work, and takes all of it away again. */
export async function withBenchShop<T>(work: (shop: BenchShop) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'saleday-bench-'))
  const options = ['--data', dataDir, '--offset', String(offset), '--port', String(gatewayPort), '--replicas', '1']
  const shop = spawn(process.execPath, [join(repository, 'local/src/start.ts'), ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = once(shop, 'exit')
  try {
    const { databases } = await untilOpen(layout(dataDir).shop, () => shop.exitCode !== null)
    return await work({ dataDir, offset, freePort, valkey: databases.valkey! })
  } finally {
    if (shop.exitCode === null) shop.kill('SIGTERM')
    await exited
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function untilOpen(file: string, hasEnded: () => boolean): Promise<ShopFile> {
  const end = performance.now() + startLimitMs
  while (performance.now() < end && !hasEnded()) {
    const text = await readFile(file, 'utf8').catch(() => '')
    const shop = text === '' ? undefined : (JSON.parse(text) as ShopFile)
    if (shop?.state === 'open') return shop
    await sleep(100)
  }
  throw new Error('the shop to measure did not open')
}
