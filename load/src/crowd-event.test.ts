import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOfAnswer, outcomeOfGivingUp, outcomeOfOrder } from './checkout-outcome.ts'
import { type CrowdEvent, readCrowdEvent } from './crowd-event.ts'
import { newProgress } from './progress.ts'

const checkout = {
  saleday: 'checkout',
  key: 'k',
  outcome: 'confirmed',
  status: 201,
  code: '',
  orderId: 'o',
  attempts: 1,
  ms: 9,
} as const
const failure = {
  saleday: 'failure',
  kind: 'list',
  status: 500,
  code: '',
  requestId: 'r',
  attempts: 3,
  says: 'GET /',
} as const

test('a line of the crowd is an event; lines of k6, broken ones and other JSON are not', () => {
  assert.deepEqual(readCrowdEvent(JSON.stringify(checkout)), checkout)
  for (const line of ['', 'Request Failed', '{"saleday":"che', '{"level":"info"}'])
    assert.equal(readCrowdEvent(line), undefined)
})

test('a definite answer tells the buyer one thing, and one that no buyer should get is a failure', () => {
  assert.equal(outcomeOfAnswer(201, ''), 'confirmed')
  assert.equal(outcomeOfAnswer(402, 'payment_declined'), 'declined')
  assert.equal(outcomeOfAnswer(409, 'out_of_stock'), 'sold_out')
  assert.equal(outcomeOfAnswer(409, 'price_changed'), 'price_changed')
  assert.equal(outcomeOfAnswer(409, 'timed_out'), 'timed_out')
  for (const status of [200, 400, 401, 402, 404, 409, 422]) assert.equal(outcomeOfAnswer(status, ''), 'failed')
})

test('whoever gave up was turned away when the last answer said so, and knows nothing otherwise', () => {
  assert.equal(outcomeOfGivingUp(503), 'shed')
  assert.equal(outcomeOfGivingUp(429), 'shed')
  for (const status of [0, 500, 502, 504]) assert.equal(outcomeOfGivingUp(status), 'unknown')
})

test('a watched order tells its buyer nothing until it is decided', () => {
  assert.equal(outcomeOfOrder({ state: 'placed', reason: null }), undefined)
  assert.equal(outcomeOfOrder({ state: 'confirmed', reason: null }), 'confirmed')
  assert.equal(outcomeOfOrder({ state: 'cancelling', reason: 'out_of_stock' }), 'sold_out')
  assert.equal(outcomeOfOrder({ state: 'rejected', reason: 'payment_declined' }), 'declined')
  assert.equal(outcomeOfOrder({ state: 'cancelled', reason: 'capture_refused' }), 'declined')
  assert.equal(outcomeOfOrder({ state: 'rejected', reason: 'timed_out' }), 'timed_out')
  assert.equal(outcomeOfOrder({ state: 'cancelled', reason: 'customer_cancelled' }), 'failed')
})

test('progress is one line of counts, and each thing that went wrong a line of its own, up to a bound', () => {
  const said: string[] = []
  const progress = newProgress((line) => said.push(line))
  const events: CrowdEvent[] = [{ saleday: 'start', at: 0 }, checkout, checkout, { ...checkout, outcome: 'sold_out' }]
  for (const event of events) progress.take(event)
  assert.equal(progress.line(12_400), '  12 s  3 checkouts answered: 2 confirmed, 1 sold out; 0 other failures')
  assert.deepEqual(said, [])
  for (let i = 0; i < 50; i++) progress.take(failure)
  progress.take({ ...checkout, outcome: 'unknown' })
  assert.equal(said[0], 'GET / (3 attempts, request r)')
  assert.equal(said.length, 21)
  assert.match(progress.line(13_000), /4 checkouts answered: 2 confirmed, 1 sold out, 1 unknown; 50 other failures/)
})
