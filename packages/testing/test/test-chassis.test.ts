import assert from 'node:assert/strict'
import test from 'node:test'
import express from 'express'
import { listen } from '../src/listen.ts'
import { testChassis } from '../src/test-chassis.ts'
import { testTokens } from '../src/test-tokens.ts'

const { customer, service } = testChassis('order').tokens

test('testTokens.customer is taken by the chassis; expired or made for another audience it is not', async () => {
  assert.equal(await customer.verify(await testTokens.customer('c-1')), 'c-1')
  const past = Math.floor(Date.now() / 1000) - 1
  await assert.rejects(customer.verify(await testTokens.customer('c-1', { exp: past })), { code: 'token_expired' })
  await assert.rejects(customer.verify(await testTokens.customer('c-1', { aud: 'other' })), { code: 'unauthenticated' })
  await assert.rejects(customer.verify(await testTokens.customer('c-1', { sub: undefined })), {
    code: 'unauthenticated',
  })
})

test('testTokens.service is taken by the service that it is for, and by no other; nor is a customer taken for one', async () => {
  assert.equal(await service.verify(await testTokens.service('cart', 'order')), 'cart')
  assert.equal(await service.verify(await testChassis('payment').tokens.service.tokenFor('order')), 'payment')
  await assert.rejects(service.verify(await testTokens.service('cart', 'product')), { code: 'unauthenticated' })
  await assert.rejects(service.verify(await testTokens.customer('c-1', { aud: 'order' })), { code: 'unauthenticated' })
  await assert.rejects(customer.verify(await testTokens.service('cart', 'order')), { code: 'unauthenticated' })
})

test('listen serves the app, and its close does not wait for connections that are kept', async () => {
  const app = express().get('/', (_, res) => void res.send('hello'))
  const { url, close } = await listen(app)
  assert.equal(await (await fetch(url)).text(), 'hello')
  await close()
  await assert.rejects(fetch(url))
})
