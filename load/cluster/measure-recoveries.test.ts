import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterChange } from './cluster-change.ts'
import { killSummary } from './measure-goals.ts'
import { historyOf } from './measure-history.ts'
import { type Recovery, type ReportedEvent, recoveriesOf } from './measure-recoveries.ts'
import { endpoints, pod, service } from './measure-testing.ts'

const event = (at: number, kind: string, hit: string | null, more: Partial<ReportedEvent> = {}): ReportedEvent => ({
  number: 1,
  at,
  kind,
  service: 'order',
  hit,
  inFlight: null,
  checkoutsInFlight: 4,
  ...more,
})
const quiet = { firstErrors: [], answers: [], endAt: 100_000 }
const one = (changes: ClusterChange[], ...events: ReportedEvent[]): Recovery | undefined =>
  recoveriesOf(events, historyOf(changes), quiet)[0]

const two = [
  service(0, 'order', 2, 2),
  pod(0, 'order-a', 'ready'),
  pod(0, 'order-b', 'ready'),
  endpoints(0, 'order', 'order-a', 'order-b'),
]

test('a pod that is killed is out of the endpoints, and replaced when another one is ready', () => {
  const recovery = one(
    [
      ...two,
      pod(5_000, 'order-a', 'gone'),
      endpoints(5_180, 'order', 'order-b'),
      pod(5_200, 'order-c', 'pending', { createdAt: 5_000 }),
      pod(8_300, 'order-c', 'ready', { createdAt: 5_000 }),
      endpoints(8_400, 'order', 'order-b', 'order-c'),
    ],
    event(5_000, 'kill', 'order-a'),
  )
  assert.deepEqual([recovery?.outOfEndpointsMs, recovery?.replacedMs, recovery?.pods], [180, 3_300, ['order-a']])
})

test('a container that is started again in its place counts when the same pod is ready again', () => {
  const recovery = one(
    [
      ...two,
      pod(5_100, 'order-a', 'unready'),
      pod(5_900, 'order-a', 'unready', { restarts: 1 }),
      pod(7_000, 'order-a', 'ready', { restarts: 1 }),
    ],
    event(5_000, 'kill', 'order-a'),
  )
  assert.equal(recovery?.replacedMs, 2_000)
  assert.equal(recovery?.outOfEndpointsMs, null, 'no list was seen without it')
})

test('a pod that comes back under its name is another one', () => {
  const recovery = one(
    [...two, pod(5_100, 'order-a', 'gone'), pod(6_500, 'order-a', 'ready', { createdAt: 6_000 })],
    event(5_000, 'kill', 'order-a'),
  )
  assert.equal(recovery?.replacedMs, 1_500)
})

test('a replacement that never gets ready is told as null', () => {
  assert.equal(one([...two, pod(5_100, 'order-a', 'gone')], event(5_000, 'kill', 'order-a'))?.replacedMs, null)
})

test('fewer are needed where fewer are wanted by then', () => {
  const recovery = one(
    [...two, pod(5_100, 'order-a', 'gone'), service(9_000, 'order', 1, 1)],
    event(5_000, 'kill', 'order-a'),
  )
  assert.equal(recovery?.replacedMs, 4_000)
})

test('a drain has hit every pod of the node that was not on its way out, of whatever service', () => {
  const changes = [
    ...two,
    pod(0, 'cart-a', 'ready', { node: 'node2' }),
    pod(0, 'cart-b', 'ready'),
    pod(1_000, 'order-b', 'ending'),
    pod(5_500, 'order-c', 'ready', { node: 'node2' }),
    pod(9_000, 'cart-c', 'ready', { node: 'node2' }),
  ]
  const recovery = one(changes, event(5_000, 'drain', 'node1'))
  assert.deepEqual([recovery?.pods, recovery?.replacedMs], [['order-a', 'cart-b'], 4_000])
  assert.deepEqual(one(changes, event(5_000, 'drain', 'node1', { named: ['cart-b'] }))?.pods, ['cart-b'])
})

test('a rollout has hit all pods of a service; what stays, or was not seen, has no recovery', () => {
  assert.deepEqual(one(two, event(5_000, 'rollout', 'order'))?.pods, ['order-a', 'order-b'])
  assert.equal(one(two, event(5_000, 'bad-rollout', 'order')), undefined)
  assert.equal(one(two, event(5_000, 'bank', 'bank')), undefined)
  assert.equal(one(two, event(5_000, 'kill', null)), undefined)
})

test('no more checkouts were in flight on a pod than it had requests', () => {
  assert.equal(one(two, event(5_000, 'kill', 'order-a', { inFlight: 2 }))?.checkoutsInFlight, 2)
  assert.equal(one(two, event(5_000, 'kill', 'order-a', { inFlight: 9 }))?.checkoutsInFlight, 4)
})

test('traffic is judged until the next event; those within a second count as one', () => {
  const history = historyOf(two)
  const events = [event(5_000, 'kill', 'order-a'), event(5_300, 'kill', 'order-b'), event(9_000, 'kill', 'order-b')]
  const found = recoveriesOf(events, history, { ...quiet, firstErrors: [4_900, 5_100, 6_400, 9_200] })
  assert.deepEqual(
    found.map(({ cleanMs }) => cleanMs),
    [1_400, 1_100, 200],
  )
})

const kill = (replacedMs: number | null, cleanMs: number): Recovery => ({
  event: 1,
  kind: 'kill',
  pods: ['order-a'],
  checkoutsInFlight: 1,
  outOfEndpointsMs: 100,
  replacedMs,
  cleanMs,
  p95BackMs: null,
})

test('kills of a run are held against the goals by their p99, and nothing else is', () => {
  const summary = killSummary([kill(3_000, 0), kill(9_999, 2_001), { ...kill(60_000, 60_000), kind: 'drain' }])
  assert.equal(summary?.kills, 2)
  assert.deepEqual(
    [summary?.replaced.p50Ms, summary?.replaced.worstMs, summary?.replaced.reached],
    [3_000, 9_999, true],
  )
  assert.deepEqual([summary?.clean.p99Ms, summary?.clean.reached], [2_001, false])
  assert.equal(killSummary([]), null)
})

test('a kill that was never replaced misses the goal', () => {
  const { replaced } = killSummary([kill(3_000, 0), kill(null, 0)])!
  assert.deepEqual([replaced.p50Ms, replaced.p99Ms, replaced.never, replaced.reached], [3_000, null, 1, false])
})
