import { type Container, containersOf, type KubeObject, type PodSpec, type Workload, workloads } from '../objects.ts'

/** Whoever opens a connection or takes one: the pods of a workload, or somebody outside of the shop's namespace. */
export type Party = { name: string; workload?: Workload }

/** One connection that is made, or that may be made. `port` is a number, with the protocol where it is not TCP. */
export type Flow = { from: string; to: string; port: string }

export const keyOf = ({ from, to, port }: Flow): string => `${from} → ${to}:${port}`

/** `order`, or `Job order-migrate-1`: short, since most of what is said is about Deployments. */
export const nameOf = ({ kind, metadata }: KubeObject): string =>
  kind === 'Deployment' || kind === 'StatefulSet' ? metadata.name : `${kind} ${metadata.name}`

export const insiders = (objects: readonly KubeObject[]): Required<Party>[] =>
  workloads(objects).map((workload) => ({ name: nameOf(workload), workload }))

/** What is not in the cluster, and the API server, which has an address of its own. */
export const outside = 'outside of the cluster'
export const namespaceParty = (namespace: string, pods = ''): string =>
  pods ? `${pods} in namespace ${namespace}` : `namespace ${namespace}`
export const dns = namespaceParty('kube-system', 'k8s-app=kube-dns')

export const portsOf = (pod: PodSpec): NonNullable<Container['ports']> =>
  containersOf(pod).flatMap((container) => container.ports ?? [])

export const withProtocol = (port: number | string, protocol = 'TCP'): string =>
  protocol === 'TCP' ? String(port) : `${port}/${protocol}`
