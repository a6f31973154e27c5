import { measureAuthenticatedGet } from './authenticated-get.ts'
import { measureCheckout } from './checkout.ts'
import type { Finding } from './finding.ts'
import { measureGrowth } from './growth.ts'
import { measureHotProduct } from './hot-product.ts'
import { measureHotStock } from './hot-stock.ts'
import { measureLogins } from './logins.ts'
import { measureMemory } from './memory.ts'
import { measureOrderHistory } from './order-history.ts'
import { measureOutboxBacklog } from './outbox-backlog.ts'
import { hasKindShop, measurePodStart } from './pod-start.ts'
import { measureProductFromPostgres } from './product-from-postgres.ts'
import { measureProductFromValkey } from './product-from-valkey.ts'
import { measureProductHit } from './product-hit.ts'
import { measureReady } from './ready.ts'
import type { RunSettings } from './run-settings.ts'
import { measureSearch } from './search.ts'
import { measureServiceCall } from './service-call.ts'
import { withBenchShop } from './shop.ts'
import type { Stage } from './stage.ts'
import { measureStartAndMemory } from './start-and-memory.ts'

/** On databases that they share. */
export const onStage: Readonly<Record<string, (stage: Stage, run: RunSettings) => Promise<Finding[]>>> = {
  'product-hit': measureProductHit,
  'product-from-valkey': measureProductFromValkey,
  'product-from-postgres': measureProductFromPostgres,
  'authenticated-get': measureAuthenticatedGet,
  'service-call': measureServiceCall,
  checkout: measureCheckout,
  'hot-product': measureHotProduct,
  logins: measureLogins,
  ready: measureReady,
  memory: measureMemory,
  search: measureSearch,
  'order-history': measureOrderHistory,
  growth: measureGrowth,
}

/** On what each of them sets up for itself. */
export const alone: Readonly<Record<string, (run: RunSettings) => Promise<Finding[]>>> = {
  start: (run) => withBenchShop((shop) => measureStartAndMemory(shop, run)),
  'hot-stock': measureHotStock,
  'outbox-backlog': measureOutboxBacklog,
  'pod-start': async () => {
    if (await hasKindShop()) return await measurePodStart()
    process.stdout.write('\npod-start is left out: there is no shop in a kind cluster. npm run kind:up makes one.\n')
    return []
  },
}

/** Not among those that are run without a name: growth takes minutes and images, the others put up a shop or databases of their own. */
export const onlyByName: readonly string[] = ['growth', ...Object.keys(alone)]

export const measureNames = [...Object.keys(onStage), ...Object.keys(alone)]
