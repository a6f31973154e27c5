import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contracts } from '@saleday/contracts/all'
import { targetOf } from './gateway-routes.ts'

test('targetOf, every public route of the services, leads to the service that has it', () => {
  for (const { service, routes } of contracts) {
    for (const { path, operation } of routes) {
      const isInside = /^\/(internal|webhooks|\.well-known)\//.test(path)
      assert.deepEqual(targetOf(path), isInside ? undefined : { upstream: service, path }, operation)
    }
  }
})

test('targetOf keeps the query as it is', () => {
  assert.deepEqual(targetOf('/api/products?q=a%20b&limit=3'), {
    upstream: 'product',
    path: '/api/products?q=a%20b&limit=3',
  })
})

test('targetOf, a document of a service, leads to its /openapi.json', () => {
  assert.deepEqual(targetOf('/openapi/order.json'), { upstream: 'order', path: '/openapi.json' })
  assert.equal(targetOf('/openapi/console.json'), undefined)
  assert.equal(targetOf('/openapi.json'), undefined)
})

test('targetOf, the root, leads to the page', () => {
  assert.equal(targetOf('/'), 'home')
  assert.equal(targetOf('/?utm=1'), 'home')
})

test('targetOf, anything else, leads nowhere', () => {
  for (const url of [
    '/internal/prices',
    '/webhooks/bank',
    '/readyz',
    '/metrics',
    '/faults',
    '/api',
    '/api/',
    '/api/productsandmore',
    '/apix',
    '//api/orders',
    '/API/orders',
    'http://shop/api/orders',
    '*',
    '/bankruptcy',
    '/api/orders/../../internal/prices',
    '/api/orders/%2e%2e/internal',
    '/api/orders/.%2E/x',
    '/api/orders/..',
    '/api/products/./x',
    '/api/orders/..%2finternal',
    '/api/orders/..\\internal',
  ]) {
    assert.equal(targetOf(url), undefined, url)
  }
})

test('targetOf, dots that are no dot segments, are let through', () => {
  assert.equal(typeof targetOf('/api/products/images/lamp..svg'), 'object')
  assert.equal(typeof targetOf('/api/products?q=../x'), 'object')
})
