import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '@saleday/local/user-error'
import { baseUrlInside } from './base-url.ts'

const listeners = [{ protocol: 'HTTP', port: 8000 }]

test('what is given is taken', () => {
  assert.equal(baseUrlInside({ spec: { listeners } }, 'https://shop.example.com'), 'https://shop.example.com')
})

test('the Gateway says where it is', () => {
  const status = { addresses: [{ value: '10.1.2.3' }] }
  assert.equal(baseUrlInside({ spec: { listeners }, status }, undefined), 'http://10.1.2.3:8000')
  const six = { addresses: [{ value: 'fd00::1' }] }
  assert.equal(baseUrlInside({ spec: { listeners }, status: six }, undefined), 'http://[fd00::1]:8000')
})

test('the Traefik of kind:up is found by its Service', () => {
  assert.equal(
    baseUrlInside({ spec: { gatewayClassName: 'traefik', listeners } }, undefined),
    'http://traefik.traefik.svc:8000',
  )
})

test('a Gateway of which nobody knows where it is asks for --url', () => {
  assert.throws(() => baseUrlInside({ spec: { gatewayClassName: 'other', listeners } }, undefined), UserError)
  assert.throws(() => baseUrlInside(undefined, undefined), UserError)
})
