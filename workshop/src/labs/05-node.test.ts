import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, endpoints, lookAt, node, onlyFails, pod } from '../testing/fake-cluster.ts'
import { lab05 } from './05-node.ts'

const before = { restarts: { 'uid-product-a-1': 0, 'uid-product-a-2': 0 } }
const rule = (address: string) =>
  `-A KUBE-SEP-X -p tcp -m comment --comment "saleday/lab-door" -m tcp -j DNAT --to-destination ${address}:3000`
const objects = {
  [api('product')]: [pod('product-a-1', 'saleday-worker', { restarts: 1 }), pod('product-a-2', 'saleday-worker2')],
  'service lab-door': { metadata: { name: 'lab-door' } },
  'endpointslices --selector kubernetes.io/service-name=lab-door': [endpoints('10.0.0.2', '10.0.0.1')],
  'endpointslices --selector kubernetes.io/service-name=product': [endpoints('10.0.0.1', '10.0.0.2')],
  nodes: [node('saleday-control-plane'), node('saleday-worker')],
}
const rules = `${rule('10.0.0.1')}\n${rule('10.0.0.2')}`
const outputs = { 'exec saleday-control-plane iptables-save': rules, 'exec saleday-worker iptables-save': rules }

test('lab 5 is done where a container was started again in its pod, and the Service is in the rules of all nodes', async () => {
  assert.deepEqual((await lookAt(lab05, { objects, outputs }, { before })).done, [true, true, true])
})

test('lab 5 before it: nothing is done', async () => {
  const world = { objects: { [api('product')]: [pod('product-a-1')], nodes: objects.nodes } }
  assert.deepEqual((await lookAt(lab05, world, { before })).done, [false, false, false])
})

test('lab 5 with another pod instead of another container, with a door to other pods, with rules missing on a node', async () => {
  await onlyFails(
    lab05,
    1,
    /no container of product-a-2/,
    {
      objects: {
        ...objects,
        [api('product')]: [pod('product-a-9', 'saleday-worker', { restarts: 1 }), pod('product-a-2')],
      },
      outputs,
    },
    { before },
  )
  const other = { 'endpointslices --selector kubernetes.io/service-name=lab-door': [endpoints('10.0.0.1')] }
  await onlyFails(
    lab05,
    2,
    /it leads to 10.0.0.1; product leads to 10.0.0.1, 10.0.0.2/,
    { objects: { ...objects, ...other }, outputs },
    { before },
  )
  const one = { ...outputs, 'exec saleday-worker iptables-save': rule('10.0.0.1') }
  await onlyFails(lab05, 3, /saleday-worker: rules for 1 of 2 pods/, { objects, outputs: one }, { before })
})
