import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrderReason, OrderState } from '@saleday/contracts/order'
import { isFinal, isUndecided, orderWords, shortId, stateNames, wasOrdered } from './order-words.ts'

test('every state has words, with every reason and without one', () => {
  for (const state of OrderState.options)
    for (const reason of [null, ...OrderReason.options]) {
      const { title, text } = orderWords({ state, reason })
      assert.ok(stateNames[state] && title && text)
      assert.doesNotMatch(`${title} ${text}`, /undefined|null| {2}/)
    }
})

test('a refused order says why, and that nothing is paid', () => {
  const { text, tone } = orderWords({ state: 'rejected', reason: 'out_of_stock' })
  assert.equal(tone, 'bad')
  assert.match(text, /Not enough was left.*You pay nothing/)
})

test('states are undecided, ordered or refused, and for good or not', () => {
  assert.deepEqual(OrderState.options.filter(isUndecided), ['placed'])
  assert.deepEqual(OrderState.options.filter(wasOrdered), ['confirmed', 'cancelled', 'shipped'])
  assert.deepEqual(OrderState.options.filter(isFinal), ['rejected', 'cancelled', 'shipped'])
})

test('an order is called by the random end of its id', () => {
  assert.equal(shortId('019b8d2b-8c00-7fcb-890e-5b581bda5b20'), '1BDA5B20')
})
