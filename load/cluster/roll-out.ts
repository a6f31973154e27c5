import { setTimeout as delay } from 'node:timers/promises'
import type { KubernetesObject, V1Container, V1Deployment } from '@kubernetes/client-node'
import type { ClusterEvent } from '../src/planned-event.ts'
import type { Hit, Occasion } from '../src/timetable-actions.ts'
import type { EventParts } from './cluster-actions.ts'
import { deployment } from './kube.ts'
import { isReady, nameOf, versionOf } from './pod-state.ts'
import type { UndoStep } from './undo-step.ts'

type Of<K extends ClusterEvent['kind']> = Extract<ClusterEvent, { kind: K }>

/** Pods are replaced one after the other, and each takes its time to drain. */
const rolledOutWithinMs = 240_000

export const rolloutAnnotation = 'saleday.example/rollout'

/** A new version of a service: another image, or the same one in a pod that is not the same. */
export async function rollOut(parts: EventParts, { service, to }: Of<'rollout'>, { moment }: Occasion): Promise<Hit> {
  const { kube, text, list } = parts
  const container = containerOf(parts, service)
  const image = to === null ? undefined : withTag(container.image, to)
  const version = parts.nextVersion()
  if (image !== undefined) await list.add(imageStep(service, container))
  moment()
  const patched = await kube.patch(
    deployment(service),
    image === undefined
      ? { spec: { template: { metadata: { annotations: { [rolloutAnnotation]: version } } } } }
      : containerPatch(container, { image }),
  )
  return {
    id: service,
    says: image === undefined ? `a new version of ${service} is rolled out` : `${service} goes to ${image}`,
    inFlight: null,
    details: {
      kubectl:
        image === undefined
          ? text.annotate(service, rolloutAnnotation, version)
          : text.setImage(service, container.name, image),
    },
    ...untilRolledOut(parts, service, patched),
  }
}

/** A version whose image there is not: it never gets ready, the old one goes on selling, and after a while it is undone. */
export async function rollOutBadly(
  parts: EventParts,
  { service, forMs }: Of<'bad-rollout'>,
  { moment, ending }: Occasion,
): Promise<Hit> {
  const { kube, text, list, view } = parts
  const container = containerOf(parts, service)
  const image = withTag(container.image, `${versionOf(container.image)}-never`)
  const step = imageStep(service, container)
  const before = view.pods(service).filter(isReady).map(nameOf)
  await list.add(step)
  moment()
  await kube.patch(deployment(service), containerPatch(container, { image }))

  async function holdBack() {
    await delay(forMs, undefined, { signal: ending }).catch(() => undefined)
    const now = new Set(view.pods(service).filter(isReady).map(nameOf))
    const stayed = before.filter((name) => now.has(name)).length
    await list.undo(step.id)
    return {
      says: `${service} gets an image that does not exist; undone after ${forMs / 1000} s, ${stayed} of ${before.length} old pods went on`,
      details: { oldPods: before.length, wentOn: stayed, undoneBy: text.undoRollout(service) },
    }
  }
  return {
    id: service,
    says: `${service} gets an image that does not exist, for ${forMs / 1000} s`,
    inFlight: null,
    details: { forMs, kubectl: text.setImage(service, container.name, image) },
    over: holdBack(),
  }
}

/** How the end of a rollout is told, from the Deployment as it was when it had been changed. */
export const untilRolledOut = (
  { view }: Pick<EventParts, 'view'>,
  service: string,
  changed: KubernetesObject | undefined,
): Pick<Hit, 'isReplaced' | 'replacedWithinMs'> => ({
  isReplaced: async () => isRolledOut(view.deployment(service), changed?.metadata?.generation ?? 0),
  replacedWithinMs: rolledOutWithinMs,
})

/** The newest version alone runs, all of it available. */
export function isRolledOut(deployed: V1Deployment | undefined, generation = 0): boolean {
  const { metadata, spec, status } = deployed ?? {}
  const wanted = spec?.replicas ?? 1
  return (
    (metadata?.generation ?? -1) >= generation &&
    (status?.observedGeneration ?? -1) >= (metadata?.generation ?? 0) &&
    status?.updatedReplicas === wanted &&
    status.availableReplicas === wanted &&
    status.replicas === wanted
  )
}

export function containerOf({ view }: Pick<EventParts, 'view'>, service: string): V1Container {
  const container = view.deployment(service)?.spec?.template.spec?.containers[0]
  if (container === undefined) throw new Error(`there is no Deployment ${service}`)
  return container
}

export const containerPatch = ({ name }: V1Container, fields: Partial<V1Container>) => ({
  spec: { template: { spec: { containers: [{ name, ...fields }] } } },
})

const imageStep = (service: string, container: V1Container): UndoStep => ({
  id: `image of ${service}`,
  says: `the image of ${service}`,
  does: 'patch',
  ref: deployment(service),
  body: containerPatch(container, { image: container.image ?? '' }),
})

/** The same image with another tag. */
export function withTag(image = '', tag: string): string {
  const slash = image.lastIndexOf('/') + 1
  const [name] = image.slice(slash).split(/[:@]/)
  return `${image.slice(0, slash)}${name}:${tag}`
}
