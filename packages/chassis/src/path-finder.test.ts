import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathFinder } from './path-finder.ts'
import { ProblemError } from './problem.ts'

const find = pathFinder(
  new Map([
    ['/api/orders/:orderId', 'order'],
    ['/api/orders', 'orders'],
    ['/api/orders/:orderId/events', 'events'],
    ['/api/orders/mine', 'mine'],
    ['/files/{*path}', 'file'],
  ]),
)

test('a path is found with its parameters, decoded, with and without a slash at its end', () => {
  assert.deepEqual({ ...find('/api/orders/a%20b')?.params }, { orderId: 'a b' })
  assert.equal(find('/api/orders/1/events/')?.value, 'events')
  for (const path of ['/api/orders', '/api/orders/']) assert.equal(find(path)?.value, 'orders')
})

test('a path without parameters goes before one with', () => {
  assert.equal(find('/api/orders/mine')?.value, 'mine')
})

test('nothing is found at a path that nobody named', () => {
  for (const path of [
    '/',
    '',
    '/API/orders',
    '/API/orders/1',
    '/api',
    '/api/orders/1/2',
    '/api/orders//',
    'api/orders',
  ])
    assert.equal(find(path), undefined, path)
})

test('a path that cannot be decoded is refused', () => {
  assert.throws(
    () => find('/api/orders/%E0%A4%A'),
    (error) => error instanceof ProblemError && error.status === 400,
  )
})
