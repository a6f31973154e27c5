import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerHeaders, requestHeaders } from './gateway-headers.ts'

const sent = (raw: string[]) => {
  const incoming = Object.fromEntries(
    raw.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1]!]] : [])),
  )
  const out = requestHeaders(raw, incoming, '192.0.2.7')
  return Object.fromEntries(out.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), out[i + 1]!]] : [])))
}

test('requestHeaders says where the request comes from, whatever the client says', () => {
  const headers = sent([
    'Host',
    'shop:8080',
    'X-Forwarded-For',
    '10.0.0.1',
    'X-Forwarded-Proto',
    'https',
    'Forwarded',
    'for=10.0.0.1',
    'X-Real-IP',
    '10.0.0.1',
  ])
  assert.deepEqual(headers, {
    host: 'shop:8080',
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': 'shop:8080',
  })
})

test('requestHeaders drops what only the shop may say, and what is for one connection only', () => {
  const headers = sent([
    'Connection',
    'close, X-Mine',
    'X-Mine',
    '1',
    'Keep-Alive',
    'timeout=5',
    'TE',
    'trailers',
    'Upgrade',
    'h2c',
    'X-Deadline-Ms',
    '1',
    'X-Service-Token',
    'x',
    'Expect',
    '100-continue',
  ])
  assert.deepEqual(Object.keys(headers).sort(), ['x-forwarded-for', 'x-forwarded-proto'])
})

test('requestHeaders passes on what the services need', () => {
  const headers = sent([
    'Authorization',
    'Bearer x',
    'Cookie',
    'a=b',
    'Idempotency-Key',
    'k',
    'traceparent',
    '00-1-2-01',
    'X-Request-Id',
    'r',
    'If-None-Match',
    '"e"',
  ])
  assert.equal(Object.keys(headers).length, 6 + 2)
  assert.equal(headers.traceparent, '00-1-2-01')
})

test('answerHeaders keeps every cookie and drops what is for one connection only', () => {
  assert.deepEqual(
    answerHeaders({
      'set-cookie': ['a=1', 'b=2'],
      etag: '"x"',
      connection: 'close',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
    }),
    ['set-cookie', 'a=1', 'set-cookie', 'b=2', 'etag', '"x"'],
  )
})
