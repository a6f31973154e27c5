import assert from 'node:assert/strict'
import { test } from 'node:test'
import { podStateOf, versionOf } from './pod-state.ts'
import { podOf } from './testing/kube-objects.ts'

test('a pod is told with its service, node, version and template, and when it was made', () => {
  assert.deepEqual(podStateOf(podOf('order-1')), {
    name: 'order-1',
    service: 'order',
    node: 'worker-a',
    createdAt: Date.parse('2026-11-27T09:00:00Z'),
    state: 'ready',
    restarts: 0,
    version: 'dev-1',
    templateHash: 'abc',
    reason: null,
  })
  const listed = podOf('order-1', { created: new Date('2026-11-27T09:00:00Z') })
  assert.equal(podStateOf(listed).createdAt, Date.parse('2026-11-27T09:00:00Z'))
})

const terminated = { reason: 'Error', exitCode: 137 }
const cases: [string, object, string, string | null][] = [
  [
    'not placed yet',
    {
      ready: false,
      node: null,
      status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] },
    },
    'pending',
    'Unschedulable',
  ],
  [
    'whose container is made',
    { ready: false, container: { state: { waiting: { reason: 'ContainerCreating' } } } },
    'starting',
    null,
  ],
  ['that starts', { ready: false }, 'starting', null],
  [
    'whose image is not there',
    { ready: false, container: { state: { waiting: { reason: 'ErrImagePull' } } } },
    'starting',
    'ErrImagePull',
  ],
  ['that is not ready any more', { ready: false, container: { started: true } }, 'unready', null],
  ['that was killed a moment ago', { ready: false, container: { state: { terminated } } }, 'unready', 'Error (137)'],
  [
    'that waits before it starts again',
    { ready: false, container: { restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } } },
    'unready',
    'CrashLoopBackOff',
  ],
  ['that starts again', { ready: false, container: { restartCount: 1 } }, 'starting', null],
  [
    'that ran out of memory',
    { ready: false, container: { state: { terminated: { reason: 'OOMKilled', exitCode: 137 } } } },
    'unready',
    'OOMKilled',
  ],
  ['that is deleted', { metadata: { deletionTimestamp: '2026-11-27T09:01:00Z' } }, 'ending', null],
  [
    'that was evicted',
    {
      metadata: { deletionTimestamp: '2026-11-27T09:01:00Z' },
      status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }] },
    },
    'ending',
    'EvictionByEvictionAPI',
  ],
  ['that its node threw out', { status: { phase: 'Failed', reason: 'Evicted' } }, 'gone', 'Evicted'],
]
for (const [what, changes, state, reason] of cases) {
  test(`a pod ${what} is ${state}${reason === null ? '' : `: ${reason}`}`, () => {
    const told = podStateOf(podOf('order-1', changes))
    assert.deepEqual([told.state, told.reason], [state, reason])
  })
}

test('a version is the tag of an image, or its digest', () => {
  assert.equal(versionOf('saleday/order:dev-1'), 'dev-1')
  assert.equal(versionOf('registry:5000/saleday/order'), 'latest')
  assert.equal(versionOf('registry:5000/saleday/order:1.2'), '1.2')
  assert.equal(versionOf('saleday/order@sha256:abc'), 'sha256:abc')
})
