import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterChange } from './cluster-change.ts'
import { fakeSource, sourcesOf } from './testing/fake-source.ts'
import { autoscalerOf, deploymentOf, nodeOf, podOf, sliceOf } from './testing/kube-objects.ts'
import { watchCluster } from './watch-cluster.ts'

function listen(view: Awaited<ReturnType<typeof watchCluster>>): string[] {
  const heard: string[] = []
  view.onChange((change) => heard.push(words(change)))
  return heard
}

const words = (change: ClusterChange): string => {
  if (change.k === 'pod') return `${change.name} ${change.state}`
  if (change.k === 'endpoints') return `${change.service} → ${change.pods.join(' ')}`
  if (change.k === 'node')
    return `${change.node} ${change.ready ? 'ready' : 'lost'} ${change.takesPods ? 'open' : 'closed'}`
  return `${change.k} ${change.service} ${change.wanted}`
}

test('a cluster is seen as it is at the start, with pods in order of age and without those of Jobs', async () => {
  const job = podOf('order-migrate', { metadata: { ownerReferences: [{ kind: 'Job' }] } })
  const pods = fakeSource([podOf('order-2', { created: '2026-11-27T09:05:00Z' }), podOf('order-1'), job])
  const view = await watchCluster(
    sourcesOf({
      pods: pods.source,
      deployments: fakeSource([deploymentOf('order')]).source,
      autoscalers: fakeSource([autoscalerOf('order')]).source,
      nodes: fakeSource([nodeOf('worker-a')]).source,
      endpointSlices: fakeSource([sliceOf('order-x', 'order', ['order-2', 'order-1', ['order-3', false]])]).source,
    }),
    { now: () => 5 },
  )
  assert.deepEqual(
    view.pods('order').map(({ metadata }) => metadata?.name),
    ['order-1', 'order-2'],
  )
  assert.deepEqual(view.pods('cart'), [])
  assert.deepEqual(view.state().map(words), [
    'order-2 ready',
    'order-1 ready',
    'service order 2',
    'autoscaler order 2',
    'worker-a ready open',
    'order → order-1 order-2',
  ])
  assert.ok(view.state().every(({ at }) => at === 5))
})

test('a change is told once, and not where nothing in it differs', async () => {
  const pods = fakeSource([podOf('order-1')])
  const view = await watchCluster(sourcesOf({ pods: pods.source }))
  const heard = listen(view)
  pods.put(podOf('order-1'))
  pods.put(podOf('order-1', { ready: false, container: { started: true } }))
  pods.put(podOf('order-1', { ready: false, container: { started: true }, labels: { other: 'x' } }))
  const last = podOf('order-1', { metadata: { deletionTimestamp: '2026-11-27T09:09:00Z' } })
  pods.put(last)
  pods.remove(last)
  assert.deepEqual(heard, ['order-1 unready', 'order-1 ending', 'order-1 gone'])
  assert.deepEqual(view.state(), [])
})

test('a pod that has the name of one whose end was missed ends that one first', async () => {
  const pods = fakeSource([podOf('carts-0', { service: 'carts' })])
  const view = await watchCluster(sourcesOf({ pods: pods.source }))
  const heard = listen(view)
  pods.put(podOf('carts-0', { service: 'carts', created: '2026-11-27T10:00:00Z', ready: false }))
  assert.deepEqual(heard, ['carts-0 gone', 'carts-0 starting'])
})

test('a pod that has started and was not ready yet goes on starting', async () => {
  const pods = fakeSource([podOf('order-1', { ready: false })])
  const heard = listen(await watchCluster(sourcesOf({ pods: pods.source })))
  pods.put(podOf('order-1', { ready: false, container: { started: true } }))
  pods.put(podOf('order-1'))
  pods.put(podOf('order-1', { ready: false, container: { started: true } }))
  assert.deepEqual(heard, ['order-1 ready', 'order-1 unready'])
})

test('a pod that has failed is gone, once', async () => {
  const pods = fakeSource([podOf('order-1')])
  const heard = listen(await watchCluster(sourcesOf({ pods: pods.source })))
  const failed = podOf('order-1', { status: { phase: 'Failed' } })
  pods.put(failed)
  pods.remove(failed)
  assert.deepEqual(heard, ['order-1 gone'])
})

test('endpoints are those of all slices of a service, and a node that is removed is lost', async () => {
  const slices = fakeSource([sliceOf('order-a', 'order', ['order-1'])])
  const nodes = fakeSource([nodeOf('worker-a')])
  const heard = listen(await watchCluster(sourcesOf({ endpointSlices: slices.source, nodes: nodes.source })))
  slices.put(sliceOf('order-b', 'order', ['order-2', 'order-1']))
  slices.remove(sliceOf('order-a', 'order', ['order-1']))
  slices.remove(sliceOf('order-b', 'order', []))
  nodes.put(nodeOf('worker-a', { unschedulable: true }))
  nodes.remove(nodeOf('worker-a'))
  assert.deepEqual(heard, ['order → order-1 order-2', 'order → ', 'worker-a ready closed', 'worker-a lost closed'])
})

test('a source that is cut off is started again until the watch ends', async () => {
  const pods = fakeSource([podOf('order-1')])
  const view = await watchCluster(sourcesOf({ pods: pods.source }), { retryMs: 5 })
  pods.fail(new Error('connection refused'))
  await delay(20)
  assert.equal(pods.starts(), 2)
  await view.stop()
  pods.fail(new Error('aborted'))
  await delay(20)
  assert.equal(pods.starts(), 2)
})

test('a cluster that does not answer at all is an error', async () => {
  const sources = sourcesOf({ nodes: fakeSource([], new Error('ECONNREFUSED')).source })
  await assert.rejects(watchCluster(sources), { message: 'ECONNREFUSED' })
})
