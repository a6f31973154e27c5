import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, earlier, lookAt, onlyFails, pod } from '../testing/fake-cluster.ts'
import { lab02 } from './02-front-door.ts'

const before = { pods: ['uid-product-a-1'], revision: 100 }
const startedAt = (time: string) => ({
  'get --raw /metrics': `# TYPE a gauge\nprocess_start_time_seconds ${Date.parse(time) / 1_000}\nb 1\n`,
})
const started = startedAt('2026-11-28T09:04:00Z')
const objects = {
  'configmap lab-etcd': { data: { revision: '104' } },
  'deployment product': { metadata: { resourceVersion: '110' } },
  [api('product')]: [pod('product-a-1')],
}
const line = (time: string, status = 200) =>
  JSON.stringify({ time, requestId: 'lab-2-while-it-is-away', route: '/api/products', status })
const outputs = { ...started, 'logs --selector': `{"other":1}\n${line('2026-11-28T09:03:30Z')}\n` }

test('lab 2 is done where the API server has started anew, and the shop has served before that', async () => {
  assert.deepEqual((await lookAt(lab02, { objects, outputs }, { before })).done, [true, true, true, true])
})

test('lab 2 before it: the pods are there, and nothing else is done', async () => {
  const world = {
    objects: { ...objects, 'configmap lab-etcd': undefined },
    outputs: { ...startedAt(earlier), 'logs --selector': '' },
  }
  assert.deepEqual((await lookAt(lab02, world, { before })).done, [false, false, false, true])
})

test('lab 2 with a number that is not of this Deployment, a request that came too late or failed, and new pods', async () => {
  for (const revision of ['99', '111', 'many', '']) {
    const world = { objects: { ...objects, 'configmap lab-etcd': { data: { revision } } }, outputs }
    await onlyFails(lab02, 1, /you have found/, world, { before })
  }
  await onlyFails(
    lab02,
    3,
    /served at 2026-11-28T09:04:30Z/,
    { objects, outputs: { ...started, 'logs --selector': line('2026-11-28T09:04:30Z') } },
    { before },
  )
  await onlyFails(
    lab02,
    3,
    /no such request/,
    { objects, outputs: { ...started, 'logs --selector': line('2026-11-28T09:03:30Z', 503) } },
    { before },
  )
  await onlyFails(
    lab02,
    4,
    /0 of 1 are there/,
    { objects: { ...objects, [api('product')]: [pod('product-a-2')] }, outputs },
    { before },
  )
})
