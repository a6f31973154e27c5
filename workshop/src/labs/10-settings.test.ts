import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { KubeObject } from '../cluster.ts'
import { api, deployment, lookAt, onlyFails, pod } from '../testing/fake-cluster.ts'
import { report, runsDir } from '../testing/fake-reports.ts'
import { lab10 } from './10-settings.ts'

const fingerprint = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 12)
const before = { configMap: 'cart-old', keys: [fingerprint('old-key')] }
const reads = (secretName: string) => ({
  volumes: [
    { name: 'database', secret: { secretName: 'x' } },
    { name: 'secrets', secret: { secretName } },
  ],
})
const cart = (name: string) =>
  deployment('cart', 2, {
    containers: [{ envFrom: [{ configMapRef: { name: 'shop-1' } }, { configMapRef: { name } }] }],
  })
const secret = (keys: string) => ({ data: { 'bank-merchant-key': Buffer.from(keys).toString('base64') } })
const objects: Record<string, KubeObject> = {
  'deployment cart': cart('cart-new'),
  'configmap cart-old': { metadata: { name: 'cart-old' }, data: { GUEST_CART_TTL_SECONDS: '604800' } },
  'configmap cart-new': { metadata: { name: 'cart-new' }, data: { GUEST_CART_TTL_SECONDS: '3600' } },
  'deployment payment': deployment('payment', 1, reads('lab-payment')),
  'deployment bank': deployment('bank', 1, reads('lab-payment')),
  [api('payment')]: [pod('payment-a-1', 'saleday-worker', { spec: reads('lab-payment') })],
  'secret lab-payment': secret('new-key'),
  'secret lab-both': secret('old-key\nnew-key\n'),
  'secret payment-1': secret('old-key'),
}
const sold = report({
  cluster: { nodes: [], pods: [], autoscaler: [], rollouts: [{ service: 'payment', outcome: 'done' }] },
})

test('lab 10 is done where cart reads the new settings, and payment and the bank have the new key alone', async (t) => {
  const { done, found } = await lookAt(lab10, { objects }, { before, runsDir: runsDir(t, sold) })
  assert.deepEqual(done, [true, true, true, true])
  assert.doesNotMatch(found.join(), /new-key|old-key/, 'no key is shown')
})

test('lab 10 before it: nothing is done', async (t) => {
  const world = {
    objects: {
      ...objects,
      'deployment cart': cart('cart-old'),
      'deployment payment': deployment('payment', 1, reads('payment-1')),
      'deployment bank': deployment('bank', 1, reads('payment-1')),
    },
  }
  assert.deepEqual((await lookAt(lab10, world, { before, runsDir: runsDir(t) })).done, [false, false, false, false])
})

test('lab 10 with settings changed in their place, a pod with the old key, a bank that takes both', async (t) => {
  const looked = { before, runsDir: runsDir(t, sold) }
  const change = (more: object) => ({ objects: { ...objects, ...more } })
  const inPlace = {
    'deployment cart': cart('cart-old'),
    'configmap cart-old': { metadata: { name: 'cart-old' }, data: { GUEST_CART_TTL_SECONDS: '3600' } },
  }
  await onlyFails(lab10, 1, /cart reads cart-old \(before: cart-old\)/, change(inPlace), looked)
  const stale = { [api('payment')]: [pod('payment-a-1', 'saleday-worker', { spec: reads('payment-1') })] }
  await onlyFails(lab10, 2, /0 of 1 ready pods read it/, change(stale), looked)
  await onlyFails(
    lab10,
    3,
    /with 2 keys, not that of payment alone/,
    change({ 'deployment bank': deployment('bank', 1, reads('lab-both')) }),
    looked,
  )
  await onlyFails(lab10, 4, /no sale day has left a report/, { objects }, { before, runsDir: runsDir(t) })
})
