import { type Traffic, trafficOf } from '@saleday/load/record-sample'
import type { RunSeen } from './follow-run.ts'
import type { Checkouts, Frame, NodeView, PodView, ServiceView } from './frame.ts'
import type { Figures } from './read-processes.ts'
import type { Seen, SeenPod } from './seen.ts'

/** Puts together what was seen, measured and told. */
export function makeFrame(parts: {
  at: number
  seen: Seen
  /** Pods that are gone, and still shown. */
  ghosts: readonly SeenPod[]
  figures: Figures
  run: RunSeen | undefined
  /** As order counts them: what is shown where no crowd tells. */
  decided: Checkouts['totals']
  checkoutsPerSecond: number | null
  events: Frame['events']
  bankFaults: Frame['bankFaults']
  actions: boolean
}): Frame {
  const { at, seen, ghosts, figures, run, decided, checkoutsPerSecond, events, bankFaults, actions } = parts
  const order = new Map(seen.services.map(({ name }, index) => [name, index]))
  const pods = [...seen.pods, ...ghosts.filter(({ id }) => seen.pods.every((pod) => pod.id !== id))].sort(
    (a, b) => (order.get(a.service) ?? 0) - (order.get(b.service) ?? 0) || a.startedAt - b.startedAt,
  )
  const onNode = (node: string | null): PodView[] =>
    pods.filter((pod) => pod.node === node).map((pod) => podView(pod, figures, at))
  return {
    at,
    place: seen.place,
    nodes: seen.nodes.toSorted(byRoleAndName).map((node) => ({ ...node, pods: onNode(node.name) })),
    unplaced: onNode(null),
    services: seen.services.map((service) => ({ ...service, ...figuresOf(service, seen.pods, figures) })),
    checkouts:
      run === undefined
        ? { from: 'order', perSecond: checkoutsPerSecond, totals: decided }
        : { from: 'customers', perSecond: checkoutsPerSecond, totals: run.totals },
    failedCustomers: run?.failedCustomers ?? null,
    run: run?.run ?? null,
    events,
    bankFaults,
    actions,
  }
}

const byRoleAndName = (a: Omit<NodeView, 'pods'>, b: Omit<NodeView, 'pods'>): number =>
  Number(b.role === 'control-plane') - Number(a.role === 'control-plane') || a.name.localeCompare(b.name)

function podView(pod: SeenPod, figures: Figures, at: number): PodView {
  const { node: _node, startedAt, adminUrl: _adminUrl, ...view } = pod
  const delta = figures.get(pod.id)
  const { cpuPercent, requestsPerSecond } = trafficOf(delta ? [delta] : [])
  return { ...view, ageSeconds: Math.max(0, Math.round((at - startedAt) / 1000)), cpuPercent, requestsPerSecond }
}

type ServiceFigures = Pick<ServiceView, keyof Traffic & keyof ServiceView>

function figuresOf({ name }: { name: string }, pods: readonly SeenPod[], figures: Figures): ServiceFigures {
  const deltas = pods.flatMap((pod) => (pod.service === name ? (figures.get(pod.id) ?? []) : []))
  const { requestsPerSecond, errorsPerSecond, p95Ms, cpuPercent } = trafficOf(deltas)
  return { requestsPerSecond, errorsPerSecond, p95Ms, cpuPercent }
}
