import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditUrls } from '@saleday/local/audit-urls'
import { dataDir } from '@saleday/local/data-dir'
import { readJson } from '@saleday/local/read-json'
import { ensureShop } from '@saleday/local/shop'
import type { ShopFile } from '@saleday/local/shop-file'
import { type AuditResult, audit } from '../audit/audit.ts'
import { type BankSwitch, bankSwitch } from './bank-faults.ts'
import type { CrowdCustomer } from './crowd-plan.ts'
import type { Interruption } from './interruption.ts'
import type { LiveBoard } from './live-day.ts'
import { localBoard } from './local-board.ts'
import { localReplicas, noReplicas } from './local-replicas.ts'
import type { Options } from './options.ts'
import { readCustomers } from './read-customers.ts'
import type { Replicas } from './replicas.ts'
import type { Crowd } from './run-crowd.ts'
import type { RunFiles } from './run-files.ts'
import type { Scenario } from './scenario.ts'
import { seedCustomers } from './seed-customers.ts'
import { type StockRoom, stockRoom } from './stock-room.ts'
import type { ClusterActions } from './timetable-actions.ts'

/** What a sale day needs of a shop, wherever it runs. */
export type ShopUnderLoad = {
  baseUrl: string
  /** Where the folders of the runs are. */
  runsDir: string
  /** This many customers or more, each with a token that outlives the run. */
  customers(count: number, runDir: string): Promise<CrowdCustomer[]>
  replicas: Replicas
  bank: BankSwitch
  /** Missing where nobody here is its operator. */
  stock?: StockRoom
  /** Missing where its databases are not within reach. */
  audit?: (options: { journalFile: string; say: (line: string) => void; signal: AbortSignal }) => Promise<AuditResult>
  /** Where those who look at the shop read how the day goes; missing where there is no such place. */
  board?: LiveBoard
  /** What a cluster alone has. */
  cluster?: ClusterUnderLoad
}

export type ClusterUnderLoad = {
  actions: ClusterActions
  /** Writes what is seen of the cluster to a file, until the function that it gives is called. */
  writeChanges(file: string): () => Promise<void>
  /** A crowd from inside of it; missing where it comes from this machine. */
  startCrowd?: (run: { runId: string; scenario: Scenario; files: RunFiles }) => Crowd
}

export type ShopParts = {
  options: Options
  repository: string
  runId: string
  interruption: Interruption
  say: (line: string) => void
}

/** Opens the shop of this machine if it is not open, does the work, and leaves the shop as it was found. */
export async function withShop<T>(parts: ShopParts, work: (shop: ShopUnderLoad) => Promise<T>): Promise<T> {
  const { options, repository, say } = parts
  if (options.cluster !== undefined) {
    // The client for Kubernetes is large, and nobody else needs it.
    const { withCluster } = await import('../cluster/with-cluster.ts')
    return await withCluster({ ...parts, where: options.cluster }, work)
  }
  if (options.elsewhere !== undefined) return await work(shopElsewhere(options.elsewhere))
  say('Opening the shop of this machine, if it is not open')
  const shop = await ensureShop(options.dataDir === undefined ? {} : { dataDir: options.dataDir })
  try {
    say(
      shop.startedHere
        ? `The shop is open at ${shop.baseUrl}; it was not before, and is stopped at the end`
        : `The shop is open at ${shop.baseUrl}`,
    )
    return await work(shopHere(shop, repository))
  } finally {
    if (shop.startedHere) await shop.stop()
  }
}

function shopHere(shop: { baseUrl: string; dataDir: string }, repository: string): ShopUnderLoad {
  const dir = dataDir(shop.dataDir)
  const replicas = localReplicas(dir.shop)
  // It is renewed now and then, so it is read each time.
  const tokenFile = join(dir.tokens, 'operator', 'product')
  const productUrl = readJson<ShopFile>(dir.shop)?.servers.product.url
  return {
    baseUrl: shop.baseUrl,
    runsDir: join(shop.dataDir, 'sale-day'),
    replicas,
    bank: bankSwitch(async () => (await replicas.list('bank'))[0]?.adminUrl),
    board: localBoard(dir.saleDay),
    audit: (wanted) => audit({ ...wanted, urls: auditUrls(shop.dataDir) }),
    customers: (count, runDir) => seedCustomers({ repository, dataDir: shop.dataDir, count, runDir }),
    ...(productUrl === undefined
      ? {}
      : { stock: stockRoom(async () => ({ url: productUrl, token: readFileSync(tokenFile, 'utf8').trim() })) }),
  }
}

function shopElsewhere({ url, customersFile }: NonNullable<Options['elsewhere']>): ShopUnderLoad {
  return {
    baseUrl: url,
    runsDir: join(tmpdir(), 'saleday'),
    customers: async () => readCustomers(customersFile),
    replicas: noReplicas,
    bank: bankSwitch(async () => undefined),
  }
}
