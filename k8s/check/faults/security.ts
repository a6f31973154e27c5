import { change, type Fault } from '../fault.ts'
import type { Container, PodSpec } from '../objects.ts'

type Context = NonNullable<Container['securityContext']>

/** Each demand of the standard, taken back for one container and its pod. */
const takenBack: readonly [what: string, says: RegExp, edit: (own: Context, pod: PodSpec) => void][] = [
  ['may be root', /may run as root/, (_, pod) => delete pod.securityContext!.runAsNonRoot],
  ['is root', /has no user of its own/, (_, pod) => Object.assign(pod.securityContext!, { runAsUser: 0 })],
  ['is privileged', /is privileged/, (own) => Object.assign(own, { privileged: true })],
  ['may gain privileges', /may gain privileges/, (own) => delete own.allowPrivilegeEscalation],
  ['may write to its image', /may write to its root file system/, (own) => delete own.readOnlyRootFilesystem],
  ['keeps capabilities', /keeps capabilities/, (own) => delete own.capabilities],
  ['adds a capability', /adds capabilities/, (own) => Object.assign(own.capabilities!, { add: ['NET_ADMIN'] })],
  ['may make any system call', /may make any system call/, (_, pod) => delete pod.securityContext!.seccompProfile],
]

export const securityFaults: readonly Fault[] = [
  ...takenBack.map(
    ([what, says, edit]): Fault => ({
      what: `a container that ${what}`,
      rule: 'podSecurity',
      says: new RegExp(`StatefulSet carts, container valkey: ${says.source}`),
      plant: change('StatefulSet', 'carts', ({ spec }) => {
        const pod = spec.template.spec
        edit(pod.containers[0]!.securityContext!, pod)
      }),
    }),
  ),
  {
    what: 'a pod in the network of its node',
    rule: 'podSecurity',
    says: /Deployment prometheus: shares the node's network/,
    plant: change('Deployment', 'prometheus', ({ spec }) => {
      spec.template.spec.hostNetwork = true
    }),
  },
  {
    what: 'a folder of the node',
    rule: 'podSecurity',
    says: /Deployment prometheus: its volume disk is a folder of the node/,
    plant: change('Deployment', 'prometheus', ({ spec }) => {
      spec.template.spec.volumes!.push({ name: 'disk', hostPath: { path: '/' } })
    }),
  },
  {
    what: 'a namespace that lets anything in',
    rule: 'podSecurity',
    says: /Namespace saleday: does not enforce/,
    plant: change('Namespace', 'saleday', ({ metadata }) => {
      metadata.labels = { 'pod-security.kubernetes.io/enforce': 'baseline' }
    }),
  },
  {
    what: 'a pod with a token for the API server',
    rule: 'apiTokens',
    says: /StatefulSet postgres: mounts a token/,
    plant: change('StatefulSet', 'postgres', ({ spec }) => {
      delete spec.template.spec.automountServiceAccountToken
    }),
  },
  {
    what: 'an account with a token for the API server',
    rule: 'apiTokens',
    says: /ServiceAccount order: mounts a token/,
    plant: change('ServiceAccount', 'order', (account) => {
      account.automountServiceAccountToken = true
    }),
  },
  {
    what: 'rights for a service',
    rule: 'apiTokens',
    says: /RoleBinding prometheus: gives rights to order/,
    plant: change('RoleBinding', 'prometheus', ({ subjects }) => {
      subjects.push({ kind: 'ServiceAccount', name: 'order' })
    }),
  },
  {
    what: 'a service with the account of Prometheus',
    rule: 'apiTokens',
    says: /Deployment auth: runs as prometheus/,
    plant: change('Deployment', 'auth', ({ spec }) => {
      spec.template.spec.serviceAccountName = 'prometheus'
    }),
  },
  {
    what: 'a Prometheus with the account of everybody',
    rule: 'apiTokens',
    says: /Deployment prometheus: has no account of its own/,
    plant: change('Deployment', 'prometheus', ({ spec }) => {
      delete spec.template.spec.serviceAccountName
    }),
  },
  {
    what: 'a service that calls in the name of another',
    rule: 'serviceAccounts',
    says: /Deployment cart: runs as order/,
    plant: change('Deployment', 'cart', ({ spec }) => {
      spec.template.spec.serviceAccountName = 'order'
    }),
  },
]
