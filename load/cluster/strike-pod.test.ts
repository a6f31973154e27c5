import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kubectlText } from './kubectl-text.ts'
import { deletePod, killPod, type StrikeParts } from './strike-pod.ts'
import { fakeKube } from './testing/fake-kube.ts'
import { podOf } from './testing/kube-objects.ts'

function parts(overrides: Partial<StrikeParts> = {}) {
  const pod = podOf('order-1')
  const cluster = fakeKube([{ ...pod, kind: 'Pod' }])
  const ran: string[] = []
  const strike: StrikeParts = {
    kube: cluster.kube,
    text: kubectlText('kind-saleday', 'saleday'),
    docker: async (args) => {
      ran.push(args.join(' '))
      return ''
    },
    struck: new Set(),
    now: () => Date.parse('2026-11-27T09:05:00Z'),
    ...overrides,
  }
  return { pod, strike, ran, calls: cluster.calls }
}

test('on kind a kill is SIGKILL to the process by its node, and says the command for it', async () => {
  const { pod, strike, ran, calls } = parts()
  const kill = 'exec worker-a ctr --namespace k8s.io task kill --signal SIGKILL 0123-order-1'
  assert.deepEqual(await killPod(strike, pod), { how: 'SIGKILL to', details: { kubectl: `docker ${kill}` } })
  assert.deepEqual([ran, calls], [[kill], []])
})

test('a pod whose container was killed before is deleted: its next container would start after a pause', async () => {
  const { pod, strike, ran, calls } = parts()
  await killPod(strike, pod)
  const second = await killPod(strike, pod)
  assert.equal(second?.how, 'deletion with no grace of')
  assert.match(String(second?.details?.kubectl), /delete pod order-1 --grace-period=0 --force$/)
  assert.match(String(second?.details?.why), /after a pause/)
  assert.deepEqual([ran.length, calls], [1, ['remove Pod order-1 0']])
})

test('so is one whose container has ended lately by itself, but not one where that is long ago', async () => {
  const ended = (finishedAt: string) => ({ restartCount: 1, lastState: { terminated: { exitCode: 1, finishedAt } } })
  const lately = parts()
  await killPod(lately.strike, podOf('order-1', { container: ended('2026-11-27T09:00:00Z') }))
  assert.deepEqual(lately.calls, ['remove Pod order-1 0'])
  const longAgo = parts()
  await killPod(longAgo.strike, podOf('order-1', { container: ended('2026-11-27T08:00:00Z') }))
  assert.deepEqual(longAgo.calls, [])
})

test('elsewhere a kill is a deletion, with the grace that data needs, and nothing where the pod is gone', async () => {
  const { pod, strike, calls } = parts({ docker: undefined })
  assert.equal((await killPod(strike, pod, 1))?.how, 'deletion with a grace of 1 s of')
  assert.deepEqual(calls, ['remove Pod order-1 1'])
  assert.equal(await killPod(strike, pod), undefined)
})

test('a restart is an ordinary deletion', async () => {
  const { pod, strike, calls } = parts()
  const kubectl = 'kubectl --context kind-saleday --namespace saleday delete pod order-1'
  assert.deepEqual(await deletePod(strike, pod), { how: 'deletion of', details: { kubectl } })
  assert.deepEqual(calls, ['remove Pod order-1'])
})
