import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { clusterConfig, defaultPort } from './cluster-config.ts'

const file = readFileSync(new URL('../kind/cluster.yaml', import.meta.url), 'utf8')

test('the cluster is the one of the file, with another port', () => {
  const changed = parse(clusterConfig(file, 8090))
  assert.deepEqual(changed.nodes[0].extraPortMappings, [
    { containerPort: 30080, hostPort: 8090, listenAddress: '127.0.0.1' },
  ])
  assert.deepEqual(
    changed.nodes.map(({ role }: { role: string }) => role),
    ['control-plane', 'worker', 'worker'],
  )
})

test('without another port the shop is at 8080', () => {
  assert.equal(defaultPort(file), 8080)
  assert.deepEqual(parse(clusterConfig(file, 8080)), parse(file))
})
