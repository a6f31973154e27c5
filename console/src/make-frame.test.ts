import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProcessDelta } from '@saleday/load/record-process-deltas'
import { podOf, seenOf } from '../test/seen-testing.ts'
import { makeFrame } from './make-frame.ts'

const delta = (requests: number, changes: Partial<ProcessDelta> = {}): ProcessDelta => ({
  seconds: 2,
  requests,
  errors: 0,
  inFlight: 0,
  cpuSeconds: 0.5,
  durations: [
    { atMostSeconds: 0.1, count: requests },
    { atMostSeconds: Number.POSITIVE_INFINITY, count: requests },
  ],
  ...changes,
})
const nobody = { confirmed: 3, soldOut: 0, declined: 0, refused: 0, undecided: 0, failed: null }
const parts = {
  at: 61_000,
  seen: seenOf(),
  ghosts: [],
  figures: new Map(),
  run: undefined,
  decided: nobody,
  checkoutsPerSecond: 1,
  events: [],
  bankFaults: null,
  actions: false,
}

test('a frame has the pods on their nodes, in order of service, with their age and what they do', () => {
  const frame = makeFrame({ ...parts, figures: new Map([['uid of order-1', delta(20)]]) })
  const [a, b] = frame.nodes
  assert.deepEqual(
    [a!.pods.map(({ name }) => name), b!.pods.map(({ name }) => name)],
    [
      ['cart-1', 'order-1'],
      ['cart-2', 'order-2'],
    ],
  )
  const order = a!.pods[1]!
  assert.deepEqual([order.ageSeconds, order.requestsPerSecond, order.cpuPercent], [60, 10, 25])
  assert.equal(a!.pods[0]!.requestsPerSecond, null)
  assert.ok(!('adminUrl' in order), 'nobody needs to know how the pods are reached')
})

test('the figures of a service are those of its pods together; none answered: not known', () => {
  const figures = new Map([
    ['uid of order-1', delta(20, { errors: 1 })],
    ['uid of order-2', delta(10)],
  ])
  const [cart, order] = makeFrame({ ...parts, figures }).services
  assert.deepEqual(
    [order!.requestsPerSecond, order!.errorsPerSecond, order!.p95Ms, order!.cpuPercent],
    [15, 0.5, 95, 50],
  )
  assert.deepEqual(
    [cart!.requestsPerSecond, cart!.errorsPerSecond, cart!.p95Ms, cart!.cpuPercent],
    [null, null, null, null],
  )
})

test('a pod without a node is unplaced, and one that is gone is shown where it was, unless another look has it', () => {
  const seen = {
    ...seenOf(),
    pods: [podOf('order-1', 'order'), podOf('order-3', 'order', { node: null, phase: 'pending' })],
  }
  const ghosts = [podOf('order-2', 'order', { phase: 'killed' }), podOf('order-1', 'order', { phase: 'killed' })]
  const frame = makeFrame({ ...parts, seen, ghosts })
  assert.deepEqual(
    frame.unplaced.map(({ name }) => name),
    ['order-3'],
  )
  assert.deepEqual(
    frame.nodes[0]!.pods.map(({ name, phase }) => [name, phase]),
    [
      ['order-1', 'ready'],
      ['order-2', 'killed'],
    ],
  )
})

test('the control plane comes first, then the workers by name', () => {
  const nodes = [
    { name: 'b', role: 'worker' as const, ready: true, takesPods: true },
    { name: 'z', role: 'control-plane' as const, ready: true, takesPods: true },
    { name: 'a', role: 'worker' as const, ready: true, takesPods: true },
  ]
  assert.deepEqual(
    makeFrame({ ...parts, seen: { ...seenOf(), nodes } }).nodes.map(({ name }) => name),
    ['z', 'a', 'b'],
  )
})

test('without a sale day the checkouts are those of order, which knows of no failed customer', () => {
  const { checkouts, failedCustomers, run } = makeFrame(parts)
  assert.deepEqual([checkouts, failedCustomers, run], [{ from: 'order', perSecond: 1, totals: nobody }, null, null])
})
