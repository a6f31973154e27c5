import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { boardKey, boardName } from '@saleday/load/cluster/cluster-board'
import { deploymentOf, nodeOf, podOf } from '@saleday/load/cluster/testing/kube-objects'
import { clusterSource } from '../src/cluster-source.ts'
import type { Seen, Source } from '../src/seen.ts'
import { kubeServer } from './kube-server.ts'

const inNamespace = (group: string, kind: string) => `/${group}/namespaces/saleday/${kind}`
const paths = {
  pods: inNamespace('api/v1', 'pods'),
  configMaps: inNamespace('api/v1', 'configmaps'),
  deployments: inNamespace('apis/apps/v1', 'deployments'),
}
const empty = {
  [inNamespace('api/v1', 'events')]: [],
  [inNamespace('apis/autoscaling/v2', 'horizontalpodautoscalers')]: [],
  [inNamespace('apis/discovery.k8s.io/v1', 'endpointslices')]: [],
  [paths.configMaps]: [],
  [paths.deployments]: [],
  [paths.pods]: [],
  '/api/v1/nodes': [nodeOf('worker-a')],
}
const shop = {
  ...empty,
  [paths.deployments]: [deploymentOf('order')],
  [paths.pods]: [podOf('order-1'), podOf('order-2')],
  [paths.configMaps]: [{ metadata: { name: boardName }, data: { [boardKey]: '{"run":"run-1"}' } }],
}
type Config = Awaited<ReturnType<typeof kubeServer>>['config']
const sourceOf = (config: Config): Source =>
  clusterSource({ config, namespace: 'saleday', name: 'kind', context: 'kind-saleday', isInside: true })

async function until(source: Source, isSo: (seen: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const seen = await source.look()
    if (isSo(seen)) return seen
    await delay(20)
  }
}

test('a cluster is watched: a pod that is killed is deleted with no grace, and is gone from the next look', async () => {
  const server = await kubeServer({ ...shop })
  const source = sourceOf(server.config)
  try {
    const seen = await source.look()
    assert.equal(seen.place.state, 'watching')
    assert.deepEqual(
      seen.pods.map(({ name, phase, node }) => [name, phase, node]),
      [
        ['order-1', 'ready', 'worker-a'],
        ['order-2', 'ready', 'worker-a'],
      ],
    )
    const done = await source.kill(seen.pods[1]!)
    const command = 'kubectl --context kind-saleday --namespace saleday delete pod order-2 --grace-period=0 --force'
    assert.equal(done!.kubectl, command)
    assert.deepEqual(server.deletions, [`${paths.pods}/order-2 with a grace of 0`])
    await until(source, ({ pods }) => pods.length === 1)
    assert.equal(await source.kill(seen.pods[1]!), undefined, 'it is gone')
  } finally {
    await source.close()
    await server.close()
  }
})

test('the sale day that is under way is read from its ConfigMap', async () => {
  const server = await kubeServer({ ...shop })
  const source = sourceOf(server.config)
  try {
    await until(source, () => source.saleDay() !== undefined)
    assert.equal(source.saleDay()!.run, 'run-1')
  } finally {
    await source.close()
    await server.close()
  }
})

test('a namespace without the shop says so', async () => {
  const server = await kubeServer({ ...empty })
  const source = sourceOf(server.config)
  try {
    const { place } = await source.look()
    assert.deepEqual([place.state, place.says], ['absent', 'There is no shop in the namespace saleday of kind.'])
  } finally {
    await source.close()
    await server.close()
  }
})

test('a cluster that does not answer is lost, with the reason', async () => {
  const server = await kubeServer({ ...shop })
  await server.close()
  const source = sourceOf(server.config)
  try {
    const { place } = await source.look()
    assert.equal(place.state, 'lost')
    assert.match(place.says!, /^The cluster of kind does not answer: .*ECONNREFUSED|fetch failed/)
  } finally {
    await source.close()
  }
})
