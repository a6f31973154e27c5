import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node'

/** One runner as its pod tells. */
export type RunnerPod = {
  index: number
  name: string
  node: string | undefined
  /** Its runner program takes what is sent. */
  isUp: boolean
  /** How k6 has ended. */
  k6Ended: { exitCode: number; reason: string } | undefined
  /** Why nothing comes from it any more. */
  lost: string | undefined
  /** What it waits for. */
  waits: string | undefined
}

const indexLabel = 'batch.kubernetes.io/job-completion-index'

export function runnerPodOf(pod: V1Pod): RunnerPod {
  const { metadata, spec, status } = pod
  const runner = status?.initContainerStatuses?.find(({ name }) => name === 'runner')
  const k6 = status?.containerStatuses?.find(({ name }) => name === 'k6')
  const ended = k6?.state?.terminated
  return {
    index: Number(metadata?.labels?.[indexLabel] ?? metadata?.annotations?.[indexLabel] ?? -1),
    name: metadata?.name ?? '',
    node: spec?.nodeName,
    isUp: runner?.state?.running !== undefined && runner.state.running !== null,
    k6Ended: ended ? { exitCode: ended.exitCode, reason: ended.reason ?? '' } : undefined,
    lost: status?.phase === 'Failed' || status?.phase === 'Succeeded' ? endOf(pod) : undefined,
    waits: waitOf(pod, [runner, k6]),
  }
}

function endOf({ status }: V1Pod): string {
  const moved = status?.conditions?.find(({ type, status }) => type === 'DisruptionTarget' && status === 'True')
  return [status?.reason ?? moved?.reason ?? 'its pod has ended', status?.message ?? moved?.message]
    .filter(Boolean)
    .join(': ')
}

function waitOf({ status }: V1Pod, containers: readonly (V1ContainerStatus | undefined)[]): string | undefined {
  const unplaced = status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')
  if (unplaced !== undefined) return unplaced.message ?? unplaced.reason
  for (const container of containers) {
    const { reason, message } = container?.state?.waiting ?? {}
    if (reason !== undefined && reason !== 'PodInitializing' && reason !== 'ContainerCreating')
      return [reason, message].filter(Boolean).join(': ')
  }
  return undefined
}
