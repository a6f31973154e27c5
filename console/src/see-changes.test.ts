import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderSeen, podOf, seenOf, serviceOf } from '../test/seen-testing.ts'
import { seeChanges } from './see-changes.ts'
import type { Seen } from './seen.ts'

/** What is told of each look, as `kind subject says`, or `over: …`. */
function told(...looks: Seen[]): string[][] {
  const changes = seeChanges()
  return looks.map((seen, index) =>
    changes
      .take(seen, index * 1_000)
      .map(({ kind, says, endedAt }) => `${endedAt === null ? '' : 'over: '}${kind}: ${says}`),
  )
}
const [one, two] = seenOf().pods.filter(({ service }) => service === 'order') as [never, never]

test('a pod that is gone without having been told to stop was killed, until the service is whole again', () => {
  const next = podOf('order-3', 'order')
  assert.deepEqual(
    told(seenOf(), orderSeen([one]), orderSeen([one, { ...next, phase: 'starting' }]), orderSeen([one, next])),
    [[], ['kill: order-2 ended without notice'], [], ['over: kill: order-2 ended without notice']],
  )
})

test('a pod that is gone is shown as killed for some seconds', () => {
  const changes = seeChanges()
  changes.take(seenOf(), 0)
  changes.take(orderSeen([one]), 1_000)
  assert.deepEqual(
    changes.ghosts().map(({ name, phase, adminUrl }) => [name, phase, adminUrl]),
    [['order-2', 'killed', null]],
  )
  changes.take(orderSeen([one]), 7_000)
  assert.deepEqual(changes.ghosts(), [])
})

test('a container that ended and is started again was killed, with the reason', () => {
  const down = podOf('order-2', 'order', { phase: 'killed', reason: 'Error (137)', restarts: 0 })
  const up = podOf('order-2', 'order', { restarts: 1 })
  const [, , third, fourth] = told(seenOf(), orderSeen([one, down]), orderSeen([one, up]), orderSeen([one, up]))
  assert.deepEqual(third, ['kill: order-2 ended and is started again: Error (137)'])
  assert.deepEqual(fourth, ['over: kill: order-2 ended and is started again: Error (137)'])
})

test('a pod that drains by itself was told to stop; one that drains in a rollout, when scaled in, or on a drained node was not singled out', () => {
  const draining = podOf('order-2', 'order', { node: 'worker-b', phase: 'draining' })
  assert.deepEqual(told(seenOf(), orderSeen([one, draining]))[1], ['restart: order-2 was told to stop'])
  const rollout = { version: 'dev-2', updated: 1, wanted: 2 }
  assert.deepEqual(told(seenOf(), orderSeen([one, draining], { rollout }))[1], ['rollout: order is rolled out: dev-2'])
  assert.deepEqual(told(seenOf(), orderSeen([one, draining], { wanted: 1 }))[1], ['scale: order is scaled from 2 to 1'])
  const nodes = seenOf().nodes.map((node) => ({ ...node, takesPods: node.name !== 'worker-b' }))
  assert.deepEqual(told(seenOf(), { ...orderSeen([one, draining]), nodes })[1], ['drain: worker-b takes no more pods'])
  // And when it is gone after that, nobody has killed it.
  assert.deepEqual(told(seenOf(), orderSeen([one, draining], { rollout }), orderSeen([one], { rollout }))[2], [])
})

test('a scaling says what the autoscaler saw, and is over when the pods are ready', () => {
  const metrics = [
    { name: 'cpu', value: 40, target: 70, unit: '%' as const },
    { name: 'requests/s', value: 130.4, target: 120, unit: '' as const },
  ]
  const autoscaler = { least: 2, most: 6, now: 2, wanted: 3, metrics }
  const more = podOf('order-3', 'order')
  assert.deepEqual(
    told(
      seenOf(),
      orderSeen([one, two], { wanted: 3, autoscaler }),
      orderSeen([one, two, more], { wanted: 3, autoscaler }),
    ),
    [
      [],
      ['scale: order is scaled from 2 to 3: requests/s 130 of 120'],
      ['over: scale: order is scaled from 2 to 3: requests/s 130 of 120'],
    ],
  )
})

test('a rollout, a node that is closed and one that does not answer are told with their ends', () => {
  const during = orderSeen([one, two], { rollout: { version: 'dev-2', updated: 0, wanted: 2 } })
  const nodes = seenOf().nodes.map((node) =>
    node.name === 'worker-a' ? { ...node, takesPods: false } : { ...node, ready: false },
  )
  assert.deepEqual(told(seenOf(), { ...during, nodes }, seenOf()), [
    [],
    ['rollout: order is rolled out: dev-2', 'drain: worker-a takes no more pods', 'node: worker-b does not answer'],
    [
      'over: rollout: order is rolled out: dev-2',
      'over: drain: worker-a takes no more pods',
      'over: node: worker-b does not answer',
    ],
  ])
})

test('a database that ended is told as such', () => {
  const services = [serviceOf('postgres', { kind: 'store', wanted: 1, ready: 1 })]
  const before = { ...seenOf(), services, pods: [podOf('postgres-0', 'postgres')] }
  const after = { ...before, services: [{ ...services[0]!, ready: 0 }], pods: [] }
  assert.deepEqual(told(before, after)[1], ['store: postgres-0 ended without notice'])
})

test('what cannot be looked at was not killed, and neither was a shop that is closed', () => {
  const { place } = seenOf()
  const lost: Seen = { ...seenOf(), place: { ...place, state: 'lost', says: 'no answer' }, pods: [], services: [] }
  assert.deepEqual(told(seenOf(), lost, seenOf()), [[], [], []])
})
