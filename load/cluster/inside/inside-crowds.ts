import type { KubeConfig } from '@kubernetes/client-node'
import type { ClusterUnderLoad } from '../../src/with-shop.ts'
import { crowdCluster } from './crowd-cluster.ts'
import { runCrowdInside } from './run-crowd-inside.ts'

/** Whoever has the lock knows that the crowd of any run that is there was left behind. */
export async function removeLeftCrowds(
  config: KubeConfig,
  namespace: string,
  say: (line: string) => void,
): Promise<void> {
  const removed = await crowdCluster(config, namespace).removeAll()
  if (removed.length > 0) say(`Removed the crowd that an earlier run has left: ${removed.join(', ')}`)
}

/** Crowds that come from inside of a cluster. */
export function insideCrowds(parts: {
  config: KubeConfig
  namespace: string
  runners: number
  url: string | undefined
  loadDir: string
  say: (line: string) => void
}): NonNullable<ClusterUnderLoad['startCrowd']> {
  const cluster = crowdCluster(parts.config, parts.namespace)
  return (run) => runCrowdInside({ ...parts, ...run, cluster })
}
