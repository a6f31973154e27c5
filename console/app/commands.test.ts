import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoFrame } from '../test/demo-frames.ts'
import { commandsOf } from './commands.ts'

const { nodes, place } = demoFrame(100, 0)
const pod = nodes[1]!.pods[0]!

test('the first command of a pod does what the kill button does', () => {
  assert.equal(
    commandsOf(pod, place)[0]!.command,
    `kubectl --context kind-saleday --namespace saleday delete pod ${pod.name} --grace-period=0 --force`,
  )
})

test('of a process on this machine the command for it comes first, and then those for a cluster', () => {
  const commands = commandsOf(
    { ...pod, service: 'order', name: 'order 4711' },
    { ...place, kind: 'local', context: null },
  )
  assert.equal(commands[0]!.command, 'kill -KILL 4711')
  assert.ok(commands.slice(1).every(({ command }) => command.startsWith('kubectl ') && !command.includes('4711')))
})
