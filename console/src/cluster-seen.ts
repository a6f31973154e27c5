import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import { autoscalerStateOf } from '@saleday/load/cluster/autoscaler-state'
import type { PodState } from '@saleday/load/cluster/cluster-change'
import { nodeStateOf, serviceStateOf } from '@saleday/load/cluster/object-states'
import { nameOf, serviceOf } from '@saleday/load/cluster/pod-state'
import type { ClusterView } from '@saleday/load/cluster/watch-cluster'
import type { Place, PodPhase } from './frame.ts'
import type { Seen, SeenPod, SeenService } from './seen.ts'

/** In the order of a checkout; others come after them. */
const shownFirst = ['web', 'product', 'cart', 'order', 'payment', 'auth']
const stores = ['postgres', 'carts', 'cache']

/**
 * The shop in a cluster: its services, the bank and the databases, without what is there beside it, as Prometheus and this console.
 * @param adminUrls of pods, by name
 */
export function clusterSeen(
  view: Pick<ClusterView, 'pods' | 'deployment' | 'autoscaler' | 'nodes' | 'state'>,
  adminUrls: ReadonlyMap<string, string>,
  place: Place,
): Seen {
  const raw = new Map(view.pods().map((pod) => [nameOf(pod), pod]))
  const deployments = view
    .state()
    .flatMap((change) => (change.k === 'service' ? (view.deployment(change.service) ?? []) : []))
  const shown = new Set([
    ...deployments.flatMap((deployment) => (isOfShop(deployment, nameOf(deployment)) ? [nameOf(deployment)] : [])),
    ...view.pods().flatMap((pod) => (isOfShop(pod, serviceOf(pod)) ? [serviceOf(pod)] : [])),
  ])
  const pods = view.state().flatMap((change): SeenPod[] => {
    const pod = change.k === 'pod' ? raw.get(change.name) : undefined
    if (change.k !== 'pod' || pod === undefined || !shown.has(change.service)) return []
    return [podSeen(change, pod, adminUrls.get(change.name))]
  })
  const services = [...shown].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
  return {
    place,
    nodes: view.nodes().map((node) => {
      const { node: name, ready, takesPods, role } = nodeStateOf(node)
      return { name, ready, takesPods, role }
    }),
    pods,
    services: services.map((service) => serviceSeen(service, view, pods)),
  }
}

/** All that k8s/base makes carries the label of the whole; what it needs beside it does not. */
const isOfShop = (object: KubernetesObject, service: string): boolean =>
  object.metadata?.labels?.['app.kubernetes.io/part-of'] === 'saleday' || service === 'bank' || stores.includes(service)

/** It has a process, or had one until a moment ago, and that serves metrics as the chassis does. */
export const hasMetrics = (pod: V1Pod): boolean =>
  isOfShop(pod, serviceOf(pod)) &&
  !stores.includes(serviceOf(pod)) &&
  Boolean(pod.status?.podIP) &&
  pod.status?.containerStatuses?.[0]?.containerID !== undefined

function rank(service: string): number {
  const found = shownFirst.indexOf(service)
  if (found !== -1) return found
  if (service === 'bank') return shownFirst.length + 1
  return stores.includes(service) ? shownFirst.length + 2 + stores.indexOf(service) : shownFirst.length
}

function podSeen(state: PodState, pod: V1Pod, adminUrl: string | undefined): SeenPod {
  const { name, service, node, createdAt, restarts, version, reason } = state
  return {
    id: pod.metadata?.uid ?? `${name} ${createdAt}`,
    name,
    service,
    node,
    phase: phaseOf(state),
    reason,
    startedAt: createdAt,
    restarts,
    version,
    adminUrl: adminUrl ?? null,
  }
}

/** Waits that no time heals. */
const hopeless = /BackOff$|^ErrImage|^InvalidImageName$|^CreateContainer.*Error$|^RunContainerError$/
const ended = /^Error \(|^OOMKilled$|^Ended$|^Completed$|^ContainerStatusUnknown$/

function phaseOf({ state, reason }: PodState): PodPhase {
  if (state === 'ending' || state === 'gone') return 'draining'
  if (state === 'ready' || state === 'pending') return state
  if (reason !== null && hopeless.test(reason)) return 'failed'
  return reason !== null && ended.test(reason) ? 'killed' : state
}

function serviceSeen(
  name: string,
  view: Pick<ClusterView, 'deployment' | 'autoscaler'>,
  pods: readonly SeenPod[],
): SeenService {
  const kind = name === 'bank' ? 'bank' : stores.includes(name) ? 'store' : 'service'
  const deployment = view.deployment(name)
  const autoscaler = view.autoscaler(name)
  const ready = pods.filter(({ service, phase }) => service === name && phase === 'ready').length
  // A StatefulSet, whose one pod is made again under the same name.
  if (deployment === undefined) return { name, kind, wanted: 1, ready, autoscaler: null, rollout: null }
  const { wanted, updated, version, ready: readyOfAll } = serviceStateOf(deployment)
  // There are pods of the version before.
  const isRolledOut = (deployment.status?.replicas ?? 0) > updated
  return {
    name,
    kind,
    wanted,
    ready: readyOfAll,
    autoscaler: autoscaler === undefined ? null : autoscalerSeen(autoscaler),
    rollout: isRolledOut ? { version, updated, wanted } : null,
  }
}

function autoscalerSeen(autoscaler: Parameters<typeof autoscalerStateOf>[0]): SeenService['autoscaler'] {
  const { service: _service, ...rest } = autoscalerStateOf(autoscaler)
  return rest
}
