import type { ClusterChange, NodeState, PodState } from '../../cluster/cluster-change.ts'

type Pod = PodState & { at: number }
type Deployment = { wanted: number; template: number; fewest: number }

/** A cluster that does what Kubernetes would, as far as a watch sees it. Times are in milliseconds since 1970. */
export function simulatedCluster(parts: { startAt: number; nodes: readonly string[]; random: () => number }) {
  const { startAt, random } = parts
  const changes: ClusterChange[] = []
  const due: { at: number; what: () => void }[] = []
  const pods = new Map<string, Pod>()
  const deployments = new Map<string, Deployment>()
  const nodes = new Map(parts.nodes.map((node): [string, NodeState] => [node, newNode(node)]))
  const endpoints = new Map<string, string>()
  let now = startAt

  const after = (ms: number, what: () => void): void => void due.push({ at: now + ms, what })
  const between = (least: number, most: number): number => least + random() * (most - least)
  const podsOf = (service: string): Pod[] => [...pods.values()].filter((pod) => pod.service === service)
  const version = (template: number): string => `1.${template}.0`
  const letters = (length: number): string =>
    Array.from({ length }, () => 'bcdfghjklmnpqrstvwxz2456789'.charAt(Math.floor(random() * 27))).join('')

  /** Runs what is due until a moment. */
  function runUntil(at: number): void {
    for (;;) {
      due.sort((a, b) => a.at - b.at)
      if (due[0] === undefined || due[0].at > at) break
      const { at: time, what } = due.shift()!
      now = time
      what()
    }
    now = at
  }

  function deploy(service: string, replicas: number): void {
    deployments.set(service, { wanted: replicas, template: 1, fewest: replicas })
    for (let one = 0; one < replicas; one++) create(service, 1)
  }

  function create(service: string, template: number): Pod {
    const hash = `${service.length}${template}c9f7b6d`
    const pod: Pod = {
      at: now,
      name: `${service}-${hash}-${letters(5)}`,
      service,
      node: null,
      createdAt: Math.floor(now / 1000) * 1000,
      state: 'pending',
      restarts: 0,
      version: version(template),
      templateHash: hash,
      reason: null,
    }
    pods.set(pod.name, pod)
    tell(pod)
    schedule(pod)
    return pod
  }

  function schedule(pod: Pod): void {
    after(between(60, 220), () => {
      if (!pods.has(pod.name)) return
      const free = [...nodes.values()].filter(({ ready, takesPods }) => ready && takesPods)
      const load = (node: string): number => [...pods.values()].filter((other) => other.node === node).length
      const [best] = free.sort((a, b) => load(a.node) - load(b.node))
      if (best === undefined) return schedule(pod)
      become(pod, { node: best.node, state: 'starting' })
      start(pod, between(1900, 4200))
    })
  }

  function start(pod: Pod, ms: number): void {
    after(ms, () => {
      if (pods.has(pod.name) && (pod.state === 'starting' || pod.state === 'unready'))
        become(pod, { state: 'ready', reason: null })
      rollOn(pod.service)
    })
  }

  function become(pod: Pod, change: Partial<PodState>): void {
    Object.assign(pod, change)
    if (pod.state === 'gone') pods.delete(pod.name)
    tell(pod)
  }

  function tell(pod: Pod): void {
    const { at: _, ...state } = pod
    changes.push({ at: Math.round(now), k: 'pod', ...state })
    tellService(pod.service)
    after(between(90, 260), () => tellEndpoints(pod.service))
  }

  function tellService(service: string): void {
    const { wanted, template } = deployments.get(service)!
    const own = podsOf(service)
    const ready = own.filter(({ state }) => state === 'ready').length
    const updated = own.filter((pod) => pod.version === version(template)).length
    changes.push({ at: Math.round(now), k: 'service', service, wanted, ready, updated, version: version(template) })
  }

  function tellEndpoints(service: string): void {
    const names = podsOf(service).flatMap(({ state, name }) => (state === 'ready' ? name : []))
    if (endpoints.get(service) === names.join()) return
    endpoints.set(service, names.join())
    changes.push({ at: Math.round(now), k: 'endpoints', service, pods: names })
  }

  /** Without grace: it is gone, and another takes its place. */
  function kill(pod: Pod): void {
    become(pod, { state: 'gone', reason: 'Error (137)' })
    after(between(80, 250), () => fill(pod.service))
  }

  /** Its container dies and is started again in its place. */
  function crash(pod: Pod): void {
    become(pod, { state: 'unready', reason: 'Error (137)' })
    after(between(300, 700), () => become(pod, { restarts: pod.restarts + 1 }))
    start(pod, between(1800, 2900))
  }

  /** With grace: it is led nobody to, and goes when its requests are done. */
  function end(pod: Pod): void {
    if (pod.state === 'ending' || !pods.has(pod.name)) return
    become(pod, { state: 'ending' })
    after(between(80, 250), () => fill(pod.service))
    after(between(5200, 6800), () => pods.has(pod.name) && become(pod, { state: 'gone' }))
  }

  const alive = (service: string): Pod[] => podsOf(service).filter(({ state }) => state !== 'ending')

  function fill(service: string): void {
    const { wanted, template } = deployments.get(service)!
    for (let missing = wanted - alive(service).length; missing > 0; missing--) create(service, template)
  }

  function scale(service: string, wanted: number): void {
    Object.assign(deployments.get(service)!, { wanted })
    tellService(service)
    fill(service)
    const surplus = alive(service).slice(wanted)
    surplus.forEach(end)
  }

  function roll(service: string): void {
    deployments.get(service)!.template += 1
    create(service, deployments.get(service)!.template)
  }

  /** One more than wanted at a time: an old pod ends when a new one is ready. */
  function rollOn(service: string): void {
    const { wanted, template } = deployments.get(service)!
    const own = alive(service)
    const old = own.filter((pod) => pod.version !== version(template))
    const [first] = old
    if (first === undefined || own.filter(({ state }) => state === 'ready').length <= wanted) return
    end(first)
    if (old.length > 1) create(service, template)
  }

  function setNode(node: string, change: Partial<NodeState>): void {
    Object.assign(nodes.get(node)!, change)
    changes.push({ at: Math.round(now), k: 'node', ...nodes.get(node)! })
  }

  const onNode = (node: string): Pod[] => [...pods.values()].filter((pod) => pod.node === node)

  function drain(node: string): void {
    setNode(node, { takesPods: false })
    // One after the other, as a disruption budget has it.
    for (const [index, pod] of onNode(node).entries()) after(index * 700, () => end(pod))
  }

  /** Nobody hears of it any more; the control plane waits, gives its pods up, and forgets them when it is back. */
  function stopNode(node: string): void {
    const lost = onNode(node)
    after(1_500, () => {
      setNode(node, { ready: false, takesPods: false })
      for (const pod of lost) if (pods.has(pod.name)) become(pod, { state: 'unready', reason: 'NodeLost' })
    })
    after(4_000, () => {
      for (const pod of lost) if (pods.has(pod.name)) giveUp(pod)
    })
  }

  function giveUp(pod: Pod): void {
    become(pod, { state: 'ending', reason: 'NodeLost' })
    fill(pod.service)
  }

  function startNode(node: string): void {
    after(6_000, () => {
      setNode(node, { ready: true, takesPods: true })
      for (const pod of onNode(node)) become(pod, { state: 'gone' })
    })
  }

  for (const node of nodes.values()) changes.push({ at: startAt - 20_000, k: 'node', ...node })
  return {
    changes,
    deploy,
    podsOf,
    runUntil,
    kill,
    crash,
    end,
    scale,
    roll,
    drain,
    setNode,
    stopNode,
    startNode,
    tell: (change: ClusterChange) => void changes.push(change),
  }
}

const newNode = (node: string): NodeState => ({
  node,
  ready: true,
  takesPods: !node.includes('control-plane'),
  role: node.includes('control-plane') ? 'control-plane' : 'worker',
})
