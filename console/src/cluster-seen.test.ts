import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeSource, sourcesOf } from '@saleday/load/cluster/testing/fake-source'
import { autoscalerOf, deploymentOf, nodeOf, podOf } from '@saleday/load/cluster/testing/kube-objects'
import { watchCluster } from '@saleday/load/cluster/watch-cluster'
import { seenOf } from '../test/seen-testing.ts'
import { clusterSeen, hasMetrics } from './cluster-seen.ts'

const shop = { 'app.kubernetes.io/part-of': 'saleday' }
const other = { 'app.kubernetes.io/part-of': '' }
const { place } = seenOf()

type Objects = Partial<Record<'pods' | 'deployments' | 'autoscalers' | 'nodes', unknown[]>>
async function look({ pods = [], deployments = [], autoscalers = [], nodes = [] }: Objects, urls = new Map()) {
  const view = await watchCluster(
    sourcesOf({
      pods: fakeSource(pods as never[]).source,
      deployments: fakeSource(deployments as never[]).source,
      autoscalers: fakeSource(autoscalers as never[]).source,
      nodes: fakeSource(nodes as never[]).source,
    }),
  )
  return clusterSeen(view, urls, place)
}
const ofShop = (name: string, changes = {}) => {
  const deployment = deploymentOf(name, changes)
  return { ...deployment, metadata: { ...deployment.metadata, labels: shop } }
}

test('services come in the order of a checkout, then bank and databases; what is no part of the shop is left out', async () => {
  const { services, pods } = await look({
    deployments: [
      deploymentOf('prometheus'),
      deploymentOf('bank'),
      ofShop('order'),
      ofShop('reviews'),
      ofShop('web'),
      deploymentOf('cache'),
    ],
    pods: [
      podOf('postgres-0', { service: 'postgres', labels: other }),
      podOf('prometheus-1', { service: 'prometheus', labels: other }),
      podOf('order-1'),
    ],
  })
  assert.deepEqual(
    services.map(({ name, kind }) => [name, kind]),
    [
      ['web', 'service'],
      ['order', 'service'],
      ['reviews', 'service'],
      ['bank', 'bank'],
      ['postgres', 'store'],
      ['cache', 'store'],
    ],
  )
  assert.deepEqual(
    pods.map(({ name }) => name),
    ['postgres-0', 'order-1'],
  )
})

test('a service says what is wanted and ready, what its autoscaler sees, and how far a rollout is', async () => {
  const { services } = await look({
    deployments: [ofShop('order', { replicas: 3, status: { replicas: 4, readyReplicas: 3, updatedReplicas: 1 } })],
    autoscalers: [
      autoscalerOf('order', {
        spec: {
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
          ],
        },
        status: {
          currentReplicas: 3,
          desiredReplicas: 3,
          currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 81 } } }],
        },
      }),
    ],
  })
  assert.deepEqual(services, [
    {
      name: 'order',
      kind: 'service',
      wanted: 3,
      ready: 3,
      autoscaler: {
        least: 2,
        most: 6,
        now: 3,
        wanted: 3,
        metrics: [{ name: 'cpu', value: 81, target: 70, unit: '%' }],
      },
      rollout: { version: 'dev-1', updated: 1, wanted: 3 },
    },
  ])
})

test('a Deployment that is scaled out has no rollout', async () => {
  const { services } = await look({
    deployments: [ofShop('order', { replicas: 4, status: { replicas: 2, readyReplicas: 2, updatedReplicas: 2 } })],
  })
  assert.deepEqual([services[0]!.rollout, services[0]!.wanted, services[0]!.ready], [null, 4, 2])
})

test('pods tell where they are in their life', async () => {
  const waiting = (reason: string, restartCount = 0) => ({
    ready: false,
    container: { started: false, restartCount, state: { waiting: { reason } } },
  })
  const { pods } = await look({
    pods: [
      podOf('a-ready'),
      podOf('b-draining', { metadata: { deletionTimestamp: '2026-11-27T09:01:00Z' } }),
      podOf('c-pending', { node: undefined, ready: false, container: { started: false } }),
      podOf('d-starting', waiting('ContainerCreating')),
      podOf('e-failed', waiting('CrashLoopBackOff', 3)),
      podOf('f-failed', waiting('ErrImagePull')),
      podOf('g-killed', {
        ready: false,
        container: { started: false, restartCount: 1, state: { terminated: { reason: 'Error', exitCode: 137 } } },
      }),
      podOf('h-unready', { ready: false, container: { started: true } }),
    ].map((pod) => (pod.metadata?.name === 'c-pending' ? { ...pod, spec: { ...pod.spec, nodeName: undefined } } : pod)),
  })
  for (const { name, phase } of pods) assert.equal(phase, name.slice(2), name)
  assert.equal(pods.length, 8)
  assert.equal(pods.find(({ name }) => name === 'g-killed')!.reason, 'Error (137)')
})

test('only what the chassis runs is asked for metrics, once it has an address and a container', async () => {
  const pod = podOf('order-1', { status: { podIP: '10.0.0.7' } })
  assert.equal(hasMetrics(pod), true)
  assert.equal(hasMetrics(podOf('order-1')), false)
  assert.equal(
    hasMetrics(podOf('postgres-0', { service: 'postgres', labels: other, status: { podIP: '10.0.0.8' } })),
    false,
  )
  const { pods } = await look({ pods: [pod] }, new Map([['order-1', 'http://10.0.0.7:9090']]))
  assert.deepEqual(
    [pods[0]!.adminUrl, pods[0]!.id, pods[0]!.version],
    ['http://10.0.0.7:9090', 'uid of order-1', 'dev-1'],
  )
})

test('nodes tell their role, and whether they answer and take pods', async () => {
  const { nodes } = await look({
    nodes: [nodeOf('control', { controlPlane: true }), nodeOf('worker', { ready: false, unschedulable: true })],
  })
  assert.deepEqual(nodes, [
    { name: 'control', role: 'control-plane', ready: true, takesPods: true },
    { name: 'worker', role: 'worker', ready: false, takesPods: false },
  ])
})
