import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose } from './diagnose.ts'
import type { Kubectl } from './kubectl.ts'
import type { Pod, Workload } from './objects.ts'
import { CommandError } from './run.ts'

const labels = { app: 'cart' }
const cart: Workload = {
  kind: 'Deployment',
  metadata: { name: 'cart', namespace: 'saleday' },
  spec: { selector: { matchLabels: labels }, template: { spec: { containers: [{ image: 'cart' }] } } },
}
const left = [{ workload: cart, reason: '1 of 2 pods are available; CrashLoopBackOff', isFinal: false }]
const pod = (name: string, ready: boolean, restartCount: number): Pod => ({
  kind: 'Pod',
  metadata: { name, namespace: 'saleday', labels },
  status: { containerStatuses: [{ name: 'cart', ready, restartCount }] },
})
const event = (kind: string, name: string, message: string) => ({
  reason: 'Told',
  message,
  count: 2,
  involvedObject: { kind, name },
  lastTimestamp: '2026-01-01T00:00:00Z',
})
const events = [
  event('Pod', 'cart-1', 'the good one'),
  event('Pod', 'cart-2', 'Back-off restarting failed container'),
  event('ReplicaSet', 'cart-6f7d8', 'violates PodSecurity'),
  event('ReplicaSet', 'cart-other-6f7d8', 'somebody else'),
]
const kubectl =
  (previous: string | undefined): Kubectl =>
  async (args) => {
    if (args.includes('events')) return JSON.stringify({ items: events })
    if (!args.includes('--previous')) return `log of ${args[3]}\n`
    if (previous === undefined) throw new CommandError('kubectl logs', new Error(), '', 'not found')
    return previous
  }

test('what is not ready is told with the events and both logs of its worst pod', async () => {
  assert.equal(
    await diagnose(kubectl('TypeError: boom\n'), left, [pod('cart-1', true, 0), pod('cart-2', false, 4)]),
    `Deployment cart: 1 of 2 pods are available; CrashLoopBackOff
  events of pod cart-2:
    Told (2 times): Back-off restarting failed container
  last lines of its log:
    log of cart-2
  last lines of its log before it was restarted:
    TypeError: boom`,
  )
})

test('a pod that was never restarted has one log', async () => {
  assert.doesNotMatch(await diagnose(kubectl(undefined), left, [pod('cart-2', false, 0)]), /before it was restarted/)
})

test('without any pod the events are those of what should have made one', async () => {
  const told = await diagnose(kubectl(undefined), left, [])
  assert.match(told, /Told \(2 times\): violates PodSecurity$/)
  assert.doesNotMatch(told, /somebody else/)
})
