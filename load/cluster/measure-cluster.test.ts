import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AutoscalerState, ClusterChange } from './cluster-change.ts'
import { decisionsOf } from './measure-autoscaler.ts'
import { endOf, type HitPods } from './measure-ends.ts'
import { historyOf, type Line } from './measure-history.ts'
import { nodesOf } from './measure-nodes.ts'
import { podsOf } from './measure-pods.ts'
import { replicasOf } from './measure-replicas.ts'
import { rolloutsOf } from './measure-rollouts.ts'
import { pod, service } from './measure-testing.ts'

test('replicas of a second: the last that were wanted, and the fewest that were ready', () => {
  const history = historyOf([
    service(500, 'order', 2, 2),
    service(3_200, 'order', 2, 1),
    service(3_700, 'order', 2, 2),
    service(4_000, 'order', 5, 2),
  ])
  const { wanted, ready } = replicasOf(history, 1_000, 5).get('order')!
  assert.deepEqual(wanted, [2, 2, 2, 5, 5])
  assert.deepEqual(ready, [2, 2, 1, 2, 2])
  assert.deepEqual(replicasOf(history, 0, 1).get('order')?.ready, [2])
  assert.deepEqual(replicasOf(history, -1_000, 2).get('order')?.ready, [null, 2])
})

const life = [
  pod(10_400, 'order-a', 'pending', { node: null, createdAt: 10_000 }),
  pod(10_600, 'order-a', 'starting', { createdAt: 10_000 }),
  pod(13_000, 'order-a', 'ready', { createdAt: 10_000 }),
  pod(20_000, 'order-a', 'unready', { createdAt: 10_000, reason: 'Error (137)' }),
  pod(20_900, 'order-a', 'unready', { createdAt: 10_000, restarts: 1, reason: 'Error (137)' }),
  pod(22_000, 'order-a', 'ready', { createdAt: 10_000, restarts: 1 }),
  pod(30_000, 'order-a', 'ending', { createdAt: 10_000, restarts: 1 }),
  pod(35_000, 'order-a', 'gone', { createdAt: 10_000, restarts: 1 }),
]

test('the life of a pod has its births and deaths, and states without gaps', () => {
  const [found] = podsOf(historyOf(life), 10_000, 60_000)
  assert.ok(found)
  assert.deepEqual(
    [found.bornMs, found.scheduledMs, found.readyMs, found.endingMs, found.goneMs, found.reason],
    [400, 600, 3_000, 20_000, 25_000, null],
  )
  assert.deepEqual(found.restarts, [{ atMs: 10_000, reason: 'Error (137)' }])
  assert.deepEqual(
    found.states.map(({ state, fromMs, toMs }) => `${state} ${fromMs}-${toMs}`),
    [
      'pending 400-600',
      'starting 600-3000',
      'ready 3000-10000',
      'unready 10000-12000',
      'ready 12000-20000',
      'ending 20000-25000',
    ],
  )
})

test('a pod that was there before the watch is as old as Kubernetes says, and one that was gone is left out', () => {
  const changes = [
    pod(50_000, 'order-a', 'ready', { createdAt: 12_000 }),
    pod(50_000, 'order-b', 'ready'),
    pod(51_000, 'order-b', 'gone'),
  ]
  const found = podsOf(historyOf(changes), 60_000, 90_000)
  assert.deepEqual(
    found.map(({ name, bornMs, goneMs }) => [name, bornMs, goneMs]),
    [['order-a', -48_000, null]],
  )
  assert.deepEqual(found[0]?.states, [{ state: 'ready', fromMs: -10_000, toMs: 30_000 }])
})

function causeOf(changes: ClusterChange[], hits: HitPods[] = []): string | undefined {
  const history = historyOf(changes)
  const [found] = podsOf(history, 0, 60_000)
  const wanted = history.services.get('order') ?? []
  return endOf(found!, hits, rolloutsOf(history, 0), wanted, 0)?.cause
}
const hit = (kind: string, atMs: number): HitPods => ({ event: 1, kind, atMs, pods: ['order-a'] })

test('a pod ended by what hit it, unless it survived that', () => {
  const dies = [pod(100, 'order-a', 'ready'), pod(20_000, 'order-a', 'gone', { reason: 'Error (137)' })]
  assert.equal(causeOf(dies, [hit('kill', 19_900)]), 'killed')
  assert.equal(causeOf(dies, [hit('stop-node', 9_000)]), 'node lost')
  assert.equal(causeOf(dies), 'crashed')
  assert.equal(
    causeOf([...life, service(100, 'order', 3, 3), service(29_900, 'order', 2, 3)], [hit('kill', 19_900)]),
    'scaled in',
  )
  assert.equal(causeOf(life), 'ended')
  assert.equal(causeOf([pod(100, 'order-a', 'ready')]), undefined)
})

