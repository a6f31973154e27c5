import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pod, Workload } from './objects.ts'
import { podProblem, unready } from './readiness.ts'

const labels = { 'app.kubernetes.io/name': 'auth' }

function deployment(status: NonNullable<Workload['status']>, generation = 1): Workload {
  return {
    kind: 'Deployment',
    metadata: { name: 'auth', namespace: 'saleday', generation },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { spec: { containers: [{ image: 'auth' }] } } },
    status,
  }
}

const job = (type: string): Workload => ({
  ...deployment({ conditions: [{ type, status: 'True' }] }),
  kind: 'Job',
  metadata: { name: 'auth-migrate-dev-1', namespace: 'saleday' },
})

const pod = (state: object, podLabels: Record<string, string> = labels): Pod => ({
  kind: 'Pod',
  metadata: { name: 'auth-1', namespace: 'saleday', labels: podLabels },
  status: { containerStatuses: [{ name: 'auth', ready: false, restartCount: 3, state }] },
})

const rolledOut = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }

test('a Deployment is ready when all its pods are new and available', () => {
  assert.equal(unready(deployment(rolledOut), []), undefined)
})

test('a Deployment that the controller has not looked at yet is not ready, whatever its status says', () => {
  assert.match(unready(deployment(rolledOut, 2), [])!.reason, /just been changed/)
})

test('a Deployment in the middle of an update is not ready', () => {
  assert.match(unready(deployment({ ...rolledOut, updatedReplicas: 1 }), [])!.reason, /^1 of 2 pods are of the new/)
  assert.match(unready(deployment({ ...rolledOut, replicas: 3 }), [])!.reason, /old version/)
})

test('the reason names what holds back its pods, once for all of them, and not those of others', () => {
  const crash = { waiting: { reason: 'CrashLoopBackOff' } }
  const others = pod({ waiting: { reason: 'ErrImagePull' } }, { 'app.kubernetes.io/name': 'cart' })
  const { reason, isFinal } = unready(deployment({ ...rolledOut, availableReplicas: 0 }), [
    pod(crash),
    pod(crash),
    others,
  ])!
  assert.equal(reason, '0 of 2 pods are available; CrashLoopBackOff')
  assert.equal(isFinal, false)
})

test('a StatefulSet with nothing to update is ready without updated replicas', () => {
  const status = { observedGeneration: 1, replicas: 1, availableReplicas: 1, currentRevision: 'a', updateRevision: 'a' }
  const set: Workload = { ...deployment(status), kind: 'StatefulSet' }
  assert.equal(unready({ ...set, spec: { ...set.spec, replicas: 1 } }, []), undefined)
})

test('a Job is ready when it is complete, and waiting for one that has failed is of no use', () => {
  assert.equal(unready(job('Complete'), []), undefined)
  assert.equal(unready(job('Suspended'), [])!.isFinal, false)
  assert.equal(unready(job('Failed'), [])!.isFinal, true)
})

test('a pod that no node takes says why', () => {
  const message = '0/3 nodes are available: 3 Insufficient cpu.'
  const pending: Pod = {
    kind: 'Pod',
    metadata: { name: 'auth-1' },
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message }] },
  }
  assert.equal(podProblem(pending), message)
})

test('a pod that is starting, or has ended well, has no problem', () => {
  assert.equal(podProblem(pod({ waiting: { reason: 'ContainerCreating' } })), undefined)
  assert.equal(podProblem(pod({ terminated: { reason: 'Completed', exitCode: 0 } })), undefined)
})
