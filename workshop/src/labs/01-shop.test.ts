import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, endpoints, lookAt, node, onlyFails, pod } from '../testing/fake-cluster.ts'
import { lab01 } from './01-shop.ts'

const objects = {
  'deployment sign --namespace lab': deployment('sign', 3),
  'pods --selector app=sign --namespace lab': [pod('sign-a-1'), pod('sign-a-2', 'saleday-worker2'), pod('sign-a-3')],
  'service sign --namespace lab': { metadata: { name: 'sign' } },
  'endpointslices --selector kubernetes.io/service-name=sign --namespace lab': [
    endpoints('10.0.0.1', '10.0.0.2', '10.0.0.3'),
  ],
  nodes: [node('saleday-worker')],
}
const outputs = { '/services/sign/proxy/': 'You are served by sign-6d4f-x2x9p\n' }

test('lab 1 is done where three pods on two nodes are reached through the Service', async () => {
  assert.deepEqual((await lookAt(lab01, { objects, outputs })).done, [true, true, true, true])
})

test('lab 1 before it: nothing is done', async () => {
  assert.deepEqual((await lookAt(lab01, { objects: {} })).done, [false, false, false, false])
})

test('lab 1 with two pods wanted, with all on one node, with a Service that leads elsewhere, with another answer', async () => {
  await onlyFails(lab01, 1, /wants 2 pods/, {
    objects: { ...objects, 'deployment sign --namespace lab': deployment('sign', 2) },
    outputs,
  })
  const onOne = { 'pods --selector app=sign --namespace lab': [pod('sign-a-1'), pod('sign-a-2')] }
  await onlyFails(lab01, 2, /2 pods on saleday-worker$/, { objects: { ...objects, ...onOne }, outputs })
  const two = {
    'endpointslices --selector kubernetes.io/service-name=sign --namespace lab': [endpoints('10.0.0.1', '10.0.0.2')],
  }
  await onlyFails(lab01, 3, /leads to 2 ready pods/, { objects: { ...objects, ...two }, outputs })
  await onlyFails(lab01, 4, /it answers: hello/, { objects, outputs: { '/services/sign/proxy/': 'hello' } })
})
