import { services } from '@saleday/local/parties'
import type { GatewayAnswer } from './gateway-check.ts'
import type { Autoscaler, Node, Pod, Related, Workload } from './objects.ts'
import { podsOf, titleOf, unready } from './readiness.ts'
import { lastLineOf } from './run.ts'

export type Status = {
  nodes: { name: string; state: string; version: string }[]
  workloads: { name: string; ready: string; image: string; restarts: number; scaling: string }[]
  gateway: string
  /** What is wrong; the shop may sell all the same. */
  wrong: string[]
  sells: boolean
}

type Found = {
  /** Everything in the shop's namespace, and the nodes; or why nothing is known. */
  objects: readonly Related[] | Error
  gateway: GatewayAnswer
  stopped: readonly string[]
}

export function readStatus({ objects, gateway, stopped }: Found): Status {
  if (objects instanceof Error) {
    const wrong = [...stopped, `the cluster does not answer: ${lastLineOf(objects)}`]
    return { nodes: [], workloads: [], gateway: gateway.text, wrong, sells: false }
  }
  const pods = objects.filter((object): object is Pod => object.kind === 'Pod')
  const nodes = objects.filter((object): object is Node => object.kind === 'Node')
  const autoscalers = objects.filter((object): object is Autoscaler => object.kind === 'HorizontalPodAutoscaler')
  const workloads = objects.filter(isWorkload)
  const running = workloads.filter(({ kind }) => kind !== 'Job')
  const missing = services.filter((name) => !running.some(({ metadata }) => metadata.name === name))
  return {
    nodes: nodes.map(nodeStatus),
    workloads: running.map((workload) => workloadStatus(workload, pods, autoscalers)),
    gateway: gateway.text,
    wrong: [
      ...stopped,
      ...nodes.map(nodeProblem).filter((problem) => problem !== undefined),
      ...missing.map((name) => `${name} is not in the cluster: npm run kind:up`),
      ...workloads.flatMap((workload) => workloadProblems(workload, pods)),
      ...(gateway.status === 200 ? [] : [gateway.text]),
    ],
    // The rest may be broken; with these a customer can look, and buy.
    sells:
      gateway.status === 200 && missing.length === 0 && running.every((one) => (one.status?.readyReplicas ?? 0) > 0),
  }
}

const isWorkload = (object: Related): object is Workload =>
  object.kind === 'Deployment' || object.kind === 'StatefulSet' || object.kind === 'Job'

const isReady = ({ status }: Node) => status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'

const nodeStatus = (node: Node) => ({
  name: node.metadata.name,
  state: `${isReady(node) ? 'Ready' : 'NotReady'}${node.spec?.unschedulable ? ', takes no pods' : ''}`,
  version: node.status?.nodeInfo?.kubeletVersion ?? '',
})

function nodeProblem(node: Node): string | undefined {
  if (!isReady(node)) return `node ${node.metadata.name} is not ready`
  return node.spec?.unschedulable ? `node ${node.metadata.name} takes no pods (kubectl uncordon)` : undefined
}

function workloadProblems(workload: Workload, pods: readonly Pod[]): string[] {
  const problem = unready(workload, pods)
  return problem ? [`${titleOf(workload)}: ${problem.reason}`] : []
}

function workloadStatus(workload: Workload, pods: readonly Pod[], autoscalers: readonly Autoscaler[]) {
  const { metadata, spec, status = {} } = workload
  const own = podsOf(workload, pods)
  const statuses = own.flatMap((pod) => pod.status?.containerStatuses ?? [])
  const autoscaler = autoscalers.find((one) => one.spec.scaleTargetRef.name === metadata.name)
  return {
    name: metadata.name,
    ready: `${status.readyReplicas ?? 0}/${spec.replicas ?? 1}`,
    image: spec.template.spec.containers[0]!.image.split('/').at(-1)!,
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    scaling: autoscaler ? scalingOf(autoscaler) : '',
  }
}

/** `cpu 12%/70%  requests/s 3.5/120  2 to 6 pods` */
export function scalingOf({ spec, status }: Autoscaler): string {
  const current = status?.currentMetrics ?? []
  const metrics = (spec.metrics ?? []).flatMap(({ resource, external }) => {
    if (resource) {
      const now = current.find((one) => one.resource?.name === resource.name)?.resource?.current.averageUtilization
      return [`${resource.name} ${now === undefined ? '?' : `${now}%`}/${resource.target.averageUtilization}%`]
    }
    const name = external?.metric.name ?? ''
    // KEDA's own names: the trigger's number and type. What the clock wants is not a load.
    if (!external || name.includes('-cron-')) return []
    const now = current.find((one) => one.external?.metric.name === name)?.external?.current
    return [
      `${name.replace(/^s\d+-prometheus$/, 'requests/s')} ${quantity(now?.averageValue)}/${quantity(external.target.averageValue)}`,
    ]
  })
  return [...metrics, `${spec.minReplicas ?? 1} to ${spec.maxReplicas} pods`].join('  ')
}

/** Kubernetes writes 3.5 as 3500m. */
function quantity(text: string | undefined): string {
  if (text === undefined) return '?'
  return text.endsWith('m') ? String(Math.round(Number(text.slice(0, -1)) / 100) / 10) : text
}
