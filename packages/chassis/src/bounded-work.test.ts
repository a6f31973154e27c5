import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testChassis } from '@saleday/testing/test-chassis'
import { boundedWork } from './bounded-work.ts'
import { newContext } from './context.ts'

const context = (timeoutMs = 8_000) => newContext(testChassis('auth').log, timeoutMs)

it('runs so many at once, lets so many wait, refuses the rest, and is free afterwards', async () => {
  const work = boundedWork({ what: 'logins', concurrency: 2, queueMax: 3 })
  let running = 0
  let most = 0
  const one = () =>
    work.run(context(), async () => {
      most = Math.max(most, ++running)
      await sleep(5)
      running--
    })
  const results = await Promise.allSettled(Array.from({ length: 10 }, one))
  assert.deepEqual(
    results.map(({ status }) => status),
    [...Array(5).fill('fulfilled'), ...Array(5).fill('rejected')],
  )
  const { reason } = results[9] as PromiseRejectedResult
  assert.equal(reason.code, 'overloaded')
  assert.match(reason.message, /Too many logins at once/)
  assert.equal(most, 2)
  await one()
})

it('work that throws gives its place to the next', async () => {
  const work = boundedWork({ what: 'logins', concurrency: 1, queueMax: 1 })
  const failing = work.run(context(), () => Promise.reject(new Error('broken')))
  const next = work.run(context(), async () => 'done')
  await assert.rejects(failing, /broken/)
  assert.equal(await next, 'done')
})

it('work whose deadline passed while it waited is not begun', async () => {
  const work = boundedWork({ what: 'logins', concurrency: 1, queueMax: 1 })
  const slow = work.run(context(), () => sleep(20))
  let begun = false
  const late = work.run(context(5), async () => {
    begun = true
  })
  await assert.rejects(late, { code: 'deadline_exceeded' })
  assert.equal(begun, false)
  await slow
})
