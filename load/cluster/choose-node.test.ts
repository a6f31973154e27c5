import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseNode } from './choose-node.ts'
import { fakeKube } from './testing/fake-kube.ts'
import { nodeOf, podOf } from './testing/kube-objects.ts'

const nodes = [
  nodeOf('worker-c'),
  nodeOf('control', { controlPlane: true }),
  nodeOf('worker-b'),
  nodeOf('worker-a'),
  nodeOf('worker-d'),
  nodeOf('worker-e', { unschedulable: true }),
  nodeOf('worker-f', { ready: false }),
  nodeOf('worker-g'),
]
const pods = [
  ...nodes
    .filter(({ metadata }) => metadata?.name !== 'worker-g')
    .map(({ metadata }) => podOf(`order-${metadata?.name}`, { node: metadata?.name })),
  podOf('postgres-0', { service: 'postgres', node: 'worker-d' }),
]
const gateway = podOf('traefik-1', { node: 'worker-b', labels: { app: 'traefik' }, metadata: { namespace: 'traefik' } })
const { kube } = fakeKube([
  { kind: 'Pod', ...gateway },
  {
    kind: 'Service',
    metadata: { name: 'traefik', namespace: 'traefik' },
    spec: { type: 'NodePort', selector: { app: 'traefik' } },
  },
  { kind: 'Service', metadata: { name: 'order', namespace: 'saleday' }, spec: { selector: {} } },
])

const view = { nodes: () => nodes, pods: () => pods }
const choose = (wanted: string, draw = 0) => chooseNode({ wanted, view, kube, draw })

test('worker is a node with pods of the shop, and without gateway and databases, that the draw chooses in order of name', async () => {
  assert.equal(await choose('worker', 0), 'worker-a')
  assert.equal(await choose('worker', 0.99), 'worker-c')
})

test('a node that is named is taken as it is, and one that there is not is refused', async () => {
  assert.equal(await choose('worker-d'), 'worker-d')
  await assert.rejects(choose('worker-z'), /there is no node worker-z/)
})

test('where no worker may go the event says so', async () => {
  const only = { nodes: () => [nodeOf('worker-d')], pods: () => pods }
  await assert.rejects(chooseNode({ wanted: 'worker', view: only, kube, draw: 0 }), /databases, bank, gateway/)
})
