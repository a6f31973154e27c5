import { environmentOf } from '../environment.ts'
import { containersOf, type KubeObject, labelsOf, named, ofKind, selects, workloads } from '../objects.ts'
import type { Rendering } from '../rule.ts'
import { dns, type Flow, insiders, keyOf, nameOf, namespaceParty, outside, portsOf, withProtocol } from './parties.ts'

/** A connection, and where it is said that it is made. */
export type MadeFlow = Flow & { because: string }

/** Where the pods of a Gateway run, by its class. The components of this folder are rendered with none. */
const gatewayNamespaces: Readonly<Record<string, string>> = {
  traefik: 'traefik',
  'envoy-gateway': 'envoy-gateway-system',
}

const gatewayParty = (gatewayClass: string): string =>
  namespaceParty(gatewayNamespaces[gatewayClass] ?? `of the gateway class ${gatewayClass}`)

const ownNamespace = 'saleday'
const defaultPorts: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'postgres:': '5432',
  'redis:': '6379',
  'rediss:': '6379',
}

/** Every connection that is made, as far as settings, routes and annotations say. */
export function madeFlows(rendering: Rendering): Map<string, MadeFlow> {
  const { objects } = rendering
  const flows = [
    ...insiders(objects).flatMap(({ name }) =>
      ['53', '53/UDP'].map((port) => ({ from: name, to: dns, port, because: 'it looks up names' })),
    ),
    ...bySettings(rendering),
    ...byGateway(objects),
    ...byMonitoring(objects),
    ...byAutoscaler(objects),
    ...byCrowd(objects),
    ...byConsole(objects),
  ]
  return new Map(flows.map((flow) => [keyOf(flow), flow]))
}

/** Variables whose value is the address of somebody who is called. The issuer of tokens is a name only. */
const isAddress = (variable: string) => /_(URL|JWKS|ENDPOINT)$/.test(variable)

function bySettings(rendering: Rendering): MadeFlow[] {
  return workloads(rendering.objects).flatMap((workload) => {
    const pod = workload.spec.template.spec
    return containersOf(pod).flatMap((container) =>
      [...environmentOf(container, pod, rendering).values]
        .filter(([variable, value]) => isAddress(variable) && URL.canParse(value))
        .flatMap(([variable, value]) =>
          calledAt(new URL(value), rendering.objects).map((called) => ({
            from: nameOf(workload),
            ...called,
            because: `${variable} of ${nameOf(workload)} says so`,
          })),
        ),
    )
  })
}

/** The pods behind a URL's host and port, or whoever else is there. */
export function calledAt(url: URL, objects: readonly KubeObject[]): Pick<Flow, 'to' | 'port'>[] {
  const port = url.port || defaultPorts[url.protocol] || '?'
  const host = url.hostname.replace(/\.svc(\.cluster\.local)?$/, '')
  const [name = '', namespace = ownNamespace, ...more] = host.split('.')
  // Two labels are a Service in a namespace, or a name of the internet; of those nobody here has one with two.
  if (more.length > 0) return [{ to: outside, port }]
  if (namespace !== ownNamespace) return [{ to: namespaceParty(namespace), port }]
  return behindService(objects, name, Number(port))
}

/** A Service that is not there is called all the same: nobody can have allowed that. */
function behindService(objects: readonly KubeObject[], name: string, port: number): Pick<Flow, 'to' | 'port'>[] {
  const service = named(objects, 'Service', name)
  const target = service?.spec.ports.find((one) => one.port === port)
  if (!service || !target) return [{ to: `Service ${name}, which is not there`, port: String(port) }]
  const { targetPort = port } = target
  return workloads(objects)
    .filter((workload) => selects({ matchLabels: service.spec.selector ?? {} }, labelsOf(workload)))
    .flatMap((workload) =>
      portsOf(workload.spec.template.spec)
        .filter((one) => one.name === targetPort || one.containerPort === targetPort)
        .map((one) => ({ to: nameOf(workload), port: withProtocol(one.containerPort, one.protocol) })),
    )
}

function byGateway(objects: readonly KubeObject[]): MadeFlow[] {
  return ofKind(objects, 'HTTPRoute').flatMap((route) =>
    route.spec.parentRefs.flatMap((parent) => {
      const { gatewayClassName = '?' } = named(objects, 'Gateway', parent.name)?.spec ?? {}
      const from = gatewayParty(gatewayClassName)
      return route.spec.rules
        .flatMap(({ backendRefs = [] }) => backendRefs)
        .flatMap(({ name, port }) => behindService(objects, name, port))
        .map((called) => ({ from, ...called, because: `HTTPRoute ${route.metadata.name} leads there` }))
    }),
  )
}

function byMonitoring(objects: readonly KubeObject[]): MadeFlow[] {
  const prometheus = workloads(objects).find(({ metadata }) => metadata.name === 'prometheus')
  if (!prometheus) return []
  const from = nameOf(prometheus)
  const scraped = workloads(objects).flatMap((workload) => {
    const { annotations = {} } = workload.spec.template.metadata
    if (annotations['prometheus.io/scrape'] !== 'true') return []
    const port = annotations['prometheus.io/port'] ?? '?'
    return [
      { from, to: nameOf(workload), port, because: `${nameOf(workload)} has the annotation prometheus.io/scrape` },
    ]
  })
  return [...scraped, ...toApiServer(from)]
}

/** By the Service's port and by the API server's own: which of the two a policy sees depends on the network. */
const toApiServer = (from: string): MadeFlow[] =>
  ['443', '6443'].map((port) => ({ from, to: outside, port, because: 'it asks the API server' }))

function byAutoscaler(objects: readonly KubeObject[]): MadeFlow[] {
  return ofKind(objects, 'ScaledObject').flatMap((scaled) =>
    scaled.spec.triggers
      .filter(({ type }) => type === 'prometheus')
      .flatMap(({ metadata }) => calledAt(new URL(metadata.serverAddress ?? 'http://nowhere'), objects))
      .map((called) => ({
        from: namespaceParty('keda'),
        ...called,
        because: `ScaledObject ${scaled.metadata.name} asks it`,
      })),
  )
}

/** Buyers go where all others go, by whichever port that is. */
function byCrowd(objects: readonly KubeObject[]): MadeFlow[] {
  const crowd = workloads(objects).filter(({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'crowd')
  return crowd.flatMap((from) =>
    ofKind(objects, 'Gateway').map(({ spec }) => ({
      from: nameOf(from),
      to: gatewayParty(spec.gatewayClassName),
      port: 'every port',
      because: 'the crowd buys by the gateway',
    })),
  )
}

/** It reads the metrics of what the chassis runs, and switches the bank's faults: both on the admin port. */
function byConsole(objects: readonly KubeObject[]): MadeFlow[] {
  const found = workloads(objects).find(({ metadata }) => metadata.name === 'console')
  if (!found) return []
  const from = nameOf(found)
  const looked = workloads(objects).flatMap((workload) => {
    if (workload.kind !== 'Deployment' || labelsOf(workload)['app.kubernetes.io/component'] !== 'api') return []
    return portsOf(workload.spec.template.spec)
      .filter(({ name }) => name === 'admin')
      .map(({ containerPort }) => ({
        from,
        to: nameOf(workload),
        port: String(containerPort),
        because: 'the console reads its metrics',
      }))
  })
  return [...looked, ...toApiServer(from)]
}
