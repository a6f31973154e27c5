import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { V1Pod } from '@kubernetes/client-node'
import { clusterReplicas } from './cluster-replicas.ts'
import { kubectlText } from './kubectl-text.ts'
import { fakeKube } from './testing/fake-kube.ts'
import { deploymentOf, podOf } from './testing/kube-objects.ts'

function shop(pods: V1Pod[]) {
  const { kube, calls } = fakeKube(pods.map((pod) => ({ ...pod, kind: 'Pod' })))
  const ran: string[] = []
  const seen = { pods }
  const replicas = clusterReplicas({
    kube,
    text: kubectlText('kind-saleday', 'saleday'),
    docker: async (args) => {
      ran.push(args.join(' '))
      return ''
    },
    struck: new Set(),
    view: {
      pods: (service) => seen.pods.filter(({ metadata }) => metadata?.labels?.['app.kubernetes.io/name'] === service),
      deployment: (service) => (service === 'order' ? deploymentOf('order', { replicas: 3 }) : undefined),
    },
    forwards: { to: async (pod, port) => ({ host: '127.0.0.1', port: port + pod.length, close: () => {} }) },
  })
  return { replicas, seen, calls, ran }
}

test('the replicas of a cluster are its pods with a process, each with a port of this machine', async () => {
  const { replicas } = shop([
    podOf('order-1'),
    podOf('order-2', { metadata: { deletionTimestamp: '2026-11-27T09:09:00Z' } }),
    podOf('order-3', { ready: false, status: { containerStatuses: [] } }),
    podOf('cart-1', { service: 'cart' }),
  ])
  const listed = await replicas.list('order')
  assert.deepEqual(
    listed.map(({ id, ready, adminUrl }) => [id, ready, adminUrl]),
    [
      ['order-1', true, 'http://127.0.0.1:9097'],
      ['order-2', false, 'http://127.0.0.1:9097'],
    ],
  )
  assert.deepEqual([replicas.wanted('order'), replicas.wanted('none')], [3, 0])
})

test('a pod whose container was started again is another life under the same name, and is not hit for the one before', async () => {
  const { replicas, seen, ran } = shop([podOf('order-1')])
  const [before] = await replicas.list('order')
  seen.pods = [podOf('order-1', { container: { containerID: 'containerd://next', restartCount: 1 } })]
  const [after] = await replicas.list('order')
  assert.equal(before?.id, after?.id)
  assert.notEqual(before?.life, after?.life)
  assert.equal(await replicas.kill(before!), undefined)
  assert.deepEqual(ran, [])
})

test('an eviction is asked for, and says the command for it', async () => {
  const { replicas, calls } = shop([podOf('order-1')])
  const [one] = await replicas.list('order')
  const strike = await replicas.evict?.(one!)
  assert.equal(strike?.how, 'eviction of')
  assert.match(String(strike?.details?.kubectl), /order-1\/eviction/)
  assert.deepEqual(calls, ['evict order-1'])
})

test('a database is back when another container of it is ready; one that is not in the cluster is not ours', async () => {
  const { replicas, seen, ran } = shop([podOf('postgres-0', { service: 'postgres' })])
  const hit = await replicas.restartServer('postgres')
  assert.equal(hit?.says, 'SIGKILL to postgres, postgres-0')
  assert.equal(ran.length, 1)
  assert.equal(await hit?.isBack(), false)
  seen.pods = [podOf('postgres-0', { service: 'postgres', container: { containerID: 'containerd://next' } })]
  assert.equal(await hit?.isBack(), true)
  assert.equal(await replicas.restartServer('carts'), null)
})
