import { eventually } from './eventually.ts'
import { podsOf, readyPodsOf, serviceOf } from './pods.ts'
import { services } from './services.ts'
import { get, type KubeObject, kubectl } from './target.ts'

export const restart = (service: string): Promise<string> => kubectl(['rollout', 'restart', `deployment/${service}`])

/** Waits until the newest version alone runs, all of it available. */
export const rolledOut = (service: string, limitSeconds = 150): Promise<string> =>
  kubectl(['rollout', 'status', `deployment/${service}`, `--timeout=${limitSeconds}s`], {
    timeoutMs: (limitSeconds + 10) * 1000,
  })

const isWhole = ({ metadata, spec, status }: KubeObject): boolean =>
  status.observedGeneration === metadata.generation &&
  status.updatedReplicas === spec.replicas &&
  status.availableReplicas === spec.replicas &&
  status.replicas === spec.replicas

/** Every node takes pods, every Deployment is whole, and no pod is on its way out. */
export async function untilWhole(limitSeconds = 150): Promise<void> {
  await eventually('all nodes are ready and all Deployments whole', limitSeconds, async () => {
    const [nodes, deployments, pods] = await Promise.all([get('nodes'), get('deployments'), podsOf()])
    return (
      nodes.every(isUsable) &&
      deployments.every(isWhole) &&
      pods.every(({ metadata }: KubeObject) => metadata.deletionTimestamp === undefined)
    )
  })
}

export const isNodeReady = (node: KubeObject): boolean =>
  node.status.conditions.some(({ type, status }: KubeObject) => type === 'Ready' && status === 'True')

const isUsable = (node: KubeObject): boolean => isNodeReady(node) && node.spec.unschedulable !== true

/** Restarts what stands on one node only, as after a node was away: the scheduler spreads what it places, and moves nothing. */
export async function spread(): Promise<void> {
  const pods = await readyPodsOf()
  const crowded = services.filter((service) => {
    const nodes = pods.filter((pod) => serviceOf(pod) === service).map(({ spec }) => spec.nodeName)
    return new Set(nodes).size < 2
  })
  await Promise.all(crowded.map(restart))
  await Promise.all(crowded.map((service) => rolledOut(service)))
}
