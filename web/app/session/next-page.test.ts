import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loginHref, nextPage } from './next-page.ts'

test('after logging in a customer goes on where it was asked for', () => {
  const next = new URL(loginHref('/orders?cursor=a_b'), 'http://shop.invalid').searchParams.get('next')
  assert.equal(nextPage(next!), '/orders?cursor=a_b')
  assert.equal(nextPage(undefined), '/')
})

test('nobody is led to another site, nor in a circle', () => {
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/login?next=/',
    'x',
  ])
    assert.equal(nextPage(next), '/', next)
})
