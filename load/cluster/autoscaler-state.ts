import type { V2HorizontalPodAutoscaler, V2MetricSpec, V2MetricStatus } from '@kubernetes/client-node'
import type { AutoscalerState } from './cluster-change.ts'

/** What is told of a HorizontalPodAutoscaler, which KEDA makes too. */
export function autoscalerStateOf({ spec, status }: V2HorizontalPodAutoscaler): AutoscalerState {
  const seen = (status?.currentMetrics ?? []).flatMap((metric) => readingOf(metric) ?? [])
  return {
    service: spec?.scaleTargetRef.name ?? '',
    now: status?.currentReplicas ?? 0,
    wanted: status?.desiredReplicas ?? 0,
    least: spec?.minReplicas ?? 1,
    most: spec?.maxReplicas ?? 0,
    metrics: (spec?.metrics ?? []).flatMap((metric) => {
      const target = targetOf(metric)
      if (target === undefined) return []
      const { value = null } = seen.find(({ id }) => id === target.id) ?? {}
      return [{ name: plainName(target.id), value, target: target.value, unit: target.unit }]
    }),
  }
}

type Value = { averageUtilization?: number; averageValue?: string; value?: string }
type Reading = { id: string; value: number; unit: '%' | '' }

const targetOf = (metric: V2MetricSpec): Reading | undefined =>
  reading(
    idOf(metric),
    (metric.resource ?? metric.containerResource ?? metric.external ?? metric.pods ?? metric.object)?.target,
  )

/** Before the first look, `currentMetrics` may hold an empty entry. */
const readingOf = (metric: V2MetricStatus): Reading | undefined =>
  reading(
    idOf(metric),
    (metric.resource ?? metric.containerResource ?? metric.external ?? metric.pods ?? metric.object)?.current,
  )

const idOf = ({ resource, containerResource, external, pods, object }: V2MetricSpec | V2MetricStatus): string =>
  resource?.name ?? containerResource?.name ?? (external ?? pods ?? object)?.metric?.name ?? ''

function reading(id: string, value: Value | undefined): Reading | undefined {
  if (id === '' || value === undefined) return undefined
  if (value.averageUtilization !== undefined) return { id, value: value.averageUtilization, unit: '%' }
  const quantity = value.averageValue ?? value.value
  return quantity === undefined ? undefined : { id, value: numberOf(quantity), unit: '' }
}

/** KEDA numbers the metrics of a ScaledObject, `s1-prometheus`; what Prometheus is asked for here is requests each second, and `s2-cron-` goes on with the times. */
function plainName(id: string): string {
  const [name = ''] = id.replace(/^s\d+-/, '').split('-')
  return name === 'prometheus' ? 'requests/s' : name
}

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
}

/** `4023m` is 4.023. */
export function numberOf(quantity: string): number {
  const [, number = 'NaN', suffix = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity) ?? []
  return Number(number) * (suffix === '' ? 1 : (factors[suffix] ?? Number.NaN))
}
