import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookAt, onlyFails } from '../testing/fake-cluster.ts'
import { lab06 } from './06-request.ts'

const trace = '0123456789abcdef0123456789abcdef'
const line = (method: string, route: string, status: number, traceId = trace) =>
  JSON.stringify({ method, route, status, traceId })
const name = (service: string) => `name=${service},`
const objects = { 'configmap lab-trace': { data: { trace } } }
const outputs = {
  [name('product')]: `not JSON ${trace}\n${line('GET', '/api/products', 200)}`,
  [name('order')]: line('POST', '/api/orders', 201),
  [name('payment')]: line('PUT', '/internal/payments/:orderId', 200),
  [name('bank')]: line('POST', '/bank/v1/authorisations', 201),
}

test('lab 6 is done where the trace is in all logs', async () => {
  assert.deepEqual((await lookAt(lab06, { objects, outputs })).done, [true, true, true])
})

test('lab 6 before it, or with something else written down: nothing is done', async () => {
  assert.deepEqual((await lookAt(lab06, { objects: {}, outputs })).done, [false, false, false])
  assert.deepEqual(
    (await lookAt(lab06, { objects: { 'configmap lab-trace': { data: { trace: '' } } }, outputs })).done,
    [false, false, false],
  )
})

test('lab 6 with a checkout that was refused, a trace that nobody looked with, a bank that was not asked', async () => {
  await onlyFails(lab06, 2, /POST \/api\/orders 409/, {
    objects,
    outputs: { ...outputs, [name('order')]: line('POST', '/api/orders', 409) },
  })
  const other = line('GET', '/api/products', 200, 'f'.repeat(32))
  await onlyFails(lab06, 1, /^nothing$/, { objects, outputs: { ...outputs, [name('product')]: other } })
  await onlyFails(lab06, 3, /bank: nothing/, { objects, outputs: { ...outputs, [name('bank')]: '' } })
})
