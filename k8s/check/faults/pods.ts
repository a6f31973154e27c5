import { change, type Fault, set } from '../fault.ts'
import type { Container, PodSpec } from '../objects.ts'

const pod = (name: string, edit: (pod: PodSpec) => void) =>
  change('Deployment', name, ({ spec }) => edit(spec.template.spec))
const container = (name: string, edit: (container: Container) => void) =>
  pod(name, ({ containers }) => edit(containers[0]!))

export const podFaults: readonly Fault[] = [
  {
    what: 'a server that nobody asks whether it lives',
    rule: 'probes',
    says: /StatefulSet postgres, container postgres: has no livenessProbe/,
    plant: change('StatefulSet', 'postgres', ({ spec }) => {
      delete spec.template.spec.containers[0]!.livenessProbe
    }),
  },
  {
    what: 'a Job that is asked whether it is ready',
    rule: 'probes',
    says: /Job order-migrate-of-order, container migrate: has a readinessProbe/,
    plant: change('Job', 'order-migrate', ({ spec }) => {
      spec.template.spec.containers[0]!.readinessProbe = { exec: {} }
    }),
  },
  {
    what: 'a program that others wait for, without a word of when it is there',
    rule: 'probes',
    says: /CronJob crowd, container runner: has no startupProbe/,
    plant: change('CronJob', 'crowd', ({ spec }) => {
      delete spec.jobTemplate.spec.template.spec.initContainers![0]!.startupProbe
    }),
  },
  {
    what: 'a container that asks for no CPU',
    rule: 'resources',
    says: /Deployment prometheus, container prometheus: asks for no cpu/,
    plant: container('prometheus', ({ resources }) => {
      delete resources!.requests!.cpu
    }),
  },
  {
    what: 'a container that may take all memory',
    rule: 'resources',
    says: /Deployment prometheus, container prometheus: has no limit of memory/,
    plant: container('prometheus', ({ resources }) => {
      delete resources!.limits
    }),
  },
  {
    what: 'a container that is slowed down',
    rule: 'resources',
    says: /Deployment cart, container cart: has a limit of CPU/,
    plant: container('cart', ({ resources }) => {
      resources!.limits!.cpu = '1'
    }),
  },
  {
    what: 'an init container that asks for no memory',
    rule: 'resources',
    says: /Job auth-seed-of-auth, container migrate: asks for no memory/,
    plant: change('Job', 'auth-seed', ({ spec }) => {
      delete spec.template.spec.initContainers![0]!.resources!.requests!.memory
    }),
  },
  {
    what: 'a pod that is killed in the middle of its drain',
    rule: 'drain',
    says: /Deployment payment: is killed after 25 s, and may need 25 s/,
    plant: pod('payment', (spec) => {
      spec.terminationGracePeriodSeconds = 25
    }),
  },
  {
    what: 'a drain that is longer than Kubernetes waits',
    rule: 'drain',
    says: /Deployment payment: is killed after 30 s, and may need 45 s/,
    plant: set('shop', { DRAIN_LIMIT_MS: '40000' }),
  },
  {
    what: 'a drain that accepts until it is cut off',
    rule: 'drain',
    says: /DRAIN_LINGER_MS is not less/,
    plant: set('shop', { DRAIN_LINGER_MS: '20000' }),
  },
  {
    what: 'a pod that is told to stop at once',
    rule: 'drain',
    says: /Deployment bank: is told to stop while requests still come/,
    plant: container('bank', (one) => {
      delete one.lifecycle
    }),
  },
  {
    what: 'one Deployment that waits longer than the others',
    rule: 'alike',
    says: /Deployment order: spec.minReadySeconds is 30, and in \w+ 3/,
    plant: change('Deployment', 'order', ({ spec }) => Object.assign(spec, { minReadySeconds: 30 })),
  },
  {
    what: 'a setting that only one Deployment has beside its ConfigMap',
    rule: 'alike',
    says: /Deployment cart: spec.template.spec.containers.0.env.0.name is "POOL_SIZE", and in \w+ not set/,
    plant: container('cart', (one) => {
      one.env = [{ name: 'POOL_SIZE', value: '2' }]
    }),
  },
  {
    what: 'an image of another place',
    rule: 'alike',
    says: /Deployment product: .*image is "example.com\/<name>"/,
    plant: container('product', (one) => {
      one.image = 'example.com/product:of-product'
    }),
  },
  {
    what: 'an image that is whatever it is today',
    rule: 'images',
    says: /Deployment cache, container valkey: runs valkey\/valkey:latest, whatever that is today/,
    plant: container('cache', (one) => {
      one.image = 'valkey/valkey:latest'
    }),
  },
  {
    what: 'a migration of another version',
    rule: 'images',
    says: /Job order-migrate-of-order, container migrate: runs saleday\/order:old, and elsewhere it is saleday\/order:of-order/,
    plant: change('Job', 'order-migrate', ({ spec }) => {
      spec.template.spec.containers[0]!.image = 'saleday/order:old'
    }),
  },
  {
    what: 'a Job that keeps its name when its image changes',
    rule: 'jobNames',
    says: /Job order-migrate: its container migrate runs saleday\/order:of-order/,
    plant: change('Job', 'order-migrate', ({ metadata }) => {
      metadata.name = 'order-migrate'
    }),
  },
]
