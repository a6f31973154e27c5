import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contracts } from '@saleday/contracts/all'
import { targetOf } from './gateway-routes.ts'

test('targetOf, every public route of the services, leads to the service that has it', () => {
  for (const { service, routes } of contracts) {
    for (const { path, operation } of routes) {
      const target = targetOf(path)
      const isInside = /^\/(internal|webhooks|\.well-known)\//.test(path)
      if (isInside) assert.notEqual(target?.upstream, service, operation)
      else assert.deepEqual(target, { upstream: service, path }, operation)
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
  assert.deepEqual(targetOf('/openapi/web.json'), { upstream: 'web', path: '/openapi.json' })
  assert.equal(targetOf('/openapi/console.json'), undefined)
})

test('targetOf, the root and whatever no service has, leads to the storefront', () => {
  for (const url of [
    '/',
    '/?utm=1',
    '/category/lighting',
    '/products/0190c0de-0000-7000-8000-000000000001',
    '/assets/index-B2xK3.js',
    '/apix',
    '/bankruptcy',
    '/API/orders',
    '//api/orders',
    '/.well-known/security.txt',
    '/readyz',
    '/metrics',
  ]) {
    assert.deepEqual(targetOf(url), { upstream: 'web', path: url })
  }
})

test('targetOf, what outsiders do not reach, an API that is not there, and what is no path, leads nowhere', () => {
  for (const url of [
    '/internal/prices',
    '/internal',
    '/webhooks/bank',
    '/api',
    '/api/',
    '/api/productsandmore',
    '/api/nothing?q=/',
    'http://shop/api/orders',
    '*',
    '/../internal/prices',
    '/assets/%2e%2e/internal',
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
