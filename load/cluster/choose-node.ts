import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { services } from '@saleday/local/parties'
import { oneOf } from '../src/seeded-random.ts'
import type { Kube } from './kube.ts'
import { nodeStateOf } from './object-states.ts'
import { isOfJob, nameOf, serviceOf } from './pod-state.ts'
import type { ClusterView } from './watch-cluster.ts'

type Service = {
  metadata?: { namespace?: string }
  spec?: { type?: string; selector?: Record<string, string> }
}

/**
 * The node that an event is for: the one that is named, or for `worker` one that the draw chooses of those that may go, in order
 * of name.
 * @throws where there is none
 */
export async function chooseNode(parts: {
  wanted: string
  view: Pick<ClusterView, 'nodes' | 'pods'>
  kube: Pick<Kube, 'list'>
  draw: number
}): Promise<string> {
  const { wanted, view, kube, draw } = parts
  if (wanted !== 'worker') {
    if (!view.nodes().some((node) => nameOf(node) === wanted)) throw new Error(`there is no node ${wanted}`)
    return wanted
  }
  const keepers = await keeperNodes(view.pods(), kube)
  const candidates = nodesThatMayGo(view.nodes(), view.pods(), keepers)
  if (candidates.length === 0)
    throw new Error('no worker has pods of the shop and none of what must stay: databases, bank, gateway')
  return oneOf(() => draw, candidates)
}

/** Workers with pods of the shop's services, and without what must stay; in order of name. */
export function nodesThatMayGo(
  nodes: readonly V1Node[],
  pods: readonly V1Pod[],
  keepers: ReadonlySet<string>,
): string[] {
  const isService = (pod: V1Pod): boolean => services.some((service) => service === serviceOf(pod))
  const sells = new Set(pods.filter(isService).map(({ spec }) => spec?.nodeName))
  return nodes
    .map(nodeStateOf)
    .filter(({ role, ready, takesPods }) => role === 'worker' && ready && takesPods)
    .map(({ node }) => node)
    .filter((node) => sells.has(node) && !keepers.has(node))
    .sort()
}

/** Nodes with databases, the bank, or Prometheus, or with pods that are reached from outside: the gateway is one of these. */
async function keeperNodes(pods: readonly V1Pod[], kube: Pick<Kube, 'list'>): Promise<Set<string>> {
  const everywhere = { allNamespaces: true }
  const [outward, all] = await Promise.all([
    kube.list<Service>({ apiVersion: 'v1', kind: 'Service' }, everywhere),
    kube.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod' }, everywhere),
  ])
  const gateways = outward.filter(({ spec }) => spec?.type === 'NodePort' || spec?.type === 'LoadBalancer')
  const stays = [
    ...pods.filter((pod) => !isOfJob(pod) && !services.some((service) => service === serviceOf(pod))),
    ...all.filter((pod) => gateways.some((service) => isLedTo(service, pod))),
  ]
  return new Set(stays.flatMap(({ spec }) => spec?.nodeName ?? []))
}

function isLedTo({ metadata, spec }: Service, pod: V1Pod): boolean {
  const selector = Object.entries(spec?.selector ?? {})
  return (
    selector.length > 0 &&
    metadata?.namespace === pod.metadata?.namespace &&
    selector.every(([key, value]) => pod.metadata?.labels?.[key] === value)
  )
}
