import assert from 'node:assert/strict'
import { test } from 'node:test'
import { services } from '@saleday/local/parties'
import { deploymentOf, nodeOf, podOf } from './testing/kube-objects.ts'
import { untilWhole, whatIsMissing } from './until-whole.ts'

const whole = {
  nodes: () => [nodeOf('a'), nodeOf('b')],
  pods: () => [podOf('order-1')],
  deployment: (service: string) => (services.some((each) => each === service) ? deploymentOf(service) : undefined),
}

test('a shop that is whole lacks nothing, also without a bank in the cluster', () => {
  assert.deepEqual(whatIsMissing(whole), [])
})

test('what keeps a shop from being measured fairly is told', () => {
  const missing = whatIsMissing({
    nodes: () => [nodeOf('a', { ready: false }), nodeOf('b', { unschedulable: true })],
    pods: () => [podOf('order-1', { metadata: { deletionTimestamp: '2026-11-27T09:00:00Z' } })],
    deployment: (service) => {
      if (service === 'cart') return undefined
      return service === 'order'
        ? deploymentOf('order', { status: { readyReplicas: 1, availableReplicas: 1 } })
        : deploymentOf(service)
    },
  })
  assert.deepEqual(missing, [
    'a is not ready',
    'b takes no pods',
    'there is no Deployment cart',
    'order is on its way: 1 of 2 ready',
    '1 pods are on their way out',
  ])
})

test('a shop that does not come to rest is not loaded', async () => {
  const said: string[] = []
  const sick = { ...whole, nodes: () => [nodeOf('a', { ready: false })] }
  const parts = { isLeaving: () => false, say: (line: string) => void said.push(line), withinMs: 0 }
  await assert.rejects(untilWhole(sick, parts), { name: 'UserError', message: /a is not ready/ })
  assert.deepEqual(said, ['Waiting for the shop: a is not ready'])
  await assert.rejects(untilWhole(sick, { ...parts, isLeaving: () => true }), { message: /Ended by hand/ })
})
