import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { ClusterAction, ClusterEvent } from '../src/planned-event.ts'
import type { Hit } from '../src/timetable-actions.ts'
import { clusterActions } from './cluster-actions.ts'
import type { Kube } from './kube.ts'
import { kubectlText } from './kubectl-text.ts'
import { serviceOf } from './pod-state.ts'
import type { UndoList } from './run-lock.ts'
import { fakeKube } from './testing/fake-kube.ts'
import { autoscalerOf, deploymentOf, nodeOf, podOf } from './testing/kube-objects.ts'
import type { UndoStep } from './undo-step.ts'

/** Order with two pods on two workers, and what is done to the cluster, in order. */
function cluster(
  parts: { kube?: Partial<Kube>; autoscaler?: ReturnType<typeof autoscalerOf>; objects?: object[] } = {},
) {
  const done: string[] = []
  const seen = {
    pods: [podOf('order-1', { node: 'worker-a' }), podOf('order-2', { node: 'worker-b' })] as V1Pod[],
    nodes: [nodeOf('worker-a'), nodeOf('worker-b')] as V1Node[],
    deployment: deploymentOf('order'),
  }
  const config = {
    kind: 'ConfigMap',
    metadata: { name: 'order-5d495d698k' },
    data: { LEASE_MS: '5000', LOG_LEVEL: 'info' },
  }
  const nodes = seen.nodes.map((node) => ({ ...node, kind: 'Node' }))
  const { kube, calls, held } = fakeKube([seen.deployment, config, ...nodes, ...(parts.objects ?? [])], parts.kube)
  const steps: UndoStep[] = []
  const list: UndoList = {
    add: async (step) => {
      calls.push(`list ${step.id}`)
      steps.push(step)
    },
    async undo(id) {
      calls.push(`undo ${id}`)
      steps.splice(0, steps.length, ...steps.filter((step) => step.id !== id))
    },
    undoAll: async () => steps.splice(0).map(({ says }) => says),
    has: (id) => steps.some((step) => step.id === id),
  }
  const actions = clusterActions({
    kube,
    view: {
      pods: (service?: string) => seen.pods.filter((pod) => service === undefined || serviceOf(pod) === service),
      deployment: (service) => (service === 'order' ? seen.deployment : undefined),
      autoscaler: () => parts.autoscaler,
      nodes: () => seen.nodes,
      state: () => [],
      onChange: () => () => {},
      stop: async () => {},
    },
    text: kubectlText('kind-saleday', 'saleday'),
    list,
    docker: async (args) => {
      calls.push(`docker ${args.join(' ')}`)
      return ''
    },
    runId: 'run-1',
    say: (line) => done.push(line),
  })
  const ending = new AbortController()
  const act = (planned: ClusterAction, draw = 0): Promise<Hit> =>
    actions.act({ atMs: 0, ...planned } as ClusterEvent, {
      moment: () => calls.push('moment'),
      ending: ending.signal,
      draw,
    })
  return { act, calls, seen, held, steps, end: () => ending.abort(), said: done, actions }
}

const kubectlOf = ({ details }: Hit): string =>
  String(details.kubectl).replace('kubectl --context kind-saleday --namespace saleday', 'kubectl')

