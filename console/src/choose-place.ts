import { setTimeout as delay } from 'node:timers/promises'
import type { V1Deployment } from '@kubernetes/client-node'
import type { Options } from './options.ts'

const answerWithinMs = 3_000

/** Where to look: as it was asked for; else in the cluster of the current context, if the shop is in it; else on this machine. */
export async function choosePlace(
  { on, context }: Pick<Options, 'on' | 'context'>,
  hasShop: () => Promise<boolean> = clusterHasShop,
): Promise<'local' | 'cluster'> {
  if (on !== undefined) return on
  if (context !== undefined) return 'cluster'
  return (await Promise.race([hasShop().catch(() => false), delay(answerWithinMs, false, { ref: false })]))
    ? 'cluster'
    : 'local'
}

/** @throws where there is no kubeconfig, or no answer */
async function clusterHasShop(): Promise<boolean> {
  const { connectKube, loadConfig } = await import('@saleday/load/cluster/connect-kube')
  const { deployment, shopNamespace } = await import('@saleday/load/cluster/kube')
  const kube = connectKube(loadConfig(undefined), shopNamespace)
  return (await kube.read<V1Deployment>(deployment('order'))) !== undefined
}
