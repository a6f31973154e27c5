import assert from 'node:assert/strict'
import { test } from 'node:test'
import { services } from '@saleday/local/parties'
import type { Autoscaler, Node, Related, Workload } from './objects.ts'
import { readStatus, scalingOf } from './status.ts'
import { showStatus } from './status-table.ts'

const deployment = (name: string, readyReplicas: number): Workload => ({
  kind: 'Deployment',
  metadata: { name, namespace: 'saleday', generation: 1 },
  spec: {
    replicas: 2,
    selector: { matchLabels: { name } },
    template: { spec: { containers: [{ image: `saleday/${name}:dev-0123456789ab` }] } },
  },
  status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas, availableReplicas: readyReplicas },
})

const node = (name: string, status: string): Node => ({
  kind: 'Node',
  metadata: { name },
  status: { conditions: [{ type: 'Ready', status }], nodeInfo: { kubeletVersion: 'v1.36.3' } },
})

const autoscaler: Autoscaler = {
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'keda-hpa-order' },
  spec: {
    scaleTargetRef: { name: 'order' },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [
      { type: 'External', external: { metric: { name: 's1-prometheus' }, target: { averageValue: '25' } } },
      { type: 'External', external: { metric: { name: 's2-cron-Etc-UTC-508xxx' }, target: { averageValue: '1' } } },
      { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 70 } } },
    ],
  },
  status: {
    currentMetrics: [
      { type: 'External', external: { metric: { name: 's1-prometheus' }, current: { averageValue: '2383m' } } },
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 12 } } },
    ],
  },
}

const all = services.map((name) => deployment(name, 2))
const answers = { status: 200, text: 'http://localhost:8080/api/products answers 200 after 9 ms' }
const read = (objects: readonly Related[] | Error, gateway: { status: number | undefined; text: string } = answers) =>
  readStatus({ objects, gateway, stopped: [] })

test('a shop whose services are ready and whose gateway answers sells, and nothing is wrong', () => {
  const status = read([...all, node('saleday-worker', 'True'), autoscaler])
  assert.equal(status.sells, true)
  assert.deepEqual(status.wrong, [])
  assert.match(
    showStatus(status),
    /\norder +2\/2 +order:dev-0123456789ab +0 +requests\/s 2\.4\/25 {2}cpu 12%\/70% {2}2 to 6 pods\n/,
  )
  assert.match(showStatus(status), /\n\nThe shop sells\.$/)
})

test('a pod less and a node away are told, and the shop sells all the same', () => {
  const status = read([...all.slice(1), deployment(services[0], 1), node('saleday-worker', 'Unknown')])
  assert.equal(status.sells, true)
  assert.deepEqual(status.wrong, [
    'node saleday-worker is not ready',
    `Deployment ${services[0]}: 1 of 2 pods are available`,
  ])
  assert.match(showStatus(status), /The shop sells all the same\.$/)
})

test('without one service, or without the gateway, the shop does not sell', () => {
  assert.equal(read([...all.slice(1), deployment(services[0], 0)]).sells, false)
  assert.equal(read(all.slice(1)).sells, false)
  assert.equal(read(all, { status: 503, text: 'answers 503' }).sells, false)
})

test('a cluster that does not answer is told in one line', () => {
  const status = read(new Error('kubectl get\nended with exit code 1:\nThe connection was refused'))
  assert.deepEqual(status.wrong, ['the cluster does not answer: The connection was refused'])
  assert.equal(status.sells, false)
})

test('an autoscaler without measures yet shows its goals', () => {
  assert.equal(scalingOf({ ...autoscaler, status: {} }), 'requests/s ?/25  cpu ?/70%  2 to 6 pods')
})
