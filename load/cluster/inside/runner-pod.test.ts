import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { V1Pod } from '@kubernetes/client-node'
import { runnerPodOf } from './runner-pod.ts'

const podWith = (status: object): V1Pod =>
  ({
    metadata: { name: 'crowd-run-1-x', labels: { 'batch.kubernetes.io/job-completion-index': '1' } },
    spec: { nodeName: 'worker', containers: [] },
    status,
  }) as unknown as V1Pod
const runner = (state: object) => [{ name: 'runner', state }]
const k6 = (state: object) => [{ name: 'k6', state }]

test('a runner is up when its program runs, before k6 does', () => {
  const pod = runnerPodOf(
    podWith({
      phase: 'Pending',
      initContainerStatuses: runner({ running: {} }),
      containerStatuses: k6({ waiting: { reason: 'PodInitializing' } }),
    }),
  )
  assert.deepEqual(pod, {
    index: 1,
    name: 'crowd-run-1-x',
    node: 'worker',
    isUp: true,
    k6Ended: undefined,
    lost: undefined,
    waits: undefined,
  })
})

test('how k6 has ended is told while its runner is still there', () => {
  const pod = runnerPodOf(
    podWith({
      phase: 'Running',
      initContainerStatuses: runner({ running: {} }),
      containerStatuses: k6({ terminated: { exitCode: 137, reason: 'OOMKilled' } }),
    }),
  )
  assert.deepEqual(pod.k6Ended, { exitCode: 137, reason: 'OOMKilled' })
  assert.equal(pod.lost, undefined)
})

test('a pod that was evicted says why', () => {
  const pod = runnerPodOf(podWith({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory' }))
  assert.equal(pod.lost, 'Evicted: The node was low on memory')
})

test('a pod for which there is no room says what it waits for', () => {
  const conditions = [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }]
  assert.equal(runnerPodOf(podWith({ phase: 'Pending', conditions })).waits, '0/3 nodes are available')
})

test('an image that is not there is what its pod waits for', () => {
  const waiting = { reason: 'ErrImagePull', message: 'not found' }
  const pod = runnerPodOf(podWith({ phase: 'Pending', initContainerStatuses: runner({ waiting }) }))
  assert.equal(pod.waits, 'ErrImagePull: not found')
  assert.equal(pod.isUp, false)
})
