import { change, type Fault, set } from '../fault.ts'

export const settingFaults: readonly Fault[] = [
  {
    what: 'a misspelt setting, as one that nobody reads',
    rule: 'settings',
    says: /Deployment order: LEASE_MILLIS is set and not read/,
    plant: set('order', { LEASE_MS: undefined, LEASE_MILLIS: '5000' }),
  },
  {
    what: 'a misspelt setting, as one that is missing',
    rule: 'settings',
    says: /Deployment order: LEASE_MS is read by the code and set nowhere/,
    plant: set('order', { LEASE_MS: undefined, LEASE_MILLIS: '5000' }),
  },
  {
    what: 'a value that the code refuses',
    rule: 'settings',
    says: /Deployment order: does not start: .*LEASE_MS is "fast"/,
    plant: set('order', { LEASE_MS: 'fast' }),
  },
  {
    what: 'a setting of all that is missing',
    rule: 'settings',
    says: /Deployment auth: DRAIN_LINGER_MS is read by the code and set nowhere/,
    plant: set('shop', { DRAIN_LINGER_MS: undefined }),
  },
  {
    what: 'an optional setting that this one needs',
    rule: 'settings',
    says: /Deployment order: CUSTOMER_JWKS is read by the code and set nowhere/,
    plant: set('order', { CUSTOMER_JWKS: undefined }),
  },
  {
    what: 'a setting in two ConfigMaps',
    rule: 'settings',
    says: /Deployment cart: LOG_LEVEL is set in two ConfigMaps/,
    plant: set('cart', { LOG_LEVEL: 'debug' }),
  },
  {
    what: 'a secret that stands in a ConfigMap',
    rule: 'settings',
    says: /Deployment cart: CARTS_VALKEY_URL is secret and stands in a ConfigMap/,
    plant: set('cart', { CARTS_VALKEY_URL_FILE: undefined, CARTS_VALKEY_URL: 'redis://carts' }),
  },
  {
    what: 'a secret file that no volume has',
    rule: 'settings',
    says: /Deployment auth: SIGNING_KEY_SECRET_FILE names .* which no volume of the container has/,
    plant: set('auth', { SIGNING_KEY_SECRET_FILE: '/etc/saleday/secret/signing-key-secret' }),
  },
  {
    what: 'a secret file whose key has another name',
    rule: 'settings',
    says: /Deployment payment: BANK_MERCHANT_KEY_FILE names .* which no volume/,
    plant: change('Secret', 'payment', (secret) => {
      secret.data = { ...secret.data, 'merchant-key': secret.data!['bank-merchant-key']! }
      delete secret.data['bank-merchant-key']
    }),
  },
  {
    what: 'a secret that is too short',
    rule: 'settings',
    says: /Deployment auth: does not start: .*SIGNING_KEY_SECRET has 5 characters/,
    plant: change('Secret', 'auth', (secret) => {
      secret.data!['signing-key-secret'] = Buffer.from('short').toString('base64')
    }),
  },
  {
    what: 'a Secret that is not mounted',
    rule: 'settings',
    says: /Deployment product: DATABASE_URL_FILE names/,
    plant: change('Deployment', 'product', ({ spec }) => {
      const container = spec.template.spec.containers[0]!
      container.volumeMounts = container.volumeMounts!.filter(({ name }) => name !== 'database')
    }),
  },
  {
    what: 'a value from a key that is not there',
    rule: 'settings',
    says: /Deployment bank: POOL_SIZE takes its value from a key that is not there/,
    plant: change('Deployment', 'bank', ({ spec }) => {
      const { name } = spec.template.spec.containers[0]!.envFrom![0]!.configMapRef!
      spec.template.spec.containers[0]!.env = [
        { name: 'POOL_SIZE', valueFrom: { configMapKeyRef: { name, key: 'POOL' } } },
      ]
    }),
  },
  {
    what: 'keys of service tokens that are not mounted',
    rule: 'settings',
    says: /Deployment cart: SERVICE_JWKS is .* no ConfigMap puts a file there/,
    plant: set('shop', { SERVICE_JWKS: '/etc/saleday/jwks.json' }),
  },
  {
    what: 'tokens that are mounted elsewhere',
    rule: 'settings',
    says: /Deployment order: SERVICE_TOKENS_DIR is .* its tokens are elsewhere/,
    plant: set('shop', { SERVICE_TOKENS_DIR: '/var/run/tokens' }),
  },
  {
    what: 'callers of another namespace',
    rule: 'settings',
    says: /SERVICE_TOKEN_SUBJECT_PREFIX is system:serviceaccount:shop:/,
    plant: set('shop', { SERVICE_TOKEN_SUBJECT_PREFIX: 'system:serviceaccount:shop:' }),
  },
  {
    what: 'a catalogue that is not in the image',
    rule: 'settings',
    says: /CATALOGUE_DIR is .* not in the image/,
    plant: set('product', { CATALOGUE_DIR: '/app/catalogue' }),
  },
  {
    what: 'a storefront that is not in the image',
    rule: 'settings',
    says: /Deployment web: DIST_DIR is .* the image has what vite built elsewhere/,
    plant: set('web', { DIST_DIR: '/app/dist' }),
  },
  {
    what: 'a sale that ends before it begins',
    rule: 'settings',
    says: /Deployment web: does not start: SALE_ENDS_AT must be later/,
    plant: set('web', { SALE_STARTS_AT: '2026-11-27T08:00:00Z', SALE_ENDS_AT: '2026-11-26T08:00:00Z' }),
  },
  {
    what: 'an address for traces without the code that sends them',
    rule: 'settings',
    says: /NODE_OPTIONS and OTEL_EXPORTER_OTLP_ENDPOINT, which work only together/,
    plant: set('shop', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.observability:4318' }),
  },
  {
    what: 'a share of traces that is no share',
    rule: 'settings',
    into: 'kind with tracing',
    says: /OTEL_TRACES_SAMPLER_ARG is 10/,
    plant: set('shop', { OTEL_TRACES_SAMPLER_ARG: '10' }),
  },
]
