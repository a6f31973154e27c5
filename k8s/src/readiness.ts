import type { Pod, Workload } from './objects.ts'

/** Why a workload is not ready. */
export type Unready = {
  workload: Workload
  reason: string
  /** It will not become ready by waiting. */
  isFinal: boolean
}

/** @returns undefined for one that has finished, or whose pods are all there, new, and available */
export function unready(workload: Workload, pods: readonly Pod[]): Unready | undefined {
  const problem = workload.kind === 'Job' ? jobProblem(workload) : replicasProblem(workload)
  if (problem === undefined) return undefined
  const reasons = podsOf(workload, pods).map(podProblem).filter(Boolean)
  const isFinal = conditionIs(workload, 'Failed')
  return { workload, reason: [problem, ...new Set(reasons)].join('; '), isFinal }
}

export const titleOf = ({ kind, metadata }: Workload): string => `${kind} ${metadata.name}`

/** The pods of a workload: those of the Job, or those that its selector finds. */
export function podsOf(workload: Workload, pods: readonly Pod[]): Pod[] {
  const { name, namespace } = workload.metadata
  const labels = workload.kind === 'Job' ? { 'job-name': name } : workload.spec.selector?.matchLabels
  return pods.filter(
    ({ metadata }) =>
      metadata.namespace === namespace &&
      Object.entries(labels ?? {}).every(([key, value]) => metadata.labels?.[key] === value),
  )
}

function jobProblem(job: Workload): string | undefined {
  if (conditionIs(job, 'Complete')) return undefined
  return conditionIs(job, 'Failed') ? 'has failed' : 'has not finished'
}

const conditionIs = ({ status }: Workload, type: string) =>
  status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true

function replicasProblem({ kind, metadata, spec, status = {} }: Workload): string | undefined {
  const wanted = spec.replicas ?? 1
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return 'has just been changed'
  const updated = status.updatedReplicas ?? 0
  // A StatefulSet counts no updated replicas where there is nothing to update.
  const isRolledOut = kind === 'StatefulSet' && status.currentRevision === status.updateRevision
  if (updated < wanted && !isRolledOut) return `${updated} of ${wanted} pods are of the new version`
  const available = status.availableReplicas ?? 0
  if (available < wanted) return `${available} of ${wanted} pods are available`
  if ((status.replicas ?? 0) > wanted) return 'pods of the old version are still there'
  return undefined
}

/** What keeps a pod from being ready, as short as Kubernetes has it. */
export function podProblem({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp !== undefined || status?.phase === 'Succeeded') return undefined
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const { waiting, terminated } = container.state ?? {}
    const reason = waiting?.reason ?? (terminated && terminated.exitCode !== 0 ? terminated.reason : undefined)
    if (reason !== undefined && reason !== 'PodInitializing' && reason !== 'ContainerCreating') return reason
  }
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled')
  return scheduled?.status === 'False' ? scheduled.message : undefined
}
