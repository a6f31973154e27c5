import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoFrame } from '../test/demo-frames.ts'
import { age, leadingMetric, nodeNames, nodeTrouble, noteOf, pods, runWords, shortName, unseenOf } from './words.ts'

test('a pod is named by what tells it from the others of its service', () => {
  assert.equal(shortName({ name: 'order-6d5f8c7b9-x2x7k', service: 'order' }), 'x2x7k')
  assert.equal(shortName({ name: 'order 4711', service: 'order' }), '4711')
  assert.equal(shortName({ name: 'postgres-0', service: 'postgres' }), '0')
  assert.equal(shortName({ name: 'cart', service: 'cart' }), 'cart')
})

test('what a tile shows by its shape and its place is also told in words', () => {
  const killed = demoFrame(81, 0)
    .nodes.flatMap(({ pods }) => pods)
    .find(({ phase }) => phase === 'killed')!
  assert.equal(noteOf(killed, true), 'killed')
  assert.equal(unseenOf(killed, 'killed', 'saleday-worker'), ', 0, SIGKILL, on saleday-worker')
  const ready = { ...killed, phase: 'ready' as const, reason: null }
  assert.deepEqual([noteOf(ready, false), noteOf(ready, true)], ['0', '0.1.0'])
  assert.equal(unseenOf(ready, '0', 'saleday-worker'), ', ready, on saleday-worker')
  assert.equal(unseenOf(ready, '0.1.0', 'saleday-worker'), ', ready, 0, on saleday-worker')
})

test('the metric that an autoscaler follows is the one furthest above its target', () => {
  const service = demoFrame(0, 0).services[0]!
  const metrics = [
    { name: 'requests/s', value: 130, target: 120, unit: '' as const },
    { name: 'cpu', value: 81, target: 70, unit: '%' as const },
  ]
  assert.equal(leadingMetric({ ...service, autoscaler: { ...service.autoscaler!, metrics } })?.name, 'cpu')
  assert.equal(leadingMetric({ ...service, autoscaler: null }), undefined)
})

test('what a run does now is said in each of its states', () => {
  const run = demoFrame(100, 0).run!
  assert.deepEqual(runWords(run), { title: 'cluster-day', now: 'plateau' })
  assert.equal(runWords({ ...run, phase: null }).now, 'last answers')
  assert.equal(runWords({ ...run, state: 'waiting' }).now, 'the crowd is on its way')
  assert.equal(runWords(null).title, 'No sale day')
})

test('counts and ages have their units, and a node says what keeps pods away', () => {
  assert.deepEqual(
    [pods(1, 'cluster'), pods(2, 'cluster'), pods(1, 'local'), pods(3, 'local')],
    ['1 pod', '2 pods', '1 process', '3 processes'],
  )
  assert.deepEqual([age(119.6), age(180), age(7200)], ['120 s', '3 min', '2 h'])
  assert.equal(nodeTrouble({ ready: false, takesPods: false }), 'not ready')
  assert.equal(nodeTrouble({ ready: true, takesPods: false }), 'takes no pods')
  assert.equal(nodeTrouble({ ready: true, takesPods: true }), null)
})

test('nodes are named by what tells them apart', () => {
  assert.deepEqual(nodeNames(['saleday-control-plane', 'saleday-worker', 'saleday-worker2']), [
    'control-plane',
    'worker',
    'worker2',
  ])
  assert.deepEqual(nodeNames(['pool-a-x1', 'pool-a-y2']), ['x1', 'y2'])
  assert.deepEqual(nodeNames(['pool-a', 'pool-a-y2']), ['a', 'a-y2'])
  assert.deepEqual(nodeNames(['my-laptop']), ['my-laptop'])
})
