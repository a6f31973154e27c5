import type { KubernetesObject } from '@kubernetes/client-node'
import type { ClusterEvent } from '../src/planned-event.ts'
import type { Hit, Occasion } from '../src/timetable-actions.ts'
import type { EventParts } from './cluster-actions.ts'
import { autoscaler, deployment, type Kube, type Ref, scaledObject } from './kube.ts'
import type { KubectlText } from './kubectl-text.ts'
import { nameOf } from './pod-state.ts'
import type { ClusterView } from './watch-cluster.ts'

/** What decides how many pods there are, and how it is told another number. */
export type Scale = {
  says: string
  ref: Ref
  now: number
  patch(to: number): { spec: object }
  kubectl(to: number): string
}

/** At least so many pods: who decides about their number is told. Whoever changed a Deployment under an autoscaler would be overruled by it. */
export async function scaleService(
  parts: EventParts,
  { service, to }: Extract<ClusterEvent, { kind: 'scale' }>,
  { moment }: Occasion,
): Promise<Hit> {
  const { kube, view, text, list } = parts
  const most = view.autoscaler(service)?.spec?.maxReplicas ?? to
  if (to > most) throw new Error(`${to} pods are more than the ${most} of its autoscaler`)
  const scale = await scaleOf(service, view, kube, text)
  await list.add({
    id: `scale of ${service}`,
    says: `${scale.says} of ${service}`,
    does: 'patch',
    ref: scale.ref,
    body: scale.patch(scale.now),
  })
  moment()
  await kube.patch(scale.ref, scale.patch(to))
  return {
    id: service,
    says: `${scale.says} of ${service} goes from ${scale.now} to ${to}`,
    inFlight: null,
    details: { kubectl: scale.kubectl(to) },
    isReplaced: async () => (view.deployment(service)?.status?.readyReplicas ?? 0) >= to,
  }
}

/** KEDA's ScaledObject where it owns the autoscaler, since it would change that back; else the autoscaler; else the Deployment. */
export async function scaleOf(
  service: string,
  view: Pick<ClusterView, 'autoscaler' | 'deployment'>,
  kube: Pick<Kube, 'read'>,
  text: KubectlText,
): Promise<Scale> {
  const hpa = view.autoscaler(service)
  const keda = hpa?.metadata?.ownerReferences?.find(({ kind }) => kind === 'ScaledObject')?.name
  if (keda !== undefined) {
    const found = await kube.read<KubernetesObject & { spec?: { minReplicaCount?: number } }>(scaledObject(keda))
    const patch = (to: number) => ({ spec: { minReplicaCount: to } })
    return {
      says: 'the minimum of the ScaledObject',
      ref: scaledObject(keda),
      now: found?.spec?.minReplicaCount ?? 0,
      patch,
      kubectl: (to) => text.patchMinimum('scaledobject', keda, patch(to)),
    }
  }
  if (hpa !== undefined) {
    const patch = (to: number) => ({ spec: { minReplicas: to } })
    return {
      says: 'the minimum of the HorizontalPodAutoscaler',
      ref: autoscaler(nameOf(hpa)),
      now: hpa.spec?.minReplicas ?? 1,
      patch,
      kubectl: (to) => text.patchMinimum('hpa', nameOf(hpa), patch(to)),
    }
  }
  return {
    says: 'the number of pods',
    ref: deployment(service),
    now: view.deployment(service)?.spec?.replicas ?? 1,
    patch: (to) => ({ spec: { replicas: to } }),
    kubectl: (to) => text.scaleDeployment(service, to),
  }
}