test('a rollout changes the pod’s template, each time in another way, and has ended when the new version alone runs', async () => {
  const { act, calls, seen } = cluster()
  const hit = await act({ kind: 'rollout', service: 'order', to: null })
  assert.equal(calls[0], 'moment')
  assert.match(calls[1]!, /^patch Deployment order .*"saleday\.example\/rollout":"run-1-1"/)
  assert.match(kubectlOf(hit), /^kubectl patch deployment order --patch '.*run-1-1/)
  assert.equal(await hit.isReplaced?.(), true)
  seen.deployment = deploymentOf('order', { generation: 2, status: { updatedReplicas: 1 } })
  assert.equal(await hit.isReplaced?.(), false)
  await act({ kind: 'rollout', service: 'order', to: null })
  assert.match(calls.at(-1)!, /run-1-2/)
})

test('a rollout to another tag is put back at the end', async () => {
  const { act, calls, steps } = cluster()
  const hit = await act({ kind: 'rollout', service: 'order', to: 'v2' })
  assert.deepEqual(calls.slice(0, 2), ['list image of order', 'moment'])
  assert.match(calls[2]!, /"containers":\[\{"name":"order","image":"saleday\/order:v2"\}\]/)
  assert.equal(kubectlOf(hit), 'kubectl set image deployment/order order=saleday/order:v2')
  assert.match(JSON.stringify(steps[0]), /saleday\/order:dev-1/)
})

test('a bad rollout is undone after its time, and says how many old pods went on', async () => {
  const { act, calls, seen } = cluster()
  const hit = await act({ kind: 'bad-rollout', service: 'order', forMs: 20 })
  assert.equal(calls[0], 'list image of order')
  assert.match(calls[2]!, /"image":"saleday\/order:dev-1-never"/)
  assert.equal(kubectlOf(hit), 'kubectl set image deployment/order order=saleday/order:dev-1-never')
  seen.pods = [...seen.pods.slice(1), podOf('order-3', { ready: false })]
  const outcome = await hit.over
  assert.match(outcome?.says ?? '', /undone after 0\.02 s, 1 of 2 old pods went on$/)
  assert.equal(calls.at(-1), 'undo image of order')
})

test('a bad rollout is undone when the run ends meanwhile', async () => {
  const { act, calls, end } = cluster()
  const hit = await act({ kind: 'bad-rollout', service: 'order', forMs: 60_000 })
  end()
  await hit.over
  assert.equal(calls.at(-1), 'undo image of order')
})

test('other settings are another ConfigMap with another name, which belongs to the ReplicaSet that uses it', async () => {
  const replicaSets: object[] = []
  const { act, calls, held, steps } = cluster({
    kube: { list: async () => replicaSets as never },
  })
  const hit = await act({ kind: 'config', service: 'order', set: { LOG_LEVEL: 'debug' } })
  const [, name = ''] =
    /ConfigMap (order-[bcdfghkmt2456789]{10}) takes the place of order-5d495d698k/.exec(hit.says) ?? []
  assert.deepEqual(held('ConfigMap', name)?.data, { LEASE_MS: '5000', LOG_LEVEL: 'debug' })
  const names = ['shop-f6tf24kb5b', name].map((each) => ({ configMapRef: { name: each } }))
  const { envFrom } = held('Deployment', 'order').spec.template.spec.containers[0]
  assert.deepEqual(envFrom, names)
  assert.equal(calls[0], 'list config of order')
  assert.match(JSON.stringify(steps[0]), /order-5d495d698k/)
  assert.match(kubectlOf(hit), /^kubectl get configmap order-5d495d698k .* \| jq '.*debug/)
  replicaSets.push({
    metadata: { name: 'order-x', uid: 'u' },
    spec: { template: { spec: { containers: [{ envFrom }] } } },
  })
  await hit.over
  assert.match(calls.at(-1)!, new RegExp(`^patch ConfigMap ${name} .*"name":"order-x","uid":"u"`))
})

test('scale goes to who decides: KEDA’s ScaledObject, else the autoscaler, else the Deployment', async () => {
  const keda = cluster({
    autoscaler: autoscalerOf('order', { metadata: { ownerReferences: [{ kind: 'ScaledObject', name: 'order' }] } }),
    objects: [{ kind: 'ScaledObject', metadata: { name: 'order' }, spec: { minReplicaCount: 2 } }],
  })
  const byKeda = await keda.act({ kind: 'scale', service: 'order', to: 4 })
  assert.equal(byKeda.says, 'the minimum of the ScaledObject of order goes from 2 to 4')
  assert.match(kubectlOf(byKeda), /patch scaledobject order --type merge/)
  assert.match(JSON.stringify(keda.steps[0]), /"minReplicaCount":2/)

  const hpa = cluster({ autoscaler: autoscalerOf('order') })
  assert.match(
    (await hpa.act({ kind: 'scale', service: 'order', to: 4 })).says,
    /HorizontalPodAutoscaler .* from 2 to 4/,
  )
  await assert.rejects(hpa.act({ kind: 'scale', service: 'order', to: 7 }), /7 pods are more than the 6/)

  const bare = cluster()
  assert.equal(
    kubectlOf(await bare.act({ kind: 'scale', service: 'order', to: 3 })),
    'kubectl scale deployment order --replicas=3',
  )
})

test('a drain cordons, evicts each pod of the shop on the node, asks again where it is refused, and uncordons after its time', async () => {
  let refusals = 1
  const evicted: string[] = []
  const evict: Kube['evict'] = async (pod) => {
    if (refusals-- > 0) return 'refused'
    evicted.push(pod)
    return 'evicted'
  }
  const { act, calls, seen } = cluster({ kube: { evict } })
  seen.pods.push(
    podOf('other', { service: 'other', node: 'worker-b', labels: { 'app.kubernetes.io/part-of': 'other' } }),
  )
  const hit = await act({ kind: 'drain', node: 'worker-b', forMs: 10 }, 0.9)
  assert.deepEqual([hit.id, hit.service], ['worker-b', 'worker-b'])
  assert.deepEqual(calls.slice(0, 3), [
    'list cordon of worker-b',
    'moment',
    'patch Node worker-b {"spec":{"unschedulable":true}}',
  ])
  assert.equal(await hit.isReplaced?.(), false)
  const outcome = await hit.over
  assert.deepEqual(evicted, ['order-2'])
  assert.equal(outcome?.details?.refusals, 1)
  assert.equal(calls.at(-1), 'undo cordon of worker-b')
  seen.pods = [podOf('order-1', { node: 'worker-a' }), podOf('order-3', { node: 'worker-a' })]
  assert.equal(await hit.isReplaced?.(), true)
})

test('uncordon worker is the one that was drained, and needs one', async () => {
  const { act, calls } = cluster()
  await assert.rejects(act({ kind: 'uncordon', node: 'worker' }), /no node was drained/)
  const drained = await act({ kind: 'drain', node: 'worker', forMs: null })
  await drained.over
  const hit = await act({ kind: 'uncordon', node: 'worker' })
  assert.equal(hit.id, drained.id)
  assert.equal(calls.at(-1), `undo cordon of ${drained.id}`)
  assert.equal(kubectlOf(hit), `kubectl uncordon ${drained.id}`)
})

test('a node is stopped as by a power cut, and started after its time or when the run ends', async () => {
  const { act, calls, end } = cluster()
  const hit = await act({ kind: 'stop-node', node: 'worker', forMs: 60_000 }, 0.6)
  assert.equal(hit.id, 'worker-b')
  assert.deepEqual(calls, ['list stop of worker-b', 'moment', 'docker stop -t 0 worker-b'])
  assert.equal(kubectlOf(hit), 'docker stop -t 0 worker-b')
  await delay(5)
  end()
  await hit.over
  assert.equal(calls.at(-1), 'undo stop of worker-b')
})

test('start-node needs one that was stopped', async () => {
  const { act, calls } = cluster()
  await assert.rejects(act({ kind: 'start-node', node: 'worker' }), /no such node was stopped/)
  await act({ kind: 'stop-node', node: 'worker', forMs: null })
  const hit = await act({ kind: 'start-node', node: 'worker' })
  assert.equal(calls.at(-1), `undo stop of ${hit.id}`)
  assert.equal(await hit.isReplaced?.(), true)
})

test('what cannot be put back at the end is said', async () => {
  const { act, actions, said } = cluster()
  await act({ kind: 'rollout', service: 'order', to: 'v2' })
  await actions.putBack()
  assert.deepEqual(said, ['This could not be put back: the image of order'])
})
