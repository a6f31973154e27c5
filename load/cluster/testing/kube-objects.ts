import type { V1Deployment, V1EndpointSlice, V1Node, V1Pod, V2HorizontalPodAutoscaler } from '@kubernetes/client-node'

// Objects as a watch gives them: times are text.
// biome-ignore lint/suspicious/noExplicitAny: only what is looked at is there
type Any = any

export function podOf(
  name: string,
  {
    service = 'order',
    node = 'worker-a',
    ready = true,
    created = '2026-11-27T09:00:00Z',
    labels = {},
    metadata = {},
    status = {},
    container = {},
  }: Any = {},
): V1Pod {
  return {
    metadata: {
      name,
      uid: `uid of ${name}`,
      namespace: 'saleday',
      creationTimestamp: created,
      labels: {
        'app.kubernetes.io/name': service,
        'app.kubernetes.io/part-of': 'saleday',
        'pod-template-hash': 'abc',
        ...labels,
      },
      ...metadata,
    },
    spec: { nodeName: node, containers: [{ name: service, image: `saleday/${service}:dev-1` }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [
        {
          name: service,
          containerID: `containerd://0123-${name}`,
          restartCount: 0,
          ready,
          started: ready,
          state: { running: { startedAt: created } },
          ...container,
        },
      ],
      ...status,
    },
  } as Any
}

export const deploymentOf = (name: string, { replicas = 2, generation = 1, status = {}, container = {} }: Any = {}) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, generation },
    spec: {
      replicas,
      template: {
        metadata: {},
        spec: {
          containers: [
            {
              name,
              image: `saleday/${name}:dev-1`,
              envFrom: [
                { configMapRef: { name: 'shop-f6tf24kb5b' } },
                { configMapRef: { name: `${name}-5d495d698k` } },
              ],
              ...container,
            },
          ],
        },
      },
    },
    status: {
      observedGeneration: generation,
      replicas,
      readyReplicas: replicas,
      updatedReplicas: replicas,
      availableReplicas: replicas,
      ...status,
    },
  }) as Any as V1Deployment & { kind: string }

export const nodeOf = (name: string, { ready = true, unschedulable, controlPlane = false }: Any = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {} },
    spec: { unschedulable },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] },
  }) as Any as V1Node

export const sliceOf = (name: string, service: string, pods: readonly (string | [string, boolean])[]) =>
  ({
    metadata: { name, labels: { 'kubernetes.io/service-name': service } },
    endpoints: pods.map((pod) => {
      const [podName, ready] = typeof pod === 'string' ? [pod, true] : pod
      return { conditions: { ready }, targetRef: { kind: 'Pod', name: podName } }
    }),
  }) as Any as V1EndpointSlice

export const autoscalerOf = (service: string, { spec = {}, status = {}, metadata = {} }: Any = {}) =>
  ({
    metadata: { name: service, ...metadata },
    spec: { scaleTargetRef: { name: service }, minReplicas: 2, maxReplicas: 6, metrics: [], ...spec },
    status: { currentReplicas: 2, desiredReplicas: 2, ...status },
  }) as Any as V2HorizontalPodAutoscaler
