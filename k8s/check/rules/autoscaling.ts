import { services } from '@saleday/local/parties'
import { type KubeObject, ofKind, title } from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'

type Scaler = { object: KubeObject; target: string; min: number; max: number }

export const scalersOf = (objects: readonly KubeObject[]): Scaler[] => [
  ...ofKind(objects, 'HorizontalPodAutoscaler').map((object) => ({
    object,
    target: `${object.spec.scaleTargetRef.kind} ${object.spec.scaleTargetRef.name}`,
    min: object.spec.minReplicas ?? 1,
    max: object.spec.maxReplicas,
  })),
  ...ofKind(objects, 'ScaledObject').map((object) => ({
    object,
    target: `${object.spec.scaleTargetRef.kind ?? 'Deployment'} ${object.spec.scaleTargetRef.name}`,
    // KEDA's defaults.
    min: object.spec.minReplicaCount ?? 0,
    max: object.spec.maxReplicaCount ?? 100,
  })),
]

export const autoscaling: Rule = {
  name: 'each service has one autoscaler, two pods or more, and a disruption budget that leaves room',
  check: ({ objects }) => [...services.flatMap((service) => ofService(objects, service)), ...strays(objects)],
}

function ofService(objects: readonly KubeObject[], service: string): Complaint[] {
  const deployment = ofKind(objects, 'Deployment').find(({ metadata }) => metadata.name === service)
  if (!deployment) return [complaint(service, 'has no Deployment', 'render one')]
  const where = title(deployment)
  const scalers = scalersOf(objects).filter(({ target }) => target === where)
  const budgets = ofKind(objects, 'PodDisruptionBudget').filter(({ metadata }) => metadata.name === service)
  const complaints: Complaint[] = []
  if (scalers.length !== 1) {
    const names = scalers.map(({ object }) => title(object)).join(' and ') || 'none'
    complaints.push(
      complaint(where, `its autoscalers are ${names}`, 'leave one: two would fight, none would not scale'),
    )
  }
  if (deployment.spec.replicas !== undefined) {
    complaints.push(complaint(where, 'sets replicas', 'remove it: each apply would undo what the autoscaler did'))
  }
  for (const { object, min, max } of scalers) {
    if (min < 2)
      complaints.push(complaint(title(object), `goes down to ${min}`, 'two at least: one may die at any time'))
    if (max <= min) complaints.push(complaint(title(object), `cannot go above ${min}`, 'raise the maximum'))
    const fallback = ofKind([object], 'ScaledObject')[0]?.spec.fallback?.replicas
    if (fallback !== undefined && fallback < min) {
      complaints.push(complaint(title(object), `falls back to ${fallback}`, `not below its minimum, ${min}`))
    }
  }
  if (budgets.length !== 1) complaints.push(complaint(where, `has ${budgets.length} PodDisruptionBudgets`, 'have one'))
  const fewest = Math.min(...scalers.map(({ min }) => min))
  for (const { metadata, spec } of budgets) {
    const where = `PodDisruptionBudget ${metadata.name}`
    if (!isRoom(spec, fewest))
      complaints.push(complaint(where, 'never lets a pod go, or lets all go', 'maxUnavailable: 1'))
  }
  return complaints
}

/** Of the fewest pods that there may be, one may go and one stays. */
function isRoom(
  { minAvailable, maxUnavailable }: { minAvailable?: number | string; maxUnavailable?: number | string },
  fewest: number,
): boolean {
  const share = (value: number | string) =>
    typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) / 100) * fewest)
  const mayGo = maxUnavailable !== undefined ? share(maxUnavailable) : fewest - share(minAvailable ?? fewest)
  return mayGo >= 1 && mayGo < fewest
}

function strays(objects: readonly KubeObject[]): Complaint[] {
  const deployments = ofKind(objects, 'Deployment').map(title)
  return scalersOf(objects)
    .filter(({ target }) => !deployments.includes(target))
    .map(({ object, target }) => complaint(title(object), `scales ${target}, which is not rendered`, 'mend its target'))
}
