import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** As much of a pod as is looked at here. */
export type Pod = {
  metadata: {
    name: string
    uid: string
    creationTimestamp: string
    deletionTimestamp?: string
    labels: Record<string, string>
  }
  spec: { nodeName?: string; containers: { name: string; image: string }[] }
  status: {
    phase: string
    conditions?: { type: string; status: string; lastTransitionTime: string }[]
    containerStatuses?: ContainerStatus[]
  }
}

type ContainerStatus = {
  name: string
  containerID?: string
  restartCount: number
  ready: boolean
  state: {
    running?: { startedAt: string }
    waiting?: { reason: string; message?: string }
    terminated?: { exitCode: number; reason: string }
  }
  lastState: { terminated?: { exitCode: number; reason: string } }
}

export type PodEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: Pod; seenMs: number }

export const isReady = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  (pod.status.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True')

/** Tells of each change of a pod at the moment when it is seen: the times in objects are whole seconds. */
export function watchPods(
  { context, namespace, selector }: { context: string; namespace: string; selector: string },
  see: (event: PodEvent) => void,
): { stop(): void } {
  const query = new URLSearchParams({ watch: 'true', labelSelector: selector })
  const path = `/api/v1/namespaces/${namespace}/pods?${query}`
  const child = spawn('kubectl', ['--context', context, 'get', '--raw', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { type, object } = JSON.parse(line)
    if (object?.kind === 'Pod') see({ type, object, seenMs: performance.timeOrigin + performance.now() })
  })
  return { stop: () => void child.kill('SIGTERM') }
}
