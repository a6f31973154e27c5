import assert from 'node:assert/strict'
import { test } from 'node:test'
import { services } from '@saleday/local/parties'
import { api, deployment, earlier, event, lookAt, onlyFails, pod } from '../testing/fake-cluster.ts'
import { lab04 } from './04-desired.ts'

const before = { pods: ['product-aaa-1', 'product-aaa-2'], replicaSet: 'product-aaa' }
const scaled = event('Deployment', 'product', 'ScalingReplicaSet', 'Scaled down replica set product-aaa from 4 to 2')
const objects = {
  [api('product')]: [pod('product-aaa-2'), pod('product-aaa-3')],
  events: [scaled],
  deployments: services.map((name) => deployment(name)),
}

test('lab 4 is done where a pod was replaced and the ReplicaSet put right', async () => {
  assert.deepEqual((await lookAt(lab04, { objects }, { before })).done, [true, true, true])
})

test('lab 4 before it: the shop is whole, and nothing else is done', async () => {
  const world = { objects: { ...objects, events: [], [api('product')]: [pod('product-aaa-1'), pod('product-aaa-2')] } }
  assert.deepEqual((await lookAt(lab04, world, { before })).done, [false, false, true])
})

test('lab 4 with no successor yet, with one of another ReplicaSet, with events that do not count, with a shop that lacks pods', async () => {
  await onlyFails(
    lab04,
    1,
    /product-aaa-1 gone; no younger pod/,
    { objects: { ...objects, [api('product')]: [pod('product-aaa-2')] } },
    { before },
  )
  const rolled = { ...objects, [api('product')]: [pod('product-bbb-1'), pod('product-bbb-2')] }
  await onlyFails(lab04, 1, /no younger pod of the ReplicaSet/, { objects: rolled }, { before })
  const others = [
    { ...scaled, lastTimestamp: earlier },
    { ...scaled, message: 'Scaled down replica set product-bbb from 4 to 2' },
    { ...scaled, message: 'Scaled up replica set product-aaa from 2 to 4' },
    event('Deployment', 'cart', 'ScalingReplicaSet', scaled.message),
  ]
  for (const one of others)
    await onlyFails(lab04, 2, /has not scaled/, { objects: { ...objects, events: [one] } }, { before })
  const lacking = objects.deployments.slice(1)
  await onlyFails(lab04, 3, /not whole: auth/, { objects: { ...objects, deployments: lacking } }, { before })
})
