import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestWriter } from './load-plan.ts'

test('requestWriter writes a request as HTTP has it', () => {
  const write = requestWriter({ path: '/api/products', headers: { cookie: 'a=b' } })
  assert.equal(String(write()), 'GET /api/products HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: a=b\r\n\r\n')
})

test('requestWriter puts a new id for each {uuid}, and the length is right with it', () => {
  const write = requestWriter({ method: 'PUT', path: '/orders/{uuid}', body: '{"id":"{uuid}","name":"ä"}' })
  const [first, second] = [String(write()), String(write())]
  assert.notEqual(first, second)
  assert.doesNotMatch(first, /\{uuid\}/)
  const [head, body] = first.split('\r\n\r\n')
  assert.equal(/content-length: (\d+)/.exec(head!)![1], String(Buffer.byteLength(body!)))
  assert.notEqual(/orders\/(\S+)/.exec(head!)![1], JSON.parse(body!).id)
})
