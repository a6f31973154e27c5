import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, earlier, later, lookAt, onlyFails } from '../testing/fake-cluster.ts'
import { report, runsDir } from '../testing/fake-reports.ts'
import { lab09 } from './09-version.ts'

const before = { revision: 4 }
const withEnv = (...env: [name: string, value: string][]) => ({
  containers: [{ name: 'product', env: env.map(([name, value]) => ({ name, value })) }],
})
const product = (revision: number, ...env: [string, string][]) =>
  deployment('product', 2, withEnv(...env), { 'deployment.kubernetes.io/revision': String(revision) })
const badSet = (replicas: number, at = later) => ({
  metadata: { name: 'product-bad', creationTimestamp: at },
  spec: { replicas, template: { spec: withEnv(['LAB_VERSION', '2'], ['ADMIN_PORT', '9999']) } },
})
const sets = 'replicasets --selector app.kubernetes.io/name=product'
const objects = { 'deployment product': product(7, ['LAB_VERSION', '2']), [sets]: [badSet(0)] }
const sold = report({
  cluster: { nodes: [], pods: [], autoscaler: [], rollouts: [{ service: 'product', outcome: 'done' }] },
})

test('lab 9 is done where the new version runs, the bad one is gone, and customers noticed nothing', async (t) => {
  assert.deepEqual((await lookAt(lab09, { objects }, { before, runsDir: runsDir(t, sold) })).done, [
    true,
    true,
    true,
    true,
  ])
})

test('lab 9 before it: nothing is done', async (t) => {
  const world = { objects: { 'deployment product': product(4), [sets]: [] } }
  assert.deepEqual((await lookAt(lab09, world, { before, runsDir: runsDir(t) })).done, [false, false, false, false])
})

test('lab 9 undone too far, with the bad version still there or an old one, with a history too short, with a sale without the rollout', async (t) => {
  const looked = { before, runsDir: runsDir(t, sold) }
  const change = (more: object) => ({ objects: { ...objects, ...more } })
  await onlyFails(lab09, 1, /LAB_VERSION=not set/, change({ 'deployment product': product(8) }), looked)
  await onlyFails(lab09, 2, /wants 1 pods now/, change({ [sets]: [badSet(1)] }), looked)
  await onlyFails(lab09, 2, /no such ReplicaSet/, change({ [sets]: [badSet(0, earlier)] }), looked)
  await onlyFails(
    lab09,
    3,
    /revision 5; it was 4/,
    change({ 'deployment product': product(5, ['LAB_VERSION', '2']) }),
    looked,
  )
  await onlyFails(lab09, 4, /in none of 1 sales/, { objects }, { before, runsDir: runsDir(t, report()) })
})
