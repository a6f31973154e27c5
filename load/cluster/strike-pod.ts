import type { V1Pod } from '@kubernetes/client-node'
import type { Strike } from '../src/replicas.ts'
import type { Docker } from './docker.ts'
import { type Kube, pod as podRef } from './kube.ts'
import { timeOf } from './kube-times.ts'
import { type KubectlText, killCommand } from './kubectl-text.ts'
import { nameOf } from './pod-state.ts'

export type StrikeParts = {
  kube: Kube
  text: KubectlText
  /** Missing where nodes are not containers of this machine. */
  docker: Docker | undefined
  /** Pods whose container was killed already. */
  struck: Set<string>
  now?: () => number
}

/** So long after a container has ended, the kubelet lets its next end be followed by a pause. */
const backOffMs = 10 * 60_000

/**
 * Ends a pod's process with no notice: by its node, where that is a container of this machine; else, and where its container would
 * be started again after a pause only, by deleting the pod.
 * @param graceSeconds of a deletion
 * @returns undefined where it was gone
 */
export async function killPod(
  { kube, text, docker, struck, now = Date.now }: StrikeParts,
  pod: V1Pod,
  graceSeconds = 0,
): Promise<Strike | undefined> {
  const name = nameOf(pod)
  const containerId = containerIdOf(pod)
  const nodeName = pod.spec?.nodeName
  const wasRestarted = struck.has(uidOf(pod)) || restartedLately(pod, now())
  if (docker === undefined || containerId === undefined || nodeName === undefined || wasRestarted) {
    const isGone = !(await kube.remove(podRef(name), graceSeconds))
    if (isGone) return undefined
    const how = graceSeconds === 0 ? 'deletion with no grace of' : `deletion with a grace of ${graceSeconds} s of`
    const why =
      docker !== undefined && wasRestarted ? 'its container was restarted before: it would start after a pause' : null
    return { how, details: { kubectl: text.deletePod(name, graceSeconds), ...(why === null ? {} : { why }) } }
  }
  struck.add(uidOf(pod))
  await docker(['exec', nodeName, ...killCommand(containerId)])
  return { how: 'SIGKILL to', details: { kubectl: text.killContainer(nodeName, containerId) } }
}

/** As `kubectl delete pod`: preStop, SIGTERM, drain. @returns undefined where it was gone */
export async function deletePod({ kube, text }: StrikeParts, pod: V1Pod): Promise<Strike | undefined> {
  const name = nameOf(pod)
  return (await kube.remove(podRef(name)))
    ? { how: 'deletion of', details: { kubectl: text.deletePod(name) } }
    : undefined
}

const uidOf = (pod: V1Pod): string => pod.metadata?.uid ?? nameOf(pod)

const containerIdOf = (pod: V1Pod): string | undefined =>
  pod.status?.containerStatuses?.[0]?.containerID?.replace(/^.*:\/\//, '') || undefined

function restartedLately(pod: V1Pod, now: number): boolean {
  const { restartCount = 0, lastState } = pod.status?.containerStatuses?.[0] ?? {}
  return restartCount > 0 && now - timeOf(lastState?.terminated?.finishedAt) < backOffMs
}
