import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDir as layout } from '@saleday/local/data-dir'
import { readJson } from '@saleday/local/read-json'
import { ensureShop } from '@saleday/local/shop'
import type { ShopFile } from '@saleday/local/shop-file'

/** A shop for measuring: one process of each service, with data and ports of its own. */
export type BenchShop = { dataDir: string; offset: number; freePort: number; valkey: { carts: string; cache: string } }

const offset = 3_000
const gatewayPort = 18_090
const freePort = 18_091

/** Opens a shop beside any that runs already, does the work, and takes all of it away again. */
export async function withBenchShop<T>(work: (shop: BenchShop) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'saleday-bench-'))
  try {
    const shop = await ensureShop({
      dataDir,
      args: ['--offset', String(offset), '--port', String(gatewayPort), '--replicas', '1'],
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => void shop.stop().finally(() => process.exit(130)))
    }
    try {
      const { databases } = readJson<ShopFile>(layout(dataDir).shop)!
      return await work({ dataDir, offset, freePort, valkey: databases.valkey! })
    } finally {
      await shop.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
