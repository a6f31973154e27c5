import type { V1Deployment, V1EndpointSlice, V1Node } from '@kubernetes/client-node'
import type { NodeState, ServiceState } from './cluster-change.ts'
import { nameOf, versionOf } from './pod-state.ts'

/** What is told of a Deployment. */
export const serviceStateOf = (deployment: V1Deployment): ServiceState => ({
  service: nameOf(deployment),
  wanted: deployment.spec?.replicas ?? 1,
  ready: deployment.status?.readyReplicas ?? 0,
  updated: deployment.status?.updatedReplicas ?? 0,
  version: versionOf(deployment.spec?.template.spec?.containers[0]?.image),
})

export const nodeStateOf = (node: V1Node): NodeState => ({
  node: nameOf(node),
  ready: (node.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True'),
  takesPods: node.spec?.unschedulable !== true,
  role: isControlPlane(node) ? 'control-plane' : 'worker',
})

export const isControlPlane = (node: V1Node): boolean =>
  'node-role.kubernetes.io/control-plane' in (node.metadata?.labels ?? {})

/** The pods that traffic for a service is led to, of all its EndpointSlices, in order of name. */
export const endpointPodsOf = (slices: readonly V1EndpointSlice[]): string[] => {
  const led = slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    // Not known counts as ready.
    .filter(({ conditions, targetRef }) => conditions?.ready !== false && targetRef?.kind === 'Pod')
  return [...new Set(led.map(({ targetRef }) => targetRef?.name ?? ''))].sort()
}

export const serviceOfSlice = (slice: V1EndpointSlice): string =>
  slice.metadata?.labels?.['kubernetes.io/service-name'] ?? ''
