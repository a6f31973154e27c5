import { change, type Fault, set } from '../fault.ts'
import type { Container, PodSpec } from '../objects.ts'

const pod = (name: string, edit: (pod: PodSpec) => void) =>
  change('Deployment', name, ({ spec }) => edit(spec.template.spec))
const container = (name: string, edit: (container: Container) => void) =>
  pod(name, ({ containers }) => edit(containers[0]!))

export const portFaults: readonly Fault[] = [
  {
    what: 'a port of the code that the pods do not have',
    rule: 'ports',
    says: /Deployment cart: the list of its ports is {"api":3000,"admin":9090}. → make it {"api":3001,"admin":9090}/,
    plant: set('shop', { PORT: '3001' }),
  },
  {
    what: 'a port of the pods that the code does not have',
    rule: 'ports',
    says: /Deployment bank: the list of its ports is .*9091/,
    plant: container('bank', ({ ports }) => {
      ports![1]!.containerPort = 9091
    }),
  },
  {
    what: 'metrics on another port',
    rule: 'ports',
    says: /Deployment auth: prometheus.io\/port is 3000. → make it 9090/,
    plant: change('Deployment', 'auth', ({ spec }) => {
      spec.template.metadata.annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '3000' }
    }),
  },
  {
    what: 'metrics that nobody reads',
    rule: 'ports',
    says: /Deployment auth: prometheus.io\/scrape is undefined/,
    plant: change('Deployment', 'auth', ({ spec }) => {
      spec.template.metadata.annotations = { 'prometheus.io/port': '9090' }
    }),
  },
  {
    what: 'a Service that leads to a port that is not there',
    rule: 'ports',
    says: /Service payment: leads to the port http, which Deployment payment lacks/,
    plant: change('Service', 'payment', ({ spec }) => {
      spec.ports[0]!.targetPort = 'http'
    }),
  },
  {
    what: 'a probe of a path that the code lacks',
    rule: 'ports',
    says: /Deployment order: the path of its livenessProbe is \/healthz/,
    plant: container('order', ({ livenessProbe }) => {
      livenessProbe!.httpGet!.path = '/healthz'
    }),
  },
  {
    what: 'a pod that is killed while it is not ready',
    rule: 'ports',
    says: /Deployment order: the path of its livenessProbe is \/readyz. → make it \/livez/,
    plant: container('order', ({ livenessProbe }) => {
      livenessProbe!.httpGet!.path = '/readyz'
    }),
  },
  {
    what: 'a probe that waits in the crowd',
    rule: 'ports',
    says: /Deployment order: the port of its readinessProbe is api/,
    plant: container('order', ({ readinessProbe }) => {
      readinessProbe!.httpGet!.port = 'api'
    }),
  },
  {
    what: 'a probe of a port that is not there',
    rule: 'ports',
    says: /Deployment cache: its livenessProbe asks the port redis/,
    plant: container('cache', ({ livenessProbe }) => {
      livenessProbe!.tcpSocket!.port = 'redis'
    }),
  },
]
