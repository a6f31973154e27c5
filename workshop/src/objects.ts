import type { Cluster, KubeObject } from './cluster.ts'

export const podsOfService = (service: string): string[] => [
  'pods',
  '--selector',
  `app.kubernetes.io/name=${service},app.kubernetes.io/component=api`,
]

export const nameOf = ({ metadata }: KubeObject): string => metadata.name

export const isLeaving = ({ metadata }: KubeObject): boolean => metadata.deletionTimestamp !== undefined

const hasCondition = ({ status }: KubeObject, wanted: string): boolean =>
  (status?.conditions ?? []).some(({ type, status }: KubeObject) => type === wanted && status === 'True')

/** A pod that takes part, or a node that takes pods. */
export const isReady = (object: KubeObject): boolean => !isLeaving(object) && hasCondition(object, 'Ready')

export const isSchedulable = (node: KubeObject): boolean => isReady(node) && node.spec.unschedulable !== true

/** The controller has seen the newest version, and all pods are of it and available. */
export const isWhole = ({ metadata, spec, status }: KubeObject): boolean =>
  status?.observedGeneration === metadata.generation &&
  (status.replicas ?? 0) === spec.replicas &&
  (status.updatedReplicas ?? 0) === spec.replicas &&
  (status.availableReplicas ?? 0) === spec.replicas

export const nodesOf = (pods: readonly KubeObject[]): string[] => [
  ...new Set(pods.map(({ spec }) => spec.nodeName as string | undefined).filter((node) => node !== undefined)),
]

/** Times of the cluster are whole seconds. */
export const isSince = (since: Date, time: string | null | undefined): boolean =>
  typeof time === 'string' && new Date(time) >= since

const lastSeen = (event: KubeObject): string | undefined =>
  event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp

/** What the parts of the cluster have said of objects since the lab began. Kubernetes keeps it for an hour. */
export async function eventsSince(
  cluster: Cluster,
  since: Date,
  about: { kind: string; name: RegExp; reason: string; namespace?: string },
): Promise<KubeObject[]> {
  const { kind, name, reason, namespace } = about
  const events = await cluster.list('events', ...(namespace === undefined ? [] : ['--namespace', namespace]))
  return events.filter(
    (event) =>
      event.reason === reason &&
      event.involvedObject.kind === kind &&
      name.test(event.involvedObject.name) &&
      isSince(since, lastSeen(event)),
  )
}
