import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LockParts, lockName, readLock, takeLock } from './run-lock.ts'
import { fakeKube } from './testing/fake-kube.ts'
import type { UndoStep } from './undo-step.ts'

const step = (name: string): UndoStep => ({
  id: `image of ${name}`,
  says: `the image of ${name}`,
  does: 'patch',
  ref: { apiVersion: 'apps/v1', kind: 'Deployment', name },
  body: { spec: {} },
})

function parts(cluster: ReturnType<typeof fakeKube>, overrides: Partial<LockParts> = {}) {
  const said: string[] = []
  const undone: string[] = []
  const lockParts: LockParts = {
    kube: cluster.kube,
    me: { run: 'run-2', host: 'here', pid: 20, started: 'b' },
    isAlive: async () => false,
    undo: async ({ id }) => void undone.push(id),
    say: (line) => said.push(line),
    now: () => Date.parse('2026-11-27T09:00:00Z'),
    ...overrides,
  }
  return { lockParts, said, undone }
}

const left = (holder: object, steps: UndoStep[] = [step('order'), step('cart')]) => ({
  kind: 'ConfigMap',
  metadata: { name: lockName, resourceVersion: '1' },
  data: {
    run: 'run-1',
    host: 'here',
    pid: '10',
    started: 'a',
    since: '2026-11-27T08:50:00.000Z',
    renewed: '2026-11-27T08:55:00.000Z',
    undo: JSON.stringify(steps),
    ...holder,
  },
})

const listed = (cluster: ReturnType<typeof fakeKube>): string[] =>
  readLock(cluster.held('ConfigMap', lockName)).steps.map(({ id }) => id)

test('what is to be put back is in the cluster before the change, and off the list when it has been', async () => {
  const cluster = fakeKube()
  const { lockParts, undone } = parts(cluster)
  const lock = await takeLock(lockParts)
  assert.equal(readLock(cluster.held('ConfigMap', lockName)).holder?.run, 'run-2')
  await lock.list.add(step('order'))
  await lock.list.add(step('cart'))
  assert.deepEqual(listed(cluster), ['image of order', 'image of cart'])
  await lock.list.undo('image of order')
  await lock.list.undo('image of order')
  assert.deepEqual([undone, listed(cluster)], [['image of order'], ['image of cart']])
  await lock.list.undoAll()
  await lock.release()
  assert.equal(cluster.held('ConfigMap', lockName), undefined)
})

test('of two changes of the same thing the value of before the first is put back', async () => {
  const cluster = fakeKube()
  const { lockParts } = parts(cluster)
  const { list } = await takeLock(lockParts)
  await list.add({ ...step('order'), body: { spec: { first: true } } } as UndoStep)
  await list.add(step('order'))
  assert.deepEqual(
    readLock(cluster.held('ConfigMap', lockName)).steps.map((each) => (each as { body: object }).body),
    [{ spec: { first: true } }],
  )
})

test('a second sale day is refused with who is at work, on this machine and on another one', async () => {
  const { lockParts } = parts(fakeKube([left({})]), { isAlive: async (pid, started) => pid === 10 && started === 'a' })
  await assert.rejects(takeLock(lockParts), { name: 'UserError', message: /run-1, process 10 on here/ })
  const other = parts(fakeKube([left({ host: 'there' })]))
  await assert.rejects(takeLock(other.lockParts), { name: 'UserError', message: /process 10 on there/ })
})

test('what a dead run has left is put back first, the last change first', async () => {
  for (const holder of [{}, { host: 'there', renewed: '2026-11-27T06:00:00.000Z' }]) {
    const cluster = fakeKube([left(holder)])
    const { lockParts, said, undone } = parts(cluster)
    await takeLock(lockParts)
    assert.deepEqual(undone, ['image of cart', 'image of order'])
    assert.deepEqual(listed(cluster), [])
    assert.match(said.join('\n'), /run-1 .* has ended without putting things back\n.*the image of order/)
  }
})

test('what cannot be put back keeps its place on the list, for the next one', async () => {
  const cluster = fakeKube([left({})])
  const undo = async ({ id }: UndoStep) => {
    if (id === 'image of cart') throw new Error('the API server is away')
  }
  const { lockParts } = parts(cluster, { undo })
  await assert.rejects(takeLock(lockParts), { message: /the image of cart \(the API server is away\)/ })
  assert.deepEqual(listed(cluster), ['image of cart'])
})

test('of two that come at once, only one goes on', async () => {
  const cluster = fakeKube([left({}, [])])
  let reads = 0
  const read = cluster.kube.read
  // Another one is quicker, between our look and our write.
  cluster.kube.read = (async (ref: never) => {
    const found = await read(ref)
    if (reads++ === 0) cluster.put(left({ run: 'run-3', pid: '30' }))
    return found
  }) as never
  const { lockParts } = parts(cluster, { isAlive: async (pid) => pid === 30 })
  await assert.rejects(takeLock(lockParts), { message: /run-3/ })
})
