import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import test, { after } from 'node:test'
import { newContext } from '@saleday/chassis/context'
import { armFailpoints } from '@saleday/chassis/failpoint'
import { NoAnswer, serviceClient } from '@saleday/chassis/service-client'
import { inner } from './example.ts'
import { chassisFixture, serve } from './fixture.ts'

const { chassis } = chassisFixture()
let calls = 0
const server = await serve(
  createServer((_req, res) => {
    calls++
    res.end('{}')
  }),
)
const client = serviceClient(chassis, { to: 'product', url: server.url })
after(async () => {
  await client.close()
  await server.close()
})

test('a call is a failpoint; one whose answer is lost was made once, and has no answer', async () => {
  const passed: string[] = []
  armFailpoints(async (name, work, lost) => {
    passed.push(name)
    await work()
    throw lost()
  })
  await assert.rejects(
    client.call(inner, {}, newContext(chassis.log, 1_000)),
    (error) => error instanceof NoAnswer && error.reason === 'connection',
  )
  assert.deepEqual(passed, [`call.product.${inner.operation}`])
  assert.equal(calls, 1)
})
