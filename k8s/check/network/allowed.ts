import {
  type KubeObject,
  labelsOf,
  type NetworkPolicy,
  ofKind,
  type Peer,
  type PolicyPort,
  selects,
} from '../objects.ts'
import { type Flow, insiders, keyOf, namespaceParty, outside, type Party, portsOf, withProtocol } from './parties.ts'

type Inside = Required<Party>
type Direction = 'Ingress' | 'Egress'
type OneRule = { peers: Peer[] | undefined; ports: PolicyPort[] | undefined }

/** Every connection that the network policies let through: out of the one that calls and into the one that is called. */
export function allowedFlows(objects: readonly KubeObject[]): Map<string, Flow> {
  const pods = insiders(objects)
  const flows = new Map<string, Flow>()
  const add = (flow: Flow) => flows.set(keyOf(flow), flow)
  for (const to of pods) {
    for (const { name, containerPort, protocol } of portsOf(to.workload.spec.template.spec)) {
      const at = { name, number: containerPort, protocol: protocol ?? 'TCP' }
      for (const from of pods) {
        if (lets(objects, 'Egress', from, to, at) && lets(objects, 'Ingress', to, from, at))
          add({ from: from.name, to: to.name, port: withProtocol(containerPort, protocol) })
      }
    }
    for (const [from, ports] of strangers(objects, 'Ingress', to)) {
      for (const port of ports) add({ from, to: to.name, port: numberOf(port, to) })
    }
  }
  for (const from of pods) {
    for (const [to, ports] of strangers(objects, 'Egress', from)) {
      for (const port of ports) add({ from: from.name, to, port: numberOf(port) })
    }
  }
  return flows
}

type At = { name: string | undefined; number: number; protocol: string }

/** Where no policy selects a pod for a direction, everything is let through; else what one of them allows. */
function lets(objects: readonly KubeObject[], direction: Direction, pod: Inside, peer: Inside, at: At): boolean {
  const policies = policiesFor(objects, direction, pod)
  if (policies.length === 0) return true
  return policies
    .flatMap((policy) => rulesOf(policy, direction))
    .some(({ peers, ports }) => isPeer(peers, peer) && isPort(ports, at))
}

const isPeer = (peers: Peer[] | undefined, { workload }: Inside): boolean =>
  peers === undefined ||
  peers.some(
    ({ podSelector, namespaceSelector }) =>
      (podSelector !== undefined || namespaceSelector !== undefined) &&
      (namespaceSelector === undefined || selects(namespaceSelector, namespaceLabels(workload.metadata.namespace))) &&
      selects(podSelector ?? {}, labelsOf(workload)),
  )

const namespaceLabels = (namespace = 'default') => ({ 'kubernetes.io/metadata.name': namespace })

const isPort = (ports: PolicyPort[] | undefined, { name, number, protocol }: At): boolean =>
  ports === undefined ||
  ports.some(
    (one) =>
      (one.protocol ?? 'TCP') === protocol &&
      (one.port === undefined ||
        one.port === name ||
        one.port === number ||
        (one.endPort !== undefined && Number(one.port) <= number && number <= one.endPort)),
  )

const everyPort: PolicyPort = { port: 'every port' }

/** Whom the policies let through from, or to, other namespaces and the world. */
function strangers(objects: readonly KubeObject[], direction: Direction, pod: Inside): [string, PolicyPort[]][] {
  const policies = policiesFor(objects, direction, pod)
  if (policies.length === 0) return [[outside, [everyPort]]]
  return policies
    .flatMap((policy) => rulesOf(policy, direction))
    .flatMap(({ peers, ports }) =>
      (peers?.flatMap(strangerOf) ?? [outside]).map((name): [string, PolicyPort[]] => [name, ports ?? [everyPort]]),
    )
}

function strangerOf({ namespaceSelector, podSelector, ipBlock }: Peer): string[] {
  if (ipBlock) return [outside]
  if (!namespaceSelector) return []
  const namespace =
    namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] ?? `any of ${JSON.stringify(namespaceSelector)}`
  const pods = podSelector ? Object.entries(podSelector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`) : []
  return [namespaceParty(namespace, pods.join(','))]
}

/** A port's name is a name of the pod that is called. */
function numberOf({ port = 'every port', protocol, endPort }: PolicyPort, called?: Inside): string {
  const declared = called && portsOf(called.workload.spec.template.spec).find(({ name }) => name === port)
  const number = declared?.containerPort ?? port
  return withProtocol(endPort === undefined ? number : `${number}-${endPort}`, protocol)
}

const policiesFor = (objects: readonly KubeObject[], direction: Direction, { workload }: Inside): NetworkPolicy[] =>
  ofKind(objects, 'NetworkPolicy').filter(
    ({ spec }) => spec.policyTypes.includes(direction) && selects(spec.podSelector, labelsOf(workload)),
  )

const rulesOf = ({ spec }: NetworkPolicy, direction: Direction): OneRule[] =>
  direction === 'Ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
