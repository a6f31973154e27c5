import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kubectlText, quoted } from './kubectl-text.ts'

const text = kubectlText('kind-saleday', 'saleday')
const kubectl = 'kubectl --context kind-saleday --namespace saleday'

test('a command names context and namespace, and is quoted as a shell wants it', () => {
  assert.equal(text.deletePod('order-1'), `${kubectl} delete pod order-1`)
  assert.equal(
    text.annotate('order', 'saleday.example/rollout', 'run-1'),
    `${kubectl} patch deployment order --patch '{"spec":{"template":{"metadata":{"annotations":{"saleday.example/rollout":"run-1"}}}}}'`,
  )
  assert.equal(
    text.setImage('order', 'order', 'saleday/order:dev-1-never'),
    `${kubectl} set image deployment/order order=saleday/order:dev-1-never`,
  )
  assert.equal(
    text.patchMinimum('scaledobject', 'order', { spec: { minReplicaCount: 4 } }),
    `${kubectl} patch scaledobject order --type merge --patch '{"spec":{"minReplicaCount":4}}'`,
  )
  assert.equal(
    text.drain('worker', 'a=b'),
    `${kubectl} drain worker --ignore-daemonsets --delete-emptydir-data --pod-selector=a=b`,
  )
  assert.equal(text.stopNode('worker'), 'docker stop -t 0 worker')
})

test('an eviction is posted as the API wants it', () => {
  assert.equal(
    text.evictPod('order-1'),
    `echo '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"order-1","namespace":"saleday"}}' | ${kubectl} create --raw /api/v1/namespaces/saleday/pods/order-1/eviction -f -`,
  )
})

test('what holds a quote or a space is one word of a shell', () => {
  assert.deepEqual(['a-b/c:1', "it's", 'a b', ''].map(quoted), ['a-b/c:1', `'it'\\''s'`, `'a b'`, `''`])
})
