import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { V1ConfigMap, V1Container, V1ReplicaSet } from '@kubernetes/client-node'
import type { ClusterEvent } from '../src/planned-event.ts'
import type { Hit, Occasion } from '../src/timetable-actions.ts'
import type { EventParts } from './cluster-actions.ts'
import { configMap, deployment, type Kube } from './kube.ts'
import { containerOf, containerPatch, untilRolledOut } from './roll-out.ts'

/**
 * Other settings for a service, as a change of its overlay would bring them: ConfigMaps are never changed, another one with another
 * name takes its place, so pods are replaced one after the other.
 */
export async function changeConfig(
  parts: EventParts,
  { service, set }: Extract<ClusterEvent, { kind: 'config' }>,
  { moment }: Occasion,
): Promise<Hit> {
  const { kube, text, list } = parts
  const container = containerOf(parts, service)
  const from = ownConfigOf(service, container)
  const present = await kube.read<V1ConfigMap>(configMap(from))
  if (present === undefined) throw new Error(`there is no ConfigMap ${from}`)
  const data = { ...present.data, ...set }
  const to = `${service}-${nameHash(data)}`
  const change = containerPatch(container, { envFrom: ledTo(container, from, to) })
  await list.add({
    id: `config of ${service}`,
    says: `the settings of ${service}`,
    does: 'patch',
    ref: deployment(service),
    body: containerPatch(container, { envFrom: container.envFrom ?? [] }),
  })
  moment()
  // One of that name holds the same: its name is made of what it holds.
  await kube.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: to }, data } as V1ConfigMap)
  const patched = await kube.patch(deployment(service), change)
  const words = Object.entries(set).map(([name, value]) => `${name}=${value}`)
  return {
    id: service,
    says: `${service} is told ${words.join(', ')}: the ConfigMap ${to} takes the place of ${from}`,
    inFlight: null,
    details: { kubectl: text.changeConfig(service, from, to, set, change) },
    ...untilRolledOut(parts, service, patched),
    over: giveToReplicaSet(kube, service, to),
  }
}

/** The last one: the first is what all services are told. */
export function ownConfigOf(service: string, { envFrom = [] }: V1Container): string {
  const names = envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? [])
  const own = names.findLast((name) => name === service || name.startsWith(`${service}-`))
  if (own === undefined) throw new Error(`${service} has no ConfigMap of its own in envFrom`)
  return own
}

const ledTo = ({ envFrom = [] }: V1Container, from: string, to: string): NonNullable<V1Container['envFrom']> =>
  envFrom.map((source) => (source.configMapRef?.name === from ? { configMapRef: { name: to } } : source))

/** Of what a ConfigMap holds, in the letters that kustomize ends its names with. */
export function nameHash(data: Readonly<Record<string, string>>): string {
  const letters = 'bcdfghkmt2456789'
  const sorted = Object.entries(data).sort(([a], [b]) => a.localeCompare(b))
  const digest = createHash('sha256').update(JSON.stringify(sorted)).digest()
  return [...digest.subarray(0, 10)].map((byte) => letters[byte % letters.length]).join('')
}

/**
 * Whoever goes back to that version by `kubectl rollout undo` needs its ConfigMap. So it belongs to the ReplicaSet, and is
 * removed by the cluster together with that.
 */
async function giveToReplicaSet(kube: Kube, service: string, name: string): Promise<undefined> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const sets = await kube.list<V1ReplicaSet>(
      { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
      { labels: `app.kubernetes.io/name=${service}` },
    )
    const owner = sets.find(({ spec }) =>
      spec?.template?.spec?.containers[0]?.envFrom?.some(({ configMapRef }) => configMapRef?.name === name),
    )
    if (owner?.metadata?.uid !== undefined) {
      const { uid, name: ownerName = '' } = owner.metadata
      const reference = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: ownerName, uid }
      await kube.patch(configMap(name), { metadata: { ownerReferences: [reference] } })
      return
    }
    await delay(500)
  }
}
