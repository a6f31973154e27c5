import { add, change, type Fault, remove } from '../fault.ts'

export const scalingFaults: readonly Fault[] = [
  {
    what: 'two autoscalers for one Deployment',
    rule: 'autoscaling',
    says: /Deployment cart: its autoscalers are HorizontalPodAutoscaler cart and ScaledObject cart/,
    plant: add({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'cart' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'cart' }, minReplicas: 2, maxReplicas: 6 },
    }),
  },
  {
    what: 'a Deployment without an autoscaler',
    rule: 'autoscaling',
    says: /Deployment cart: its autoscalers are none/,
    plant: remove('ScaledObject', 'cart'),
  },
  {
    what: 'an autoscaler of nothing',
    rule: 'autoscaling',
    says: /ScaledObject cart: scales Deployment basket/,
    plant: change('ScaledObject', 'cart', ({ spec }) => {
      spec.scaleTargetRef.name = 'basket'
    }),
  },
  {
    what: 'a service of one pod',
    rule: 'autoscaling',
    into: 'cloud',
    says: /HorizontalPodAutoscaler auth: goes down to 1/,
    plant: change('HorizontalPodAutoscaler', 'auth', ({ spec }) => {
      spec.minReplicas = 1
    }),
  },
  {
    what: 'an autoscaler that cannot scale',
    rule: 'autoscaling',
    says: /ScaledObject auth: cannot go above 2/,
    plant: change('ScaledObject', 'auth', ({ spec }) => {
      spec.maxReplicaCount = 2
    }),
  },
  {
    what: 'a fallback that takes pods away',
    rule: 'autoscaling',
    says: /ScaledObject auth: falls back to 1/,
    plant: change('ScaledObject', 'auth', ({ spec }) => {
      spec.fallback!.replicas = 1
    }),
  },
  {
    what: 'replicas beside an autoscaler',
    rule: 'autoscaling',
    says: /Deployment order: sets replicas/,
    plant: change('Deployment', 'order', ({ spec }) => {
      spec.replicas = 2
    }),
  },
  {
    what: 'a service without a disruption budget',
    rule: 'autoscaling',
    says: /Deployment order: has 0 PodDisruptionBudgets/,
    plant: remove('PodDisruptionBudget', 'order'),
  },
  {
    what: 'a disruption budget that lets no node be drained',
    rule: 'autoscaling',
    says: /PodDisruptionBudget order: never lets a pod go/,
    plant: change('PodDisruptionBudget', 'order', ({ spec }) => {
      delete spec.maxUnavailable
      spec.minAvailable = 2
    }),
  },
  {
    what: 'a disruption budget that lets all pods go',
    rule: 'autoscaling',
    says: /PodDisruptionBudget order: never lets a pod go, or lets all go/,
    plant: change('PodDisruptionBudget', 'order', ({ spec }) => {
      spec.maxUnavailable = '100%'
    }),
  },
  {
    what: 'more pods than PostgreSQL has connections for',
    rule: 'connections',
    says: /StatefulSet postgres: takes 300 connections, and all pods together may open/,
    plant: change('ScaledObject', 'order', ({ spec }) => {
      spec.maxReplicaCount = 30
    }),
  },
  {
    what: 'an autoscaler that asks for what is not recorded',
    rule: 'monitoring',
    says: /ScaledObject product: asks for service:http_requests:rate30s/,
    plant: change('ScaledObject', 'product', ({ spec }) => {
      const { metadata } = spec.triggers.find(({ type }) => type === 'prometheus')!
      metadata.query = metadata.query!.replace('rate20s', 'rate30s')
    }),
  },
  {
    what: 'an autoscaler that looks at another service',
    rule: 'monitoring',
    says: /ScaledObject product: scales one service by the requests of another/,
    plant: change('ScaledObject', 'product', ({ spec }) => {
      const { metadata } = spec.triggers.find(({ type }) => type === 'prometheus')!
      metadata.query = metadata.query!.replace('product', 'cart')
    }),
  },
  {
    what: 'an alert on a metric that nobody has',
    rule: 'monitoring',
    says: /rule OldHolds: asks for saleday_very_old_holds/,
    plant: change('ConfigMap', 'prometheus', ({ data }) => {
      data!['alerts.yml'] = data!['alerts.yml']!.replace('saleday_old_holds', 'saleday_very_old_holds')
    }),
  },
  {
    what: 'a file of rules that is not mounted',
    rule: 'monitoring',
    says: /prometheus.yml: lists recording-rules.yml/,
    plant: change('ConfigMap', 'prometheus', ({ data }) => {
      delete data!['recording-rules.yml']
    }),
  },
]
