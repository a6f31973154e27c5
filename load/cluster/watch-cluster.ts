import type { V1Deployment, V1EndpointSlice, V1Node, V1Pod, V2HorizontalPodAutoscaler } from '@kubernetes/client-node'
import { autoscalerStateOf } from './autoscaler-state.ts'
import type { ClusterChange, PodState } from './cluster-change.ts'
import { timeOf } from './kube-times.ts'
import { endpointPodsOf, nodeStateOf, serviceOfSlice, serviceStateOf } from './object-states.ts'
import { isOfJob, nameOf, podStateOf, serviceOf } from './pod-state.ts'

/** The part of client-node's informer that is used here: it keeps a list, and goes on from where it was after a loss. */
export type Source<T> = {
  on(verb: 'add' | 'update' | 'delete', take: (object: T) => void): void
  on(verb: 'error', take: (error?: unknown) => void): void
  list(): readonly T[]
  /** Ends without an error when the first list failed: that is told to 'error'. */
  start(): Promise<void>
  stop(): Promise<void>
}

export type Sources = {
  pods: Source<V1Pod>
  deployments: Source<V1Deployment>
  autoscalers: Source<V2HorizontalPodAutoscaler>
  nodes: Source<V1Node>
  endpointSlices: Source<V1EndpointSlice>
}

/** A cluster as it is seen now. */
export type ClusterView = {
  /** Of all services, or of one: the oldest first. Without those of Jobs. */
  pods(service?: string): readonly V1Pod[]
  deployment(service: string): V1Deployment | undefined
  autoscaler(service: string): V2HorizontalPodAutoscaler | undefined
  nodes(): readonly V1Node[]
  /** All of it, as changes. */
  state(): readonly ClusterChange[]
  /** Called with each change from now on, until the function that it gives is called. */
  onChange(listener: (change: ClusterChange) => void): () => void
  stop(): Promise<void>
}

type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never

/**
 * Watches until `stop`. A source that fails is started again each second: the informer then lists or goes on, and what is the same as
 * before is not told again.
 * @throws what the first look at any of the sources fails with
 */
export async function watchCluster(
  sources: Sources,
  { now = Date.now, retryMs = 1_000 }: { now?: () => number; retryMs?: number } = {},
): Promise<ClusterView> {
  const { pods, deployments, autoscalers, nodes, endpointSlices } = sources
  const listeners = new Set<(change: ClusterChange) => void>()
  const seen = new Map<string, { text: string; change: ClusterChange }>()
  const podsSeen = new Map<string, PodState>()
  const timers = new Set<NodeJS.Timeout>()
  let isStopped = false

  function tell(key: string, state: Untimed<ClusterChange>): void {
    const text = JSON.stringify(state)
    if (seen.get(key)?.text === text) return
    const change = { at: now(), ...state } as ClusterChange
    seen.set(key, { text, change })
    for (const listener of listeners) listener(change)
  }

  function takePod(pod: V1Pod): void {
    if (isOfJob(pod)) return
    const state = podStateOf(pod)
    const before = podsSeen.get(state.name)
    // One of a StatefulSet has the name of the one before, whose end may have been missed.
    if (before !== undefined && before.createdAt !== state.createdAt) endPod(before)
    if (state.state === 'gone') {
      endPod(state)
      return
    }
    // It has started and is not ready yet: only one that was ready before is not ready any more.
    if (state.state === 'unready' && state.reason === null && podsSeen.get(state.name)?.state === 'starting')
      state.state = 'starting'
    podsSeen.set(state.name, state)
    tell(`pod ${state.name}`, { k: 'pod', ...state })
  }

  function endPod(state: PodState): void {
    if (!podsSeen.delete(state.name)) return
    tell(`pod ${state.name}`, { k: 'pod', ...state, state: 'gone' })
    seen.delete(`pod ${state.name}`)
  }

  function takeSlice(slice: V1EndpointSlice): void {
    const service = serviceOfSlice(slice)
    const slices = endpointSlices.list().filter((each) => serviceOfSlice(each) === service)
    tell(`endpoints ${service}`, { k: 'endpoints', service, pods: endpointPodsOf(slices) })
  }

  const on = <T>(source: Source<T>, take: (object: T) => void, end = take): void => {
    source.on('add', take)
    source.on('update', take)
    source.on('delete', end)
  }
  on(pods, takePod, (pod) => endPod(podStateOf(pod)))
  on(deployments, (each) => {
    const state = serviceStateOf(each)
    tell(`service ${state.service}`, { k: 'service', ...state })
  })
  on(autoscalers, (each) => {
    const state = autoscalerStateOf(each)
    tell(`autoscaler ${state.service}`, { k: 'autoscaler', ...state })
  })
  on(
    nodes,
    (each) => tell(`node ${nameOf(each)}`, { k: 'node', ...nodeStateOf(each) }),
    (each) => tell(`node ${nameOf(each)}`, { k: 'node', ...nodeStateOf(each), ready: false, takesPods: false }),
  )
  on(endpointSlices, takeSlice)

  async function start(source: Source<never>): Promise<void> {
    let isFirst = true
    let failure: unknown
    source.on('error', (error) => {
      if (isFirst) failure = error ?? new Error('the cluster cannot be watched')
      else if (!isStopped) again(source)
    })
    await source.start()
    isFirst = false
    if (failure !== undefined) throw failure
  }

  function again(source: Source<never>): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      // What it fails with is told to 'error', or comes here: either way there is a next time.
      source.start().catch(() => isStopped || again(source))
    }, retryMs)
    timers.add(timer)
  }

  async function stop(): Promise<void> {
    isStopped = true
    for (const timer of timers) clearTimeout(timer)
    await Promise.all(Object.values(sources).map((source) => source.stop()))
  }

  const started = await Promise.allSettled(Object.values(sources).map((source) => start(source as Source<never>)))
  const failed = started.find((each) => each.status === 'rejected')
  if (failed !== undefined) {
    await stop()
    throw failed.reason
  }

  return {
    pods: (service) =>
      pods
        .list()
        .filter((pod) => !isOfJob(pod) && (service === undefined || serviceOf(pod) === service))
        .sort(byAge),
    deployment: (service) => deployments.list().find((each) => nameOf(each) === service),
    autoscaler: (service) => autoscalers.list().find(({ spec }) => spec?.scaleTargetRef.name === service),
    nodes: () => nodes.list(),
    state: () => [...seen.values()].map(({ change }) => change),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop,
  }
}

const byAge = (a: V1Pod, b: V1Pod): number =>
  timeOf(a.metadata?.creationTimestamp) - timeOf(b.metadata?.creationTimestamp) || nameOf(a).localeCompare(nameOf(b))
