import {
  AppsV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  DiscoveryV1Api,
  type KubeConfig,
  makeInformer,
} from '@kubernetes/client-node'
import type { Sources } from './watch-cluster.ts'

/** Informers of what is watched: all of the namespace, with databases and bank, and the nodes. */
export function clusterSources(config: KubeConfig, namespace: string): Sources {
  const core = config.makeApiClient(CoreV1Api)
  const apps = config.makeApiClient(AppsV1Api)
  const autoscaling = config.makeApiClient(AutoscalingV2Api)
  const discovery = config.makeApiClient(DiscoveryV1Api)
  const path = (group: string, kind: string): string => `/${group}/namespaces/${namespace}/${kind}`
  return {
    pods: makeInformer(config, path('api/v1', 'pods'), () => core.listNamespacedPod({ namespace })),
    deployments: makeInformer(config, path('apis/apps/v1', 'deployments'), () =>
      apps.listNamespacedDeployment({ namespace }),
    ),
    autoscalers: makeInformer(config, path('apis/autoscaling/v2', 'horizontalpodautoscalers'), () =>
      autoscaling.listNamespacedHorizontalPodAutoscaler({ namespace }),
    ),
    nodes: makeInformer(config, '/api/v1/nodes', () => core.listNode()),
    endpointSlices: makeInformer(config, path('apis/discovery.k8s.io/v1', 'endpointslices'), () =>
      discovery.listNamespacedEndpointSlice({ namespace }),
    ),
  }
}
