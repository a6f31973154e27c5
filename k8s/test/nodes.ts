import { isNodeReady } from './deployments.ts'
import { eventually } from './eventually.ts'
import { get, type KubeObject, kubectl, run } from './target.ts'

/** A worker that may go away: one with pods of the shop, and without the gateway, through which the tests look. */
export async function workerThatMayGo(): Promise<string> {
  const [nodes, pods] = await Promise.all([get('nodes'), get('pods', '--all-namespaces')])
  const keeps = new Set(pods.filter(isGateway).map(({ spec }: KubeObject) => spec.nodeName))
  const sells = new Set(
    pods
      .filter(({ metadata }: KubeObject) => metadata.namespace === 'saleday')
      .map(({ spec }: KubeObject) => spec.nodeName),
  )
  const worker = nodes
    .filter(({ metadata }: KubeObject) => !('node-role.kubernetes.io/control-plane' in metadata.labels))
    .map(({ metadata }: KubeObject) => metadata.name as string)
    .find((name: string) => !keeps.has(name) && sells.has(name))
  if (worker === undefined) throw new Error('no worker is without the gateway: this test needs two of them')
  return worker
}

const isGateway = ({ metadata }: KubeObject): boolean => metadata.namespace === 'traefik'

export const drain = (node: string): Promise<string> =>
  kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s'])

export const uncordon = (node: string): Promise<string> => kubectl(['uncordon', node])

/** As a machine whose power is gone: what runs on it is killed, at once with -t 0. */
export const stopNode = (node: string): Promise<string> =>
  run('docker', ['stop', '-t', '0', node], { timeoutMs: 60_000 })

export async function startNode(node: string): Promise<void> {
  await run('docker', ['start', node], { timeoutMs: 60_000 })
  await untilNode(node, true)
}

export const untilNode = (node: string, ready: boolean, limitSeconds = 120): Promise<boolean> =>
  eventually(
    `${node} is ${ready ? 'ready' : 'not ready'}`,
    limitSeconds,
    async () => isNodeReady(await get('node', node)) === ready,
    1_000,
  )
