import {
  type Container,
  containersOf,
  type KubeObject,
  named,
  ofKind,
  type PodSpec,
  title,
  type Volume,
  workloads,
} from '../objects.ts'
import { type Complaint, complaint, type Rendering, type Rule } from '../rule.ts'

type Reference = { from: string; kind: string; name: string; optional?: boolean | undefined }

const hashed = /-[a-z0-9]{10}$/

export const hashes: Rule = {
  name: 'whatever carries configuration has a hash in its name: a change is a rolling update',
  check: ({ objects }) =>
    ofKind(objects, 'ConfigMap', 'Secret')
      .filter(({ metadata }) => !hashed.test(metadata.name))
      .map((object) =>
        complaint(title(object), 'has no hash in its name', 'make it with configMapGenerator or secretGenerator'),
      ),
}

export const references: Rule = {
  name: 'everything that is referred to is rendered',
  check: (rendering) => {
    const { objects, outside } = rendering
    const isThere = new Set([...objects, ...outside].map(({ kind, metadata }) => `${kind} ${metadata.name}`))
    return [
      ...referencesOf(objects)
        .filter(({ kind, name, optional }) => !optional && !isThere.has(`${kind} ${name}`))
        .map(({ from, kind, name }) =>
          complaint(from, `refers to the ${kind} ${name}, which is not there`, 'render it, or mend the name'),
        ),
      ...unused(rendering),
      ...servicePorts(objects),
      ...listeners(objects),
    ]
  },
}

/** A Secret that a cluster must have and nobody mounts, or a ConfigMap that nobody reads, is left over. */
function unused({ objects, outside, isWhole }: Rendering): Complaint[] {
  if (!isWhole) return []
  const used = new Set(referencesOf(objects).map(({ kind, name }) => `${kind} ${name}`))
  return [...ofKind(objects, 'ConfigMap', 'Secret'), ...outside]
    .filter((object) => !used.has(title(object)))
    .map((object) => complaint(title(object), 'nothing refers to it', 'remove it, or mend the name where it should be'))
}

export function referencesOf(objects: readonly KubeObject[]): Reference[] {
  return [
    ...workloads(objects).flatMap((workload) => ofPod(title(workload), workload.spec.template.spec)),
    ...ofKind(objects, 'StatefulSet').map((set) => ({ from: title(set), kind: 'Service', name: set.spec.serviceName })),
    ...ofKind(objects, 'HTTPRoute').flatMap((route) => [
      ...route.spec.parentRefs.map(({ name }) => ({ from: title(route), kind: 'Gateway', name })),
      ...route.spec.rules.flatMap(({ backendRefs = [] }) =>
        backendRefs.map(({ name, kind = 'Service' }) => ({ from: title(route), kind, name })),
      ),
    ]),
    ...ofKind(objects, 'Gateway').flatMap((gateway) =>
      gateway.spec.listeners.flatMap(({ tls }) =>
        (tls?.certificateRefs ?? []).map(({ name }) => ({ from: title(gateway), kind: 'Secret', name })),
      ),
    ),
    ...ofKind(objects, 'RoleBinding').flatMap((binding) =>
      [binding.roleRef, ...binding.subjects].map(({ kind, name }) => ({ from: title(binding), kind, name })),
    ),
  ]
}

function ofPod(from: string, pod: PodSpec): Reference[] {
  const { serviceAccountName, volumes = [] } = pod
  return [
    ...(serviceAccountName ? [{ from, kind: 'ServiceAccount', name: serviceAccountName }] : []),
    ...volumes.flatMap((volume) => ofVolume(from, volume)),
    ...containersOf(pod).flatMap((container) => ofContainer(from, container)),
  ]
}

function ofVolume(from: string, { secret, configMap, projected, persistentVolumeClaim }: Volume): Reference[] {
  const references: Reference[] = []
  const add = (kind: string, name: string, optional?: boolean) => references.push({ from, kind, name, optional })
  if (secret) add('Secret', secret.secretName, secret.optional)
  if (configMap) add('ConfigMap', configMap.name, configMap.optional)
  if (persistentVolumeClaim) add('PersistentVolumeClaim', persistentVolumeClaim.claimName)
  for (const source of projected?.sources ?? []) {
    if (source.secret) add('Secret', source.secret.name, source.secret.optional)
    if (source.configMap) add('ConfigMap', source.configMap.name, source.configMap.optional)
  }
  return references
}

function ofContainer(from: string, { env = [], envFrom = [] }: Container): Reference[] {
  const refs = [
    ...envFrom.map(({ configMapRef, secretRef }) => ({ ConfigMap: configMapRef, Secret: secretRef })),
    ...env.map(({ valueFrom = {} }) => ({ ConfigMap: valueFrom.configMapKeyRef, Secret: valueFrom.secretKeyRef })),
  ]
  return refs.flatMap((ref) =>
    Object.entries(ref).flatMap(([kind, target]) =>
      target ? [{ from, kind, name: target.name, optional: target.optional }] : [],
    ),
  )
}

function servicePorts(objects: readonly KubeObject[]): Complaint[] {
  return ofKind(objects, 'HTTPRoute').flatMap((route) =>
    route.spec.rules
      .flatMap(({ backendRefs = [] }) => backendRefs)
      .filter(({ name, port }) => {
        const service = named(objects, 'Service', name)
        return service && !service.spec.ports.some((one) => one.port === port)
      })
      .map(({ name, port }) =>
        complaint(title(route), `leads to the port ${port} of ${name}, which it lacks`, 'mend the port'),
      ),
  )
}

function listeners(objects: readonly KubeObject[]): Complaint[] {
  return ofKind(objects, 'HTTPRoute').flatMap((route) =>
    route.spec.parentRefs
      .filter(({ name, sectionName }) => {
        const gateway = named(objects, 'Gateway', name)
        return sectionName && gateway && !gateway.spec.listeners.some((listener) => listener.name === sectionName)
      })
      .map(({ sectionName }) =>
        complaint(title(route), `names the listener ${sectionName}, which its Gateway lacks`, 'mend it'),
      ),
  )
}