const old = { templateHash: 'one', version: '1' }
const fresh = { templateHash: 'two', version: '2' }

test('a rollout lasts from the first new pod until the last old one is gone', () => {
  const changes = [
    pod(0, 'order-a', 'ready', old),
    pod(0, 'order-b', 'ready', old),
    pod(5_000, 'order-c', 'pending', fresh),
    pod(7_000, 'order-c', 'ready', fresh),
    // An old one that dies meanwhile is replaced by its like: that is no rollout of its own.
    pod(7_100, 'order-a', 'gone', old),
    pod(7_200, 'order-x', 'pending', old),
    pod(7_500, 'order-b', 'gone', old),
    pod(9_000, 'order-x', 'gone', old),
  ]
  const [first, ...more] = rolloutsOf(historyOf(changes), 1_000)
  assert.deepEqual(more, [])
  assert.deepEqual([first?.service, first?.startedMs, first?.endedMs, first?.outcome], ['order', 4_000, 8_000, 'done'])
  assert.deepEqual([first?.from.version, first?.to.version], ['1', '2'])
  assert.equal(causeOf(changes), 'rolled out')
})

test('a rollout whose last old pod is on its way out when the next one begins is done, and the next one starts from it', () => {
  const third = { templateHash: 'three', version: '3' }
  const changes = [
    pod(0, 'order-a', 'ready', old),
    pod(5_000, 'order-b', 'pending', fresh),
    pod(7_000, 'order-b', 'ready', fresh),
    pod(7_100, 'order-a', 'ending', old),
    pod(8_000, 'order-c', 'pending', third),
    pod(9_000, 'order-a', 'gone', old),
    pod(20_000, 'order-c', 'gone', third),
  ]
  assert.deepEqual(
    rolloutsOf(historyOf(changes), 0).map(({ from, to, endedMs, outcome }) => [
      from.version,
      to.version,
      endedMs,
      outcome,
    ]),
    [
      ['1', '2', 8_000, 'done'],
      ['2', '3', 20_000, 'undone'],
    ],
  )
})

test('a rollout that is taken back is undone, and one that is under way is not finished', () => {
  const changes = [
    pod(0, 'order-a', 'ready', old),
    pod(5_000, 'order-b', 'pending', fresh),
    pod(9_000, 'order-b', 'gone', fresh),
  ]
  const [undone] = rolloutsOf(historyOf(changes), 0)
  assert.deepEqual([undone?.outcome, undone?.endedMs], ['undone', 9_000])
  const again = rolloutsOf(historyOf([...changes, pod(9_200, 'order-c', 'pending', fresh)]), 0)
  assert.deepEqual(
    again.map(({ outcome, startedMs, endedMs }) => [outcome, startedMs, endedMs]),
    [['unfinished', 5_000, null]],
  )
})

const scaler = (at: number, wanted: number, requests: number, cpu: number): ClusterChange => {
  const metrics: AutoscalerState['metrics'] = [
    { name: 'cpu', value: cpu, target: 70, unit: '%' },
    { name: 'requests/s', value: requests, target: 50, unit: '' },
  ]
  return { at, k: 'autoscaler', service: 'order', now: 2, wanted, least: 2, most: 6, metrics }
}

test('a decision has the metric that was above its target, how long it was, and when the pods were ready', () => {
  const changes = [
    scaler(0, 2, 10, 20),
    scaler(15_000, 2, 52, 20),
    scaler(30_000, 5, 130, 90),
    service(0, 'order', 2, 2),
    service(36_000, 'order', 5, 5),
    scaler(90_000, 2, 5, 9),
  ]
  const [more, fewer] = decisionsOf(historyOf(changes), 10_000)
  assert.deepEqual([more?.atMs, more?.from, more?.to, more?.overMs, more?.readyMs], [20_000, 2, 5, 15_000, 6_000])
  assert.deepEqual(
    more?.because.map(({ name }) => name),
    ['requests/s', 'cpu'],
  )
  assert.deepEqual([fewer?.from, fewer?.to, fewer?.overMs, fewer?.readyMs], [5, 2, null, null])
})

test('a node has the times in which it was not ready, or took no pods', () => {
  const node = (at: number, ready: boolean, takesPods: boolean): Line<'node'> => ({
    at,
    k: 'node',
    node: 'node1',
    ready,
    takesPods,
    role: 'worker',
  })
  const changes = [node(0, true, true), node(15_000, true, false), node(16_000, true, false), node(25_000, true, true)]
  assert.deepEqual(nodesOf(historyOf(changes), 10_000, 40_000)[0]?.states, [
    { ready: true, takesPods: true, fromMs: 0, toMs: 5_000 },
    { ready: true, takesPods: false, fromMs: 5_000, toMs: 15_000 },
    { ready: true, takesPods: true, fromMs: 15_000, toMs: 30_000 },
  ])
})
