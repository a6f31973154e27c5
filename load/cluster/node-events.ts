import { setTimeout as delay } from 'node:timers/promises'
import type { V1Pod } from '@kubernetes/client-node'
import { services } from '@saleday/local/parties'
import type { ClusterEvent } from '../src/planned-event.ts'
import type { Hit, Occasion, Outcome } from '../src/timetable-actions.ts'
import { chooseNode } from './choose-node.ts'
import type { EventParts } from './cluster-actions.ts'
import { evictPod } from './evict-pod.ts'
import { node as nodeRef } from './kube.ts'
import { nodeStateOf } from './object-states.ts'
import { isReady, nameOf } from './pod-state.ts'
import type { UndoStep } from './undo-step.ts'
import type { ClusterView } from './watch-cluster.ts'

type Of<K extends ClusterEvent['kind']> = Extract<ClusterEvent, { kind: K }>

/** A lost node is noticed after most of a minute, and its pods are waited for a little longer. */
const movedWithinMs = 180_000

/** Takes the node out of use in good order: no new pods, and each pod of the shop is asked to go. */
export async function drainNode(
  parts: EventParts,
  { node: wanted, forMs }: Of<'drain'>,
  { moment, ending, draw }: Occasion,
): Promise<Hit> {
  const { kube, view, text, list } = parts
  const name = await chooseNode({ wanted, view, kube, draw })
  const before = readyCounts(view)
  const step = cordonStep(name)
  await list.add(step)
  moment()
  const sinceMs = performance.now()
  await kube.patch(nodeRef(name), { spec: { unschedulable: true } })
  parts.drained.push(name)
  const pods = view.pods().filter((pod) => pod.spec?.nodeName === name && isOfShop(pod))

  async function evictAll(): Promise<Outcome> {
    const evicted = await Promise.all(pods.map((pod) => evictPod(kube, nameOf(pod), { signal: ending })))
    const refusals = evicted.reduce((sum, each) => sum + each.refusals, 0)
    return { details: { evicted: pods.length, refusals, evictedMs: Math.round(performance.now() - sinceMs) } }
  }

  async function over(): Promise<Outcome> {
    const outcome = await evictAll().catch((error: Error): Outcome => ({ details: { error: error.message } }))
    if (forMs !== null) {
      await pause(forMs - (performance.now() - sinceMs), ending)
      await list.undo(step.id)
    }
    return outcome
  }
  return {
    id: name,
    service: name,
    says: `${name} is drained: ${pods.length} pods${forMs === null ? '' : `, and takes pods again after ${forMs / 1000} s`}`,
    inFlight: null,
    details: { pods: pods.map(nameOf), kubectl: text.drain(name, `${partOf.key}=${partOf.value}`) },
    isReplaced: async () => haveMoved(view, name, before),
    replacedWithinMs: movedWithinMs,
    over: over(),
  }
}

/** Lets a node that was drained take pods again. */
export async function uncordonNode(
  parts: EventParts,
  { node: wanted }: Of<'uncordon'>,
  { moment }: Occasion,
): Promise<Hit> {
  const { kube, text, list, drained } = parts
  const name = wanted === 'worker' ? drained.at(-1) : wanted
  if (name === undefined) throw new Error('no node was drained before')
  const step = cordonStep(name)
  moment()
  if (list.has(step.id)) await list.undo(step.id)
  else await kube.patch(nodeRef(name), { spec: { unschedulable: false } })
  return {
    id: name,
    service: name,
    says: `${name} takes pods again`,
    inFlight: null,
    details: { kubectl: text.uncordon(name) },
  }
}

/** As a machine whose power is gone. */
export async function stopNode(
  parts: EventParts,
  { node: wanted, forMs }: Of<'stop-node'>,
  { moment, ending, draw }: Occasion,
): Promise<Hit> {
  const { kube, view, text, list, docker } = parts
  if (docker === undefined) throw new Error('its nodes are not containers of this machine')
  const name = await chooseNode({ wanted, view, kube, draw })
  const before = readyCounts(view)
  const pods = view.pods().filter(({ spec }) => spec?.nodeName === name)
  const step: UndoStep = { id: `stop of ${name}`, says: `${name} is stopped`, does: 'start-node', node: name }
  await list.add(step)
  moment()
  await docker(['stop', '-t', '0', name])
  parts.stopped.push(name)
  const over = async (ms: number): Promise<undefined> => {
    await pause(ms, ending)
    await list.undo(step.id)
  }
  return {
    id: name,
    service: name,
    says: `${name} loses its power, with ${pods.length} pods${forMs === null ? '' : `, for ${forMs / 1000} s`}`,
    inFlight: null,
    details: { pods: pods.map(nameOf), kubectl: text.stopNode(name) },
    isReplaced: async () => haveMoved(view, name, before),
    replacedWithinMs: movedWithinMs,
    ...(forMs === null ? {} : { over: over(forMs) }),
  }
}

export async function startNode(
  parts: EventParts,
  { node: wanted }: Of<'start-node'>,
  { moment }: Occasion,
): Promise<Hit> {
  const { view, text, list, stopped } = parts
  const name = wanted === 'worker' ? stopped.at(-1) : wanted
  if (name === undefined || !list.has(`stop of ${name}`)) throw new Error('no such node was stopped before')
  moment()
  await list.undo(`stop of ${name}`)
  return {
    id: name,
    service: name,
    says: `${name} has power again`,
    inFlight: null,
    details: { kubectl: text.startNode(name) },
    isReplaced: async () => view.nodes().some((each) => nameOf(each) === name && nodeStateOf(each).ready),
  }
}

const cordonStep = (name: string): UndoStep => ({
  id: `cordon of ${name}`,
  says: `${name} takes no pods`,
  does: 'patch',
  ref: nodeRef(name),
  body: { spec: { unschedulable: false } },
})

/** All that k8s/base/kustomization.yaml makes carries it; databases, gateway and add-ons do not. */
const partOf = { key: 'app.kubernetes.io/part-of', value: 'saleday' }
const isOfShop = ({ metadata }: V1Pod): boolean => metadata?.labels?.[partOf.key] === partOf.value

type Counts = ReadonlyMap<string, number>

function readyCounts(view: Pick<ClusterView, 'pods'>, without?: string): Counts {
  const ready = (service: string): number =>
    view.pods(service).filter((pod) => isReady(pod) && pod.spec?.nodeName !== without).length
  return new Map(services.map((service) => [service, ready(service)]))
}

/** As many pods of each service are ready as before, and none of them on that node. */
function haveMoved(view: Pick<ClusterView, 'pods'>, node: string, before: Counts): boolean {
  const elsewhere = readyCounts(view, node)
  return services.every((service) => (elsewhere.get(service) ?? 0) >= (before.get(service) ?? 0))
}

const pause = (ms: number, ending: AbortSignal): Promise<unknown> =>
  delay(Math.max(0, ms), undefined, { signal: ending }).catch(() => undefined)
