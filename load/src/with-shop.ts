import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDir } from '@saleday/local/data-dir'
import { ensureShop } from '@saleday/local/shop'
import type { CrowdCustomer } from './crowd-plan.ts'
import { localReplicas } from './local-replicas.ts'
import type { Options } from './options.ts'
import { readCustomers } from './read-customers.ts'
import type { Replicas } from './replicas.ts'
import { seedCustomers } from './seed-customers.ts'

/** What a sale day needs of a shop, wherever it runs. */
export type ShopUnderLoad = {
  baseUrl: string
  /** Where the folders of the runs are. */
  runsDir: string
  /** This many customers or more, each with a token that outlives the run. */
  customers(count: number, runDir: string): Promise<CrowdCustomer[]>
  replicas: Replicas
}

/** Opens the shop of this machine if it is not open, does the work, and leaves the shop as it was found. */
export async function withShop<T>(
  options: Options,
  repository: string,
  say: (line: string) => void,
  work: (shop: ShopUnderLoad) => Promise<T>,
): Promise<T> {
  if (options.elsewhere !== undefined) return await work(shopElsewhere(options.elsewhere))
  say('Opening the shop of this machine, if it is not open')
  const shop = await ensureShop(options.dataDir === undefined ? {} : { dataDir: options.dataDir })
  try {
    say(
      shop.startedHere
        ? `The shop is open at ${shop.baseUrl}; it was not before, and is stopped at the end`
        : `The shop is open at ${shop.baseUrl}`,
    )
    return await work({
      baseUrl: shop.baseUrl,
      runsDir: join(shop.dataDir, 'sale-day'),
      replicas: localReplicas(dataDir(shop.dataDir).shop),
      customers: (count, runDir) => seedCustomers({ repository, dataDir: shop.dataDir, count, runDir }),
    })
  } finally {
    if (shop.startedHere) await shop.stop()
  }
}

function shopElsewhere({ url, customersFile }: NonNullable<Options['elsewhere']>): ShopUnderLoad {
  return {
    baseUrl: url,
    runsDir: join(tmpdir(), 'saleday'),
    customers: async () => readCustomers(customersFile),
    replicas: { list: async () => [], kill: async () => false },
  }
}
