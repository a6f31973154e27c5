import assert from 'node:assert/strict'
import { test } from 'node:test'
import { earlier, later, lookAt, onlyFails } from '../testing/fake-cluster.ts'
import { report, runsDir } from '../testing/fake-reports.ts'
import { lab07 } from './07-sale-day.ts'

const autoscaler = [
  { service: 'product', from: 2, to: 4, because: [{ name: 'requests/s', value: 19, target: 5, unit: '' }] },
]
const grown = {
  cluster: { nodes: [], pods: [], rollouts: [], autoscaler },
  timeline: { services: { product: { ready: [2, 3, 4], requestsPerSecond: [1, 20, 19], p95Ms: [3, null, 8] } } },
}
const objects = {
  'scaledobject product': { metadata: { name: 'product', annotations: {} } },
  'horizontalpodautoscaler keda-hpa-product': { metadata: { creationTimestamp: later } },
}
const second = { startedAt: '2026-11-28T09:09:00Z' }

test('lab 7 is done after a sale that grew, and then one that did not', async (t) => {
  const looked = { runsDir: runsDir(t, report(grown), report(second)) }
  const { done, found } = await lookAt(lab07, { objects }, looked)
  assert.deepEqual(done, [true, true, true, true])
  assert.match(found[0]!, /4 pods wanted: requests\/s 19 where 5 are enough/)
})

test('lab 7 before it: sales of an earlier lab do not count, and the autoscaler was not paused', async (t) => {
  const old = { startedAt: earlier }
  const looked = { runsDir: runsDir(t, report({ ...grown, ...old }), report(old)) }
  const world = {
    objects: { ...objects, 'horizontalpodautoscaler keda-hpa-product': { metadata: { creationTimestamp: earlier } } },
  }
  assert.deepEqual((await lookAt(lab07, world, looked)).done, [false, false, false, false])
})

test('lab 7 with the sales the other way round, with a failed one, and with the autoscaler still paused', async (t) => {
  const round = { runsDir: runsDir(t, report(), report({ ...grown, ...second })) }
  await onlyFails(lab07, 3, /no such sale/, { objects }, round)
  const bad = { verdict: { result: 'failed', reasons: ['3 checkouts had no definite answer'] } }
  await onlyFails(
    lab07,
    2,
    /failed, 120 checkouts.*3 checkouts/,
    { objects },
    { runsDir: runsDir(t, report({ ...grown, ...bad }), report(second)) },
  )
  const paused = { metadata: { annotations: { 'autoscaling.keda.sh/paused-replicas': '2' } } }
  const looked = { runsDir: runsDir(t, report(grown), report(second)) }
  await onlyFails(lab07, 4, /paused-replicas/, { objects: { ...objects, 'scaledobject product': paused } }, looked)
})
