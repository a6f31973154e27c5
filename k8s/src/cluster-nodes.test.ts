import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readNodes } from './cluster-nodes.ts'

const container = (Name: string, Status: string, PortBindings: object | null) => ({
  Name,
  Config: { Labels: { 'io.x-k8s.kind.role': /control-plane|worker|external-load-balancer/.exec(Name)![0] } },
  State: { Status },
  HostConfig: { PortBindings },
})

test('nodes are read from what docker inspect says of their containers', () => {
  const inspected = JSON.stringify([
    container('/saleday-worker', 'exited', null),
    container('/saleday-control-plane', 'running', {
      '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: '43241' }],
      '30080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }],
    }),
    container('/saleday-worker2', 'paused', {}),
    container('/saleday-external-load-balancer', 'running', {}),
  ])
  assert.deepEqual(readNodes(inspected), [
    { name: 'saleday-control-plane', state: 'running', shopPort: 8080 },
    { name: 'saleday-worker', state: 'stopped', shopPort: undefined },
    { name: 'saleday-worker2', state: 'paused', shopPort: undefined },
  ])
})
