import { join } from 'node:path'
import { UserError } from '@saleday/local/user-error'
import { audit } from '../audit/audit.ts'
import type { ClusterOptions } from '../src/options.ts'
import { stockRoom } from '../src/stock-room.ts'
import type { ClusterUnderLoad, ShopParts, ShopUnderLoad } from '../src/with-shop.ts'
import { clusterActions } from './cluster-actions.ts'
import { clusterAuditUrls, readAuditUrls } from './cluster-audit.ts'
import { listedBank } from './cluster-bank.ts'
import { clusterBoard } from './cluster-board.ts'
import { clusterCustomers } from './cluster-customers.ts'
import { clusterReplicas } from './cluster-replicas.ts'
import { loadConfig } from './connect-kube.ts'
import { docker, gatewayUrl } from './docker.ts'
import { insideCrowds, removeLeftCrowds } from './inside/inside-crowds.ts'
import { shopNamespace } from './kube.ts'
import { kubectlText } from './kubectl-text.ts'
import { type OpenCluster, openCluster } from './open-cluster.ts'
import { operatorReach } from './operator-reach.ts'
import { untilWhole } from './until-whole.ts'
import { writeChanges } from './write-changes.ts'

type Parts = ShopParts & { where: ClusterOptions }

/** Does the work with the shop of a cluster, and leaves the cluster as it was found. */
export async function withCluster<T>(parts: Parts, work: (shop: ShopUnderLoad) => Promise<T>): Promise<T> {
  const { where, say, interruption } = parts
  const baseUrl = where.url ?? (await kindUrl(where.context))
  return await openCluster(parts, async (cluster) => {
    await removeLeftCrowds(loadConfig(where.context), shopNamespace, say)
    say(`The shop in the cluster of ${cluster.kube.context}, at ${baseUrl}`)
    await untilWhole(cluster.view, { isLeaving: () => interruption.times() > 0, say })
    return await work(await clusterShop(parts, cluster, baseUrl))
  })
}

async function clusterShop(
  { where, repository, runId, say }: Parts,
  { kube, view, forwards, bank, lock, docker }: OpenCluster,
  baseUrl: string,
): Promise<ShopUnderLoad> {
  const text = kubectlText(kube.context, kube.namespace)
  const elsewhere = where.auditUrlsFile === undefined ? undefined : readAuditUrls(where.auditUrlsFile)
  const urls = elsewhere === undefined ? await clusterAuditUrls(kube, forwards) : async () => elsewhere
  return {
    baseUrl,
    runsDir: join(repository, '.saleday', 'sale-day'),
    customers: (count) => clusterCustomers(kube, view, count),
    replicas: clusterReplicas({ kube, text, docker, struck: new Set(), view, forwards }),
    bank: listedBank(bank, lock.list, text),
    board: clusterBoard(kube),
    stock: stockRoom(operatorReach(kube, view, forwards)),
    ...(urls === undefined ? {} : { audit: async (wanted) => await audit({ ...wanted, urls: await urls() }) }),
    cluster: {
      actions: clusterActions({ kube, view, text, list: lock.list, docker, runId, say }),
      writeChanges: (file) => writeChanges(view, file),
      ...crowdFrom(where, repository, say),
    },
  }
}

/** From inside of the cluster where runners were asked for. */
function crowdFrom(
  { runners, context, url }: ClusterOptions,
  repository: string,
  say: (line: string) => void,
): Pick<ClusterUnderLoad, 'startCrowd'> {
  if (runners === undefined) return {}
  const [config, loadDir] = [loadConfig(context), join(repository, 'load')]
  return { startCrowd: insideCrowds({ config, namespace: shopNamespace, runners, url, loadDir, say }) }
}

async function kindUrl(context = ''): Promise<string> {
  const [, name] = /^kind-(.+)$/.exec(context) ?? []
  if (name === undefined)
    throw new UserError(
      `The context '${context}' is not one of kind.`,
      'Those begin with kind-; for other clusters: --on cluster.',
    )
  const url = await gatewayUrl(docker, name)
  if (url === undefined)
    throw new UserError(`There is no kind cluster '${name}' with a port for the shop.`, 'Make one: npm run kind:up')
  return url
}
