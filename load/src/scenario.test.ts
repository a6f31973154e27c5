import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { smoke } from '../scenarios/smoke.ts'
import { arrivals } from './arrivals.ts'
import { checkoutJourneys, lengthSeconds, plateau, withRate } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { crowdThresholds, shopThresholds } from './thresholds.ts'

test('smoke lasts 30 s, with 10 checkouts/s or more over a plateau of 20 s', () => {
  assert.equal(lengthSeconds(smoke), 30)
  assert.deepEqual(plateau(smoke), { fromMs: 5_000, toMs: 25_000 })
  assert.equal(smoke.leastCheckoutsPerSecond, 10)
  assert.equal(smoke.leastOthersPerCheckout, 5)
})

test('every scenario has a plateau, goes by its own name, and asks for no more than it sends', () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    assert.equal(scenario.name, name)
    assert.ok(plateau(scenario).toMs > plateau(scenario).fromMs)
    assert.ok(scenario.leastCheckoutsPerSecond <= scenario.checkoutsPerSecond)
  }
})

test('the journeys of a run are the area under its rate', () => {
  assert.equal(checkoutJourneys(smoke), 12 * 25)
})

test('arrivals are whole numbers at any rate, and within 1 % or one journey in 100 s of what was asked for', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 1000, noNaN: true }), (rate) => {
      for (const [journey, { stages, timeUnit, preAllocatedVUs, maxVUs }] of Object.entries(
        arrivals(withRate(smoke, rate)),
      )) {
        const perCheckout = { browse: smoke.browsePerCheckout, cart: smoke.cartPerCheckout }[journey] ?? 1
        const perSecond = (stages[0]?.target ?? 0) / Number.parseInt(timeUnit, 10)
        assert.ok(stages.every(({ target }) => Number.isInteger(target)))
        assert.ok(Math.abs(perSecond - rate * perCheckout) <= Math.max(0.01 * rate, 0.01))
        assert.ok(Number.isInteger(preAllocatedVUs) && maxVUs >= preAllocatedVUs)
      }
    }),
  )
})

test('visitors stand ready for a shop that answers no checkout for 30 s, so that none is dropped for its sake', () => {
  const { checkout, browse } = arrivals(smoke)
  assert.ok(checkout.preAllocatedVUs > smoke.checkoutsPerSecond * 30)
  assert.ok(browse.preAllocatedVUs > smoke.checkoutsPerSecond * smoke.browsePerCheckout * 10)
})

test('thresholds: no bad checkout, no failed request, no arrival dropped, and the load that was promised', () => {
  assert.deepEqual(shopThresholds().checkouts_unknown, ['count==0'])
  assert.deepEqual(shopThresholds().failures_product, ['count==0'])
  assert.equal(Object.hasOwn(shopThresholds(), 'failures_checkout'), false)
  assert.deepEqual(crowdThresholds(smoke), {
    dropped_iterations: ['count==0'],
    plateau_checkouts: ['count>=200'],
    plateau_other_requests: ['count>=1200'],
  })
})
