import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { images, type Tags } from './images.ts'
import { kindOverlayFiles } from './kind-overlay-files.ts'
import { completeSecrets, secretNames } from './kind-secrets.ts'

const secrets = completeSecrets(Object.fromEntries(secretNames.map((name) => [name, `the-${name}`])))
const tags = Object.fromEntries(images.map((image) => [image, `dev-of-${image}`])) as Tags
const files = kindOverlayFiles({ secrets, jwks: '{"keys":[]}', tags })
const kustomization = parse(files['kustomization.yaml']!)

test('every image has the tag that was built', () => {
  assert.deepEqual(
    kustomization.images,
    images.map((image) => ({ name: `saleday/${image}`, newTag: `dev-of-${image}` })),
  )
})

test('every generated Secret and ConfigMap is made of files that are there, and every file is used', () => {
  const generators = [...kustomization.secretGenerator, ...kustomization.configMapGenerator] as { files: string[] }[]
  const used = generators.flatMap((generator) => generator.files)
  assert.deepEqual(new Set(['kustomization.yaml', ...used]), new Set(Object.keys(files)))
  assert.equal(new Set(used).size, used.length)
})

test('the keys of each Secret are those that the pods mount', () => {
  const names = Object.fromEntries(
    (kustomization.secretGenerator as { name: string; files: string[] }[]).map((one) => [
      one.name,
      one.files.map((file) => file.split('/').at(-1)),
    ]),
  )
  assert.deepEqual(names, {
    'product-database': ['url'],
    'order-database': ['url'],
    'payment-database': ['url'],
    'auth-database': ['url'],
    'bank-database': ['url'],
    postgres: ['postgres', 'product', 'order', 'payment', 'auth', 'bank', 'audit'],
    product: ['cache-valkey-url'],
    cart: ['carts-valkey-url'],
    payment: ['bank-merchant-key', 'bank-webhook-secret'],
    auth: ['cache-valkey-url', 'signing-key-secret', 'refresh-token-secret'],
    bank: ['bank-merchant-key', 'bank-webhook-secret'],
    carts: ['users.acl'],
    cache: ['users.acl'],
  })
})

test('both sides of a connection hold the same secret', () => {
  assert.equal(files['secrets/order-database/url'], 'postgres://order:the-order-password@postgres:5432/order')
  assert.equal(files['secrets/postgres/order'], 'the-order-password')
  assert.equal(files['secrets/cart/carts-valkey-url'], 'redis://:the-carts-password@carts:6379')
  assert.match(files['secrets/carts/users.acl']!, /^user default on >the-carts-password ~\* &\* \+@all\nuser probe /)
  assert.equal(files['secrets/payment/bank-merchant-key'], files['secrets/bank/bank-merchant-key'])
})

test('secrets that are known stay, and those that are missing are made, each another', () => {
  const completed = completeSecrets({ 'cache-password': 'known', 'audit-password': '' })
  assert.equal(completed['cache-password'], 'known')
  assert.equal(new Set(Object.values(completed)).size, secretNames.length)
  assert.match(completed['audit-password'], /^[\w-]{43}$/)
})
