import { contextOf } from '@saleday/k8s/kubectl'
import { namespace } from '@saleday/k8s/namespace'
import type { Run, RunOptions } from '@saleday/k8s/run'

// biome-ignore lint/suspicious/noExplicitAny: objects of the cluster as kubectl gives them; the checks say what they look at
export type KubeObject = any

/** What a lab sees of the cluster, and does to it. */
export type Cluster = {
  /** For the shop's namespace, unless the arguments name another one. */
  kubectl(args: readonly string[], options?: RunOptions): Promise<string>
  /** One object; undefined where there is none. */
  find(...args: string[]): Promise<KubeObject | undefined>
  /** All that there are; none where there is not even such a kind. */
  list(...args: string[]): Promise<KubeObject[]>
  /** The nodes of a kind cluster are containers of this machine. */
  docker(args: readonly string[], options?: RunOptions): Promise<string>
}

export const clusterName = 'saleday'
export const context = contextOf(clusterName)
/** Where learners may make what they like: a lab begins without it. */
export const playground = 'lab'

const limits = ['--request-timeout', '20s']
const commandLimitMs = 120_000

/** @param kubeconfig the workshop's own: whatever the settings of the terminal are, no other cluster is reached */
export function openCluster(run: Run, kubeconfig: string): Cluster {
  const where = ['--kubeconfig', kubeconfig, '--context', context, '--namespace', namespace]
  const kubectl: Cluster['kubectl'] = (args, options) =>
    run('kubectl', [...where, ...args], { timeoutMs: commandLimitMs, ...options })
  const read = async (args: readonly string[]): Promise<KubeObject | undefined> => {
    const text = await kubectl(['get', ...args, '--ignore-not-found', '--output', 'json', ...limits])
    return text.trim() === '' ? undefined : JSON.parse(text)
  }
  return {
    kubectl,
    find: (...args) => read(args),
    list: async (...args) => (await read(args))?.items ?? [],
    docker: (args, options) => run('docker', args, { timeoutMs: commandLimitMs, ...options }),
  }
}
