import { dataDir } from '@saleday/local/data-dir'
import type { Config } from './config.ts'
import { localSource } from './local-source.ts'
import type { Source } from './seen.ts'

/** @throws where the kubeconfig has no such context */
export async function openSource(
  config: Pick<Config, 'on' | 'dataDir' | 'context' | 'namespace' | 'clusterName'>,
): Promise<Source> {
  const { on, context, namespace, clusterName } = config
  if (on === 'local') return localSource(dataDir(config.dataDir))
  // The client for Kubernetes is large, and a shop on this machine needs none.
  const { clusterSource } = await import('./cluster-source.ts')
  const { loadConfig } = await import('@saleday/load/cluster/connect-kube')
  const kubeConfig = loadConfig(context)
  // Of a pod. By which context people reach its cluster it cannot know.
  if (kubeConfig.currentContext === 'inClusterContext')
    return clusterSource({ config: kubeConfig, namespace, name: clusterName, context: undefined, isInside: true })
  const { currentContext } = kubeConfig
  return clusterSource({
    config: kubeConfig,
    namespace,
    name: currentContext,
    context: currentContext,
    isInside: false,
  })
}
