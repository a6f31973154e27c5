import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { overlay } from '@saleday/k8s/write-overlay'
import { UserError } from '@saleday/local/user-error'
import { parseAllDocuments } from 'yaml'
import type { Cluster, KubeObject } from './cluster.ts'
import { nameOf } from './objects.ts'

/**
 * Applies what `npm run kind:up` has applied, and takes away what was added to it: applying leaves alone what it does not know.
 * Settings and secrets of labs go last, when no pod needs them any more.
 */
export async function restoreObjects(cluster: Cluster, say: (line: string) => void): Promise<void> {
  const objects = await renderOverlay(cluster)
  const before = await cluster.list('deployments,scaledobjects', '--show-managed-fields')
  const list = { apiVersion: 'v1', kind: 'List', items: objects.filter(({ kind }) => kind !== 'Job') }
  await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], {
    input: JSON.stringify(list),
  })
  for (const object of objects) {
    const live = before.find((one) => one.kind === object.kind && nameOf(one) === nameOf(object))
    if (live === undefined) continue
    if (object.kind === 'Deployment') await restoreDeployment(cluster, object, live, objects)
    if (object.kind === 'ScaledObject') await restoreScaledObject(cluster, object, live)
  }
  const after = await cluster.list('deployments,scaledobjects')
  const changed = after.filter((one) =>
    before.some(({ metadata }) => metadata.uid === one.metadata.uid && metadata.generation !== one.metadata.generation),
  )
  if (changed.length > 0) say(`put back: ${changed.map((one) => `${one.kind} ${nameOf(one)}`).join(', ')}`)
}

async function renderOverlay({ kubectl }: Cluster): Promise<KubeObject[]> {
  if (!existsSync(join(overlay, 'local')))
    throw new UserError(
      `This folder has not made the cluster: ${join(overlay, 'local')} is missing.`,
      'Bring it into the cluster: npm run kind:up',
    )
  const text = await kubectl(['kustomize', overlay])
  return parseAllDocuments(text).map((document) => document.toJS())
}

/** Of a rollout that was asked for, and changed nothing in what runs. */
const keptAnnotations = ['kubectl.kubernetes.io/restartedAt', 'saleday.example/rollout']

async function restoreDeployment(
  { kubectl }: Cluster,
  wanted: KubeObject,
  live: KubeObject,
  objects: readonly KubeObject[],
): Promise<void> {
  const name = nameOf(wanted)
  const template = { op: 'replace', path: '/spec/template', value: templateOf(wanted, live) }
  const autoscaler = objects.find(({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === name)
  const least = autoscaler?.spec.minReplicaCount
  const patch = [
    ...(isTouched(live) ? [template] : []),
    ...(live.spec.paused === true ? [{ op: 'remove', path: '/spec/paused' }] : []),
    // An autoscaler leaves a Deployment without pods alone.
    ...(live.spec.replicas < least ? [{ op: 'replace', path: '/spec/replicas', value: least }] : []),
  ]
  if (patch.length > 0) await patchObject(kubectl, 'deployment', name, patch)
}

/** Somebody has written into its spec who does not apply, so that applying does not take it away. */
export function isTouched({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(({ operation, subresource, fieldsV1 }: KubeObject) => {
    if (operation !== 'Update' || subresource !== undefined) return false
    const { 'f:template': template = {}, ...rest } = fieldsV1['f:spec'] ?? {}
    const { 'f:metadata': itsMetadata = {}, ...itsRest } = template
    const others = Object.keys(itsMetadata['f:annotations'] ?? {}).filter(
      (key) => key !== '.' && !keptAnnotations.includes(key.slice('f:'.length)),
    )
    return [...Object.keys(rest), ...Object.keys(itsRest), ...others].length > 0
  })
}

/** As the overlay has it, so that a pod's template that was not changed stays the same version. */
export function templateOf(wanted: KubeObject, live: KubeObject): KubeObject {
  const { template } = wanted.spec
  const there = live.spec.template.metadata?.annotations ?? {}
  const kept = Object.fromEntries(keptAnnotations.filter((key) => key in there).map((key) => [key, there[key]]))
  const annotations = { ...template.metadata.annotations, ...kept }
  return { ...template, metadata: { ...template.metadata, annotations } }
}

async function restoreScaledObject({ kubectl }: Cluster, wanted: KubeObject, live: KubeObject): Promise<void> {
  const name = nameOf(wanted)
  const pausing = Object.keys(live.metadata.annotations ?? {}).filter((key) =>
    key.startsWith('autoscaling.keda.sh/paused'),
  )
  if (pausing.length > 0) await kubectl(['annotate', 'scaledobject', name, ...pausing.map((key) => `${key}-`)])
  if (isTouched(live))
    await patchObject(kubectl, 'scaledobject', name, [{ op: 'replace', path: '/spec', value: wanted.spec }])
}

const patchObject = (kubectl: Cluster['kubectl'], kind: string, name: string, patch: object[]): Promise<string> =>
  kubectl(['patch', kind, name, '--type=json', '--patch', JSON.stringify(patch)])
