import { add, change, type Fault, remove, set } from '../fault.ts'
import type { NetworkPolicy } from '../objects.ts'

const policy = (name: string, edit: (spec: NetworkPolicy['spec']) => void) =>
  change('NetworkPolicy', name, ({ spec }) => edit(spec))
const pods = (name: string, component = 'api') => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component } },
})
export const networkFaults: readonly Fault[] = [
  {
    what: 'a call that its caller may not make',
    rule: 'network',
    says: /order → cart:3000: is not allowed, and CART_URL of order says so/,
    plant: policy('order', ({ egress }) => {
      egress![0]!.to = egress![0]!.to!.filter(({ podSelector }) => !JSON.stringify(podSelector).includes('"cart"'))
    }),
  },
  {
    what: 'a call that the one who is called does not take',
    rule: 'network',
    says: /order → cart:3000: is not allowed/,
    plant: policy('cart', (spec) => {
      spec.ingress = []
    }),
  },
  {
    what: 'a call to another port',
    rule: 'network',
    says: /payment → bank:3000: is not allowed/,
    plant: policy('bank', ({ ingress }) => {
      ingress![0]!.ports = [{ port: 'admin' }]
    }),
  },
  {
    what: 'a webhook that does not arrive',
    rule: 'network',
    says: /bank → payment:3000: is not allowed, and PAYMENT_WEBHOOK_URL of bank says so/,
    plant: policy('bank', (spec) => {
      spec.egress = []
    }),
  },
  {
    what: 'a migration that does not reach its database',
    rule: 'network',
    says: /Job order-migrate-of-order → postgres:5432: is not allowed/,
    plant: policy('to-postgres', ({ podSelector }) => {
      podSelector.matchLabels = { 'app.kubernetes.io/component': 'api' }
    }),
  },
  {
    what: 'a database that anybody reaches',
    rule: 'network',
    says: /cart → postgres:5432: is allowed, and nobody makes it/,
    plant: (objects) => {
      policy('to-postgres', ({ podSelector }) => podSelector.matchExpressions![0]!.values!.push('cart'))(objects)
      policy('postgres', ({ ingress }) => ingress![0]!.from!.push(pods('cart')))(objects)
    },
  },
  {
    what: 'a service that may be called by one that does not',
    rule: 'network',
    says: /payment → product:3000: is allowed, and nobody makes it/,
    plant: (objects) => {
      policy('product', ({ ingress }) => ingress![0]!.from!.push(pods('payment')))(objects)
      policy('payment', ({ egress }) => egress![0]!.to!.push(pods('product')))(objects)
    },
  },
  {
    what: 'faults of the bank within reach of a service',
    rule: 'network',
    says: /payment → bank:9090: is allowed, and nobody makes it/,
    plant: (objects) => {
      policy('bank', ({ ingress }) => delete ingress![0]!.ports)(objects)
      policy('payment', ({ egress }) => delete egress![0]!.ports)(objects)
    },
  },
  {
    what: 'pods that may call everybody',
    rule: 'network',
    says: /carts → outside of the cluster:every port: is allowed/,
    plant: (objects) => {
      for (const name of ['default-deny', 'dns']) remove('NetworkPolicy', name)(objects)
    },
  },
  {
    what: 'names that nobody may look up',
    rule: 'network',
    says: /order → k8s-app=kube-dns in namespace kube-system:53\/UDP: is not allowed/,
    plant: remove('NetworkPolicy', 'dns'),
  },
  {
    what: 'the internet',
    rule: 'network',
    says: /auth → outside of the cluster:443: is allowed/,
    plant: policy('auth', (spec) => {
      spec.egress = [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] }]
    }),
  },
  {
    what: 'another namespace',
    rule: 'network',
    says: /namespace staging → product:3000: is allowed/,
    plant: policy('product', ({ ingress }) => {
      ingress![0]!.from!.push({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'staging' } } })
    }),
  },
  {
    what: 'every namespace',
    rule: 'network',
    says: /namespace any of {} → carts:6379: is allowed/,
    plant: policy('carts', ({ ingress }) => {
      ingress![0]!.from!.push({ namespaceSelector: {} })
    }),
  },
  {
    what: 'a storefront that calls a service',
    rule: 'network',
    says: /web → product:3000: is allowed, and nobody makes it/,
    plant: (objects) => {
      policy('product', ({ ingress }) => ingress![0]!.from!.push(pods('web')))(objects)
      policy('web', (spec) => {
        spec.egress = [{ to: [pods('product')], ports: [{ port: 'api' }] }]
      })(objects)
    },
  },
  {
    what: 'a storefront that the gateway does not reach',
    rule: 'network',
    says: /namespace traefik → web:3000: is not allowed, and HTTPRoute web leads there/,
    plant: policy('from-gateway', ({ podSelector }) => {
      const { values } = podSelector.matchExpressions![0]!
      values!.splice(values!.indexOf('web'), 1)
    }),
  },
  {
    what: 'a gateway in another namespace than its class has',
    rule: 'network',
    says: /namespace traefik → order:3000: is not allowed, and HTTPRoute order leads there/,
    plant: policy('from-gateway', ({ ingress }) => {
      ingress![0]!.from![0]!.namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } }
    }),
  },
  {
    what: 'metrics that Prometheus does not reach',
    rule: 'network',
    says: /prometheus → product:9090: is not allowed, and product has the annotation/,
    plant: policy('from-prometheus', ({ ingress }) => {
      ingress![0]!.ports = [{ port: 'api' }]
    }),
  },
  {
    what: 'an autoscaler that does not reach Prometheus',
    rule: 'network',
    says: /namespace keda → prometheus:9090: is not allowed/,
    plant: policy('prometheus', (spec) => {
      spec.ingress = []
    }),
  },
  {
    what: 'an address that is nowhere',
    rule: 'network',
    says: /cart → Service products, which is not there:80: is not allowed/,
    plant: set('cart', { PRODUCT_URL: 'http://products' }),
  },
  {
    what: 'an address with a port that the Service lacks',
    rule: 'network',
    says: /cart → Service product, which is not there:3000/,
    plant: set('cart', { PRODUCT_URL: 'http://product:3000' }),
  },
  {
    what: 'a database elsewhere that is not allowed',
    rule: 'network',
    into: 'cloud',
    says: /order → outside of the cluster:5432: is not allowed, and DATABASE_URL of order says so/,
    plant: policy('to-databases', ({ egress }) => {
      egress![0]!.ports = [{ port: 5433 }]
    }),
  },
  {
    what: 'traces that do not leave',
    rule: 'network',
    into: 'kind with tracing',
    says: /order → namespace observability:4318: is not allowed/,
    plant: remove('NetworkPolicy', 'to-collector'),
  },
  {
    what: 'a port that nobody listens on',
    rule: 'network',
    says: /NetworkPolicy order: names the port 8080/,
    plant: policy('order', ({ egress }) => {
      egress![0]!.ports!.push({ port: 8080 })
    }),
  },
  {
    what: 'payment within reach of the gateway',
    rule: 'unreachable',
    says: /namespace traefik → payment:3000: is allowed/,
    plant: policy('from-gateway', ({ podSelector }) => {
      podSelector.matchExpressions![0]!.values!.push('payment')
    }),
  },
  {
    what: 'a route to payment',
    rule: 'unreachable',
    says: /HTTPRoute refunds: leads to payment/,
    plant: add({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'refunds' },
      spec: { parentRefs: [{ name: 'shop' }], rules: [{ backendRefs: [{ name: 'payment', port: 80 }] }] },
    }),
  },
]
