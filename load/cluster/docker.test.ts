import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gatewayUrl } from './docker.ts'

const node = (Name: string, PortBindings: object) => ({ Name, HostConfig: { PortBindings } })
const at = (HostPort: string) => [{ HostIp: '127.0.0.1', HostPort }]

test('the gateway of a kind cluster is at the port of a node that is not the API server’s', async () => {
  const asked: string[] = []
  const docker = async (args: readonly string[]) => {
    asked.push(args.join(' '))
    return args[0] === 'ps'
      ? 'a\nb\n'
      : JSON.stringify([
          node('/shop-worker', {}),
          node('/shop-control-plane', { '6443/tcp': at('43241'), '30080/tcp': at('8080') }),
        ])
  }
  assert.equal(await gatewayUrl(docker, 'shop'), 'http://localhost:8080')
  assert.match(asked[0]!, /label=io\.x-k8s\.kind\.cluster=shop$/)
})

test('no such cluster, or none with a port for the shop, has no gateway', async () => {
  assert.equal(await gatewayUrl(async () => '', 'none'), undefined)
  const bare = async (args: readonly string[]) =>
    args[0] === 'ps' ? 'a' : JSON.stringify([node('/a', { '6443/tcp': at('1') })])
  assert.equal(await gatewayUrl(bare, 'bare'), undefined)
})
