import type { V1ContainerState, V1ContainerStatus, V1Pod } from '@kubernetes/client-node'
import type { PodState } from './cluster-change.ts'
import { timeOf } from './kube-times.ts'

/** What is told of a pod. */
export function podStateOf(pod: V1Pod): PodState {
  const labels = pod.metadata?.labels ?? {}
  const container = pod.status?.containerStatuses?.[0]
  return {
    name: nameOf(pod),
    service: serviceOf(pod),
    node: pod.spec?.nodeName ?? null,
    createdAt: timeOf(pod.metadata?.creationTimestamp),
    state: stateOf(pod, container),
    restarts: container?.restartCount ?? 0,
    version: versionOf(pod.spec?.containers[0]?.image),
    templateHash: labels['pod-template-hash'] ?? labels['controller-revision-hash'] ?? '',
    reason: reasonOf(pod, container) ?? null,
  }
}

export const nameOf = (object: { metadata?: { name?: string } }): string => object.metadata?.name ?? ''

export const serviceOf = (pod: V1Pod): string => pod.metadata?.labels?.['app.kubernetes.io/name'] ?? ''

/** Pods of Jobs come and go for their own reasons. */
export const isOfJob = (pod: V1Pod): boolean => (pod.metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'Job')

/** Takes traffic: a pod that is on its way out counts as ready until it stops answering. */
export const isReady = (pod: V1Pod): boolean => stateOf(pod, pod.status?.containerStatuses?.[0]) === 'ready'

/** Not the same for a pod's next container, nor for the next pod of the same name. */
export const lifeOf = (pod: V1Pod): string =>
  `${pod.metadata?.uid ?? ''} ${pod.status?.containerStatuses?.[0]?.containerID ?? ''}`

/** The tag of an image, or its digest. */
export function versionOf(image = ''): string {
  const name = image.slice(image.lastIndexOf('/') + 1)
  return name.includes('@') ? name.slice(name.indexOf('@') + 1) : (name.split(':')[1] ?? 'latest')
}

function stateOf(pod: V1Pod, container: V1ContainerStatus | undefined): PodState['state'] {
  const { phase, conditions = [] } = pod.status ?? {}
  if (phase === 'Succeeded' || phase === 'Failed') return 'gone'
  if (pod.metadata?.deletionTimestamp) return 'ending'
  if (conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return 'ready'
  if (!pod.spec?.nodeName) return 'pending'
  if (container?.started) return 'unready'
  // It has run, and is down: until its next container has started.
  return container?.state?.terminated || (container?.state?.waiting && container.restartCount > 0)
    ? 'unready'
    : 'starting'
}

/** Waits that every pod goes through. */
const usual = new Set(['ContainerCreating', 'PodInitializing'])

function reasonOf(pod: V1Pod, container: V1ContainerStatus | undefined): string | undefined {
  const conditions = pod.status?.conditions ?? []
  if (pod.status?.reason) return pod.status.reason
  const moved = conditions.find(({ type, status }) => type === 'DisruptionTarget' && status === 'True')
  if (moved?.reason) return moved.reason
  const why = waitOrEnd(container?.state)
  if (why !== undefined) return why
  const unplaced = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False')
  return unplaced?.reason
}

function waitOrEnd(state: V1ContainerState | undefined): string | undefined {
  const waiting = state?.waiting?.reason
  if (waiting !== undefined && !usual.has(waiting)) return waiting
  if (state?.terminated === undefined || state.terminated === null) return undefined
  const { reason = 'Ended', exitCode } = state.terminated
  return reason === 'Error' ? `Error (${exitCode})` : reason
}
