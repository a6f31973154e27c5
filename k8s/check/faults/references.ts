import { add, change, copy, type Fault, find, remove, set } from '../fault.ts'
import type { ClusterRole } from '../objects.ts'

export const referenceFaults: readonly Fault[] = [
  {
    what: 'a ConfigMap that is referred to without its hash',
    rule: 'references',
    says: /Deployment order: refers to the ConfigMap shop, which is not there/,
    plant: change('Deployment', 'order', ({ spec }) => {
      spec.template.spec.containers[0]!.envFrom![0]!.configMapRef = { name: 'shop' }
    }),
  },
  {
    what: 'a Secret that is referred to without its hash',
    rule: 'references',
    says: /Job order-migrate-of-order: refers to the Secret order-database/,
    plant: change('Job', 'order-migrate', ({ spec }) => {
      spec.template.spec.volumes![0]!.secret!.secretName = 'order-database'
    }),
  },
  {
    what: 'a Secret that no cluster is told to have',
    rule: 'references',
    into: 'cloud',
    says: /Deployment auth: refers to the Secret auth-keys, which is not there/,
    plant: change('Deployment', 'auth', ({ spec }) => {
      spec.template.spec.volumes!.push({ name: 'more', secret: { secretName: 'auth-keys' } })
    }),
  },
  {
    what: 'a value from a Secret that is not there',
    rule: 'references',
    says: /Deployment bank: refers to the Secret vault/,
    plant: change('Deployment', 'bank', ({ spec }) => {
      spec.template.spec.containers[0]!.env = [{ name: 'X', valueFrom: { secretKeyRef: { name: 'vault', key: 'x' } } }]
    }),
  },
  {
    what: 'an account that is not there',
    rule: 'references',
    says: /refers to the ServiceAccount cart/,
    plant: remove('ServiceAccount', 'cart'),
  },
  {
    what: 'a volume claim that is not there',
    rule: 'references',
    says: /Deployment cache: refers to the PersistentVolumeClaim cache/,
    plant: change('Deployment', 'cache', ({ spec }) => {
      spec.template.spec.volumes!.push({ name: 'disk', persistentVolumeClaim: { claimName: 'cache' } })
    }),
  },
  {
    what: 'a route to a Service that is not there',
    rule: 'references',
    says: /HTTPRoute cart: refers to the Service basket/,
    plant: change('HTTPRoute', 'cart', ({ spec }) => {
      spec.rules[0]!.backendRefs![0]!.name = 'basket'
    }),
  },
  {
    what: 'a route to a port that the Service lacks',
    rule: 'references',
    says: /HTTPRoute cart: leads to the port 3000 of cart/,
    plant: change('HTTPRoute', 'cart', ({ spec }) => {
      spec.rules[0]!.backendRefs![0]!.port = 3000
    }),
  },
  {
    what: 'a route of a Gateway that is not there',
    rule: 'references',
    says: /HTTPRoute order: refers to the Gateway store/,
    plant: change('HTTPRoute', 'order', ({ spec }) => {
      spec.parentRefs[0]!.name = 'store'
    }),
  },
  {
    what: 'a route of a listener that is not there',
    rule: 'references',
    into: 'cloud',
    says: /HTTPRoute order: names the listener tls/,
    plant: change('HTTPRoute', 'order', ({ spec }) => {
      spec.parentRefs[0]!.sectionName = 'tls'
    }),
  },
  {
    what: 'a StatefulSet without its Service',
    rule: 'references',
    says: /StatefulSet postgres: refers to the Service postgres/,
    plant: remove('Service', 'postgres'),
  },
  {
    what: 'rights for an account that is not there',
    rule: 'references',
    says: /RoleBinding prometheus: refers to the ServiceAccount prometeus/,
    plant: change('RoleBinding', 'prometheus', (binding) => {
      binding.subjects[0]!.name = 'prometeus'
    }),
  },
  {
    what: 'a Secret that nothing uses',
    rule: 'references',
    says: /Secret spare-\w+: nothing refers to it/,
    plant: copy('Secret', 'auth', ({ metadata }) => {
      metadata.name = 'spare-abcdefghij'
    }),
  },
  {
    what: 'a ConfigMap without a hash',
    rule: 'hashes',
    says: /ConfigMap shop: has no hash/,
    plant: change('ConfigMap', 'shop', ({ metadata }) => {
      metadata.name = 'shop'
    }),
  },
  {
    what: 'a gateway without a class',
    rule: 'placeholders',
    says: /Gateway shop: still holds the placeholder in CLASS/,
    plant: change('Gateway', 'shop', ({ spec }) => {
      spec.gatewayClassName = 'CLASS'
    }),
  },
  {
    what: 'a Job whose name has no tag yet',
    rule: 'placeholders',
    says: /Job bank-migrate-TAG: still holds the placeholder/,
    plant: change('Job', 'bank-migrate', ({ metadata }) => {
      metadata.name = 'bank-migrate-TAG'
    }),
  },
  {
    what: 'a secret in a ConfigMap',
    rule: 'secrets',
    says: /ConfigMap payment-\w+: holds the value of the Secret payment-\w+\/bank-merchant-key/,
    plant: (objects) => {
      const secret = find(objects, 'Secret', 'payment').data!['bank-merchant-key']!
      set('payment', { NOTE: `the key is ${Buffer.from(secret, 'base64')}` })(objects)
    },
  },
  {
    what: 'a secret in an argument',
    rule: 'secrets',
    says: /Deployment cache: holds the value of the Secret product-\w+\/cache-valkey-url/,
    plant: (objects) => {
      const secret = find(objects, 'Secret', 'product').data!['cache-valkey-url']!
      find(objects, 'Deployment', 'cache').spec.template.spec.containers[0]!.args = [`${Buffer.from(secret, 'base64')}`]
    },
  },
  {
    what: 'a Secret in the overlay for clouds',
    rule: 'secrets',
    into: 'cloud',
    says: /Secret auth: is rendered, where Secrets come from the cluster/,
    plant: add({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'auth' }, stringData: { password: 'x' } }),
  },
  {
    what: 'rights beyond the namespace',
    rule: 'apiTokens',
    says: /ClusterRole reader: gives rights beyond the namespace/,
    plant: add({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'reader' },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
    } as ClusterRole),
  },
]
