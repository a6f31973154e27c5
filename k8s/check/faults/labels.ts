import { change, type Fault } from '../fault.ts'

const component = 'app.kubernetes.io/component'
const name = 'app.kubernetes.io/name'

export const labelFaults: readonly Fault[] = [
  {
    what: 'a Deployment whose pods lack a label of its selector',
    rule: 'labels',
    says: /Deployment cart: its selector does not select its own pods/,
    plant: change('Deployment', 'cart', ({ spec }) => {
      spec.template.metadata.labels = { [name]: 'cart', [component]: 'server' }
    }),
  },
  {
    what: 'a Deployment whose selector selects the pods of a Job',
    rule: 'labels',
    says: /Deployment order: its selector selects the pods of Job order-migrate/,
    plant: change('Deployment', 'order', ({ spec }) => {
      spec.selector = { matchLabels: { [name]: 'order' } }
    }),
  },
  {
    what: 'a Service that leads to pods of Jobs',
    rule: 'labels',
    says: /Service order: its selector selects the pods of Job order-migrate/,
    plant: change('Service', 'order', ({ spec }) => {
      spec.selector = { [name]: 'order' }
    }),
  },
  {
    what: 'a Service that leads to nobody',
    rule: 'labels',
    says: /Service prometheus: its selector does not select/,
    plant: change('Service', 'prometheus', ({ spec }) => {
      spec.selector = { [name]: 'prometeus' }
    }),
  },
  {
    what: 'a Service that is named after nothing',
    rule: 'labels',
    says: /Service basket: there is no workload of its name/,
    plant: change('Service', 'cart', ({ metadata }) => {
      metadata.name = 'basket'
    }),
  },
  {
    what: 'a disruption budget for other pods',
    rule: 'labels',
    says: /PodDisruptionBudget auth: its selector does not select the pods of Deployment auth/,
    plant: change('PodDisruptionBudget', 'auth', ({ spec }) => {
      spec.selector = { matchLabels: { [name]: 'cart', [component]: 'api' } }
    }),
  },
  {
    what: 'a spread that counts the pods of Jobs',
    rule: 'labels',
    says: /Deployment product: the spread over kubernetes.io\/hostname selects the pods of Job/,
    plant: change('Deployment', 'product', ({ spec }) => {
      spec.template.spec.topologySpreadConstraints![0]!.labelSelector = { matchLabels: { [name]: 'product' } }
    }),
  },
  {
    what: 'a spread without a selector',
    rule: 'labels',
    says: /Deployment product: the spread over topology.kubernetes.io\/zone selects the pods of/,
    plant: change('Deployment', 'product', ({ spec }) => {
      delete spec.template.spec.topologySpreadConstraints![1]!.labelSelector
    }),
  },
  {
    what: 'a Job with the labels of a server',
    rule: 'labels',
    says: /its pods have the labels of/,
    plant: change('Job', 'auth-migrate', ({ spec }) => {
      spec.template.metadata.labels = { [name]: 'auth', [component]: 'api' }
    }),
  },
  {
    what: 'pods without a component',
    rule: 'labels',
    says: /StatefulSet carts: its pods lack/,
    plant: change('StatefulSet', 'carts', ({ spec }) => {
      spec.template.metadata.labels = { [name]: 'carts' }
    }),
  },
  {
    what: 'a network policy for pods that nobody has',
    rule: 'policySelectors',
    says: /NetworkPolicy cart: no pod has .*carrt/,
    plant: change('NetworkPolicy', 'cart', ({ spec }) => {
      spec.podSelector = { matchLabels: { [name]: 'carrt' } }
    }),
  },
  {
    what: 'one misspelt name among several in a network policy',
    rule: 'policySelectors',
    says: /NetworkPolicy to-postgres: no pod has .*produkt/,
    plant: change('NetworkPolicy', 'to-postgres', ({ spec }) => {
      spec.podSelector.matchExpressions![0]!.values!.push('produkt')
    }),
  },
  {
    what: 'a caller that nobody is in a network policy',
    rule: 'policySelectors',
    says: /NetworkPolicy payment: no pod has .*orders/,
    plant: change('NetworkPolicy', 'payment', ({ spec }) => {
      spec.ingress![0]!.from![0]!.podSelector = { matchLabels: { [name]: 'orders' } }
    }),
  },
]
