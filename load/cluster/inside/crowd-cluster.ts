import {
  ApiException,
  BatchV1Api,
  CoreV1Api,
  type KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  type V1CronJob,
  type V1Job,
  type V1Pod,
} from '@kubernetes/client-node'
import { type Forward, forwardPort } from '../forward-port.ts'
import { podStream } from '../pod-stream.ts'
import type { GatewayState } from './base-url.ts'
import { crowdName, runLabel } from './runner-job.ts'

/** What a crowd needs of a cluster. */
export type CrowdCluster = {
  /** undefined where the component is not applied. */
  template(): Promise<V1CronJob | undefined>
  gateway(): Promise<GatewayState | undefined>
  create(job: V1Job): Promise<void>
  pods(runId: string): Promise<V1Pod[]>
  /** A port of this machine that leads to the runner of a pod. */
  forward(pod: string): Promise<Forward>
  /** The last lines that k6 has written. */
  log(pod: string): Promise<string>
  /** Removes the crowds of all runs. @returns the ids of these */
  removeAll(): Promise<string[]>
}

const runnerPort = 6566

export function crowdCluster(config: KubeConfig, namespace: string): CrowdCluster {
  const batch = config.makeApiClient(BatchV1Api)
  const core = config.makeApiClient(CoreV1Api)
  const objects = KubernetesObjectApi.makeApiClient(config)
  const join = podStream(config, namespace)
  const ofCrowds = `app.kubernetes.io/name=${crowdName},${runLabel}`

  return {
    template: () => unlessMissing(batch.readNamespacedCronJob({ name: crowdName, namespace })),
    gateway: () =>
      unlessMissing(
        objects.read<KubernetesObject & GatewayState>({
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'Gateway',
          metadata: { name: 'shop', namespace },
        }),
      ),
    async create(body) {
      await batch.createNamespacedJob({ namespace, body })
    },
    pods: async (runId) => (await core.listNamespacedPod({ namespace, labelSelector: `${runLabel}=${runId}` })).items,
    forward: (pod) => forwardPort(join(pod, runnerPort)),
    log: async (name) => await core.readNamespacedPodLog({ name, namespace, container: 'k6', tailLines: 200 }),
    async removeAll() {
      // First, and by themselves: those whose journals nobody has fetched would use all of their grace, and once that has begun
      // it cannot be made shorter.
      const pods = await core.listNamespacedPod({ namespace, labelSelector: ofCrowds })
      for (const { metadata } of pods.items)
        await unlessMissing(core.deleteNamespacedPod({ name: metadata?.name ?? '', namespace, gracePeriodSeconds: 1 }))
      const { items } = await batch.listNamespacedJob({ namespace, labelSelector: ofCrowds })
      for (const { metadata } of items)
        await unlessMissing(
          batch.deleteNamespacedJob({ name: metadata?.name ?? '', namespace, propagationPolicy: 'Background' }),
        )
      return [...new Set([...items, ...pods.items].map(({ metadata }) => metadata?.labels?.[runLabel] ?? ''))]
    },
  }
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined
    throw error
  }
}
