import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, earlier, event, lookAt, node, onlyFails } from '../testing/fake-cluster.ts'
import { report, runsDir } from '../testing/fake-reports.ts'
import { lab11 } from './11-machine.ts'

const nodes = ['saleday-control-plane', 'saleday-worker', 'saleday-worker2'].map((name) => node(name))
const notReady = event('Node', 'saleday-worker2', 'NodeNotReady', 'Node saleday-worker2 status is now: NodeNotReady')
const evicted = event('Pod', 'order-a-1', 'TaintManagerEviction', 'Marking for deletion Pod saleday/order-a-1')
const objects = {
  nodes,
  deployments: [deployment('order')],
  'events --namespace default': [notReady],
  events: [evicted],
}
const closed = {
  name: 'saleday-worker',
  states: [
    { ready: true, takesPods: true, fromMs: 0, toMs: 100 },
    { ready: true, takesPods: false, fromMs: 100, toMs: 900 },
  ],
}
const moved = { node: 'saleday-worker', endingMs: 300 }
const cluster = { nodes: [closed], pods: [moved], rollouts: [], autoscaler: [] }
const sold = report({ cluster })

test('lab 11 is done after a loss of power and a drain that nobody noticed', async (t) => {
  assert.deepEqual((await lookAt(lab11, { objects }, { runsDir: runsDir(t, sold) })).done, [true, true, true, true])
})

test('lab 11 before it: all is whole, and nothing else is done', async (t) => {
  const world = { objects: { nodes, deployments: objects.deployments } }
  assert.deepEqual((await lookAt(lab11, world, { runsDir: runsDir(t) })).done, [false, false, false, true])
})

test('lab 11 with events of another hour or node, a drain that moved nothing, a failed sale, a node still closed', async (t) => {
  const looked = { runsDir: runsDir(t, sold) }
  const change = (more: object) => ({ objects: { ...objects, ...more } })
  await onlyFails(
    lab11,
    1,
    /no such event/,
    change({ 'events --namespace default': [{ ...notReady, lastTimestamp: earlier }] }),
    looked,
  )
  await onlyFails(
    lab11,
    1,
    /no such event/,
    change({ 'events --namespace default': [event('Node', 'saleday-worker', 'NodeNotReady')] }),
    looked,
  )
  await onlyFails(
    lab11,
    2,
    /no pod of the shop/,
    change({ events: [event('Pod', 'keda-operator-1', 'TaintManagerEviction')] }),
    looked,
  )
  for (const pods of [
    [],
    [{ ...moved, endingMs: 950 }],
    [{ ...moved, endingMs: null }],
    [{ ...moved, node: 'saleday-worker2' }],
  ])
    await onlyFails(
      lab11,
      3,
      /in none of 1 sales/,
      { objects },
      { runsDir: runsDir(t, report({ cluster: { ...cluster, pods } })) },
    )
  const failed = report({ cluster, verdict: { result: 'failed', reasons: ['it was closed'] } })
  await onlyFails(lab11, 3, /1 pods moved off saleday-worker; failed/, { objects }, { runsDir: runsDir(t, failed) })
  await onlyFails(
    lab11,
    4,
    /take none: saleday-worker$|take none: saleday-worker;/,
    change({ nodes: [nodes[0], node('saleday-worker', { unschedulable: true }), nodes[2]] }),
    looked,
  )
})
