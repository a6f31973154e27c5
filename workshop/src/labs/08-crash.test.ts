import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookAt, onlyFails } from '../testing/fake-cluster.ts'
import { report, runsDir } from '../testing/fake-reports.ts'
import { lab08 } from './08-crash.ts'

const kill = {
  kind: 'kill',
  service: 'payment',
  says: 'SIGKILL to a process of payment',
  hit: 'payment-a-1',
  inFlight: 2,
  checkoutsInFlight: 3,
  replacedMs: 2100,
}
const objects = { 'configmap lab-report': { data: { checkouts: '3' } } }

test('lab 8 is done after a sale with a kill that nobody noticed, whose number was written down', async (t) => {
  const looked = { runsDir: runsDir(t, report({ events: [kill] }), report()) }
  assert.deepEqual((await lookAt(lab08, { objects }, looked)).done, [true, true, true, true])
})

test('lab 8 before it, or after a kill of another service, or one that hit nothing: nothing is done', async (t) => {
  for (const events of [[], [{ ...kill, service: 'order' }], [{ ...kill, hit: null }]]) {
    const looked = { runsDir: runsDir(t, report({ events })) }
    assert.deepEqual((await lookAt(lab08, { objects: {} }, looked)).done, [false, false, false, false])
  }
})

test('lab 8 with a pod that did not come back, a book that does not balance, a wrong number', async (t) => {
  const sale = (more: object) => ({ runsDir: runsDir(t, report({ events: [kill], ...more })) })
  await onlyFails(lab08, 2, /no report says/, { objects }, sale({ events: [{ ...kill, replacedMs: null }] }))
  const books = [1, 2, 3, 4, 5, 6].map((number) => ({ number, holds: number !== 3 }))
  await onlyFails(lab08, 3, /5 of 6 books balance/, { objects }, sale({ audit: { books } }))
  await onlyFails(
    lab08,
    4,
    /you say 4; the report says 3/,
    { objects: { 'configmap lab-report': { data: { checkouts: '4' } } } },
    sale({}),
  )
})
