import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, earlier, event, lookAt, node, onlyFails, pod } from '../testing/fake-cluster.ts'
import { lab03 } from './03-where.ts'

const before = { workers: ['saleday-worker', 'saleday-worker2'] }
const placed = (name: string, to: string) =>
  event('Pod', name, 'Scheduled', `Successfully assigned lab/${name} to ${to}`)
const together = ['1', '2', '3', '4'].map((n) => placed(`shelf-aaa-${n}`, 'saleday-worker'))
const apart = [placed('shelf-bbb-1', 'saleday-worker'), placed('shelf-bbb-2', 'saleday-worker2')]
const refused = event('Pod', 'giant-x-1', 'FailedScheduling', '0/3 nodes are available: 3 Insufficient cpu.')
const objects = {
  nodes: [node('saleday-control-plane'), node('saleday-worker'), node('saleday-worker2')],
  'events --namespace lab': [...together, ...apart, refused],
  'pods --selector app=shelf --namespace lab': [pod('shelf-bbb-1'), pod('shelf-bbb-2', 'saleday-worker2')],
  'deployment giant --namespace lab': deployment('giant', 1),
}

test('lab 3 is done where four pods went to one node, the other is open again, and the giant fits', async () => {
  assert.deepEqual((await lookAt(lab03, { objects }, { before })).done, [true, true, true, true])
})

test('lab 3 before it: nothing is done', async () => {
  assert.deepEqual((await lookAt(lab03, { objects: { nodes: objects.nodes } }, { before })).done, [
    false,
    false,
    false,
    false,
  ])
})

test('lab 3 with pods spread from the beginning, a node still closed, no refusal since it began, and a giant that waits', async () => {
  const spread = together.map((one, n) => placed(one.involvedObject.name, n % 2 ? 'saleday-worker' : 'saleday-worker2'))
  await onlyFails(
    lab03,
    1,
    /never four on one node/,
    { objects: { ...objects, 'events --namespace lab': [...spread, refused] } },
    { before },
  )
  const closed = [node('saleday-worker'), node('saleday-worker2', { unschedulable: true })]
  await onlyFails(lab03, 2, /closed: saleday-worker2/, { objects: { ...objects, nodes: closed } }, { before })
  const old = { ...refused, lastTimestamp: earlier }
  await onlyFails(
    lab03,
    3,
    /no pod of giant/,
    { objects: { ...objects, 'events --namespace lab': [...together, old] } },
    { before },
  )
  const waiting = { ...deployment('giant', 1), status: { observedGeneration: 3, replicas: 1 } }
  await onlyFails(
    lab03,
    4,
    /0 of 1 pods ready/,
    { objects: { ...objects, 'deployment giant --namespace lab': waiting } },
    { before },
  )
})
