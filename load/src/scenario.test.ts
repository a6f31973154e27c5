import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arrivals } from './arrivals.ts'
import { journeys, lengthSeconds, plateau, visits, withRate } from './scenario.ts'
import { shippedScenario, shippedScenarios } from './scenarios.ts'
import { crowdThresholds, shopThresholds } from './thresholds.ts'

const smoke = shippedScenario('smoke')

test('smoke lasts 30 s, with 10 checkouts/s or more over a plateau of 20 s', () => {
  assert.equal(lengthSeconds(smoke), 30)
  assert.deepEqual(plateau(smoke), { fromMs: 5_000, toMs: 25_000 })
  assert.equal(smoke.leastCheckoutsPerSecond, 10)
  assert.equal(smoke.leastOthersPerCheckout, 5)
})

test('every scenario that comes with the shop is valid and goes by the name of its file', () => {
  const names = Object.keys(shippedScenarios())
  assert.deepEqual(names.sort(), ['flash-sale', 'pod-kill', 'sale-day', 'siege', 'smoke', 'steady'])
  for (const name of names) assert.equal(shippedScenario(name).name, name)
})

test('flash-sale in a cluster sells the same 500 units to three times as many buyers', () => {
  const flash = shippedScenario('flash-sale', 'cluster')
  assert.equal(visits(flash, 'doorbuster'), 1_501)
  assert.equal(flash.doorbusterStock, 500)
  assert.ok(flash.expectSoldOut)
})

test('flash-sale has 5,000 buyers and a few more for 500 units, and all of them can pay', () => {
  const flash = shippedScenario('flash-sale')
  assert.equal(visits(flash, 'doorbuster'), 5_003)
  assert.equal(visits(flash, 'checkout'), 0)
  assert.equal(flash.doorbusterStock, 500)
  assert.equal(flash.declinedShare, 0)
  assert.ok(flash.expectSoldOut)
})

test('the visits of a run are the area under its rate', () => {
  assert.equal(visits(smoke, 'checkout'), 12 * 25)
  assert.equal(visits(smoke, 'cart'), 12 * 25 * 0.2)
})

test('arrivals are whole numbers at any rate, and within 1 % or one journey in 100 s of what was asked for', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 1000, noNaN: true }), (rate) => {
      const planned = arrivals(withRate(smoke, rate))
      for (const journey of journeys) {
        const { stages, timeUnit, preAllocatedVUs, maxVUs } = planned[journey]!
        const perSecond = (stages[0]?.target ?? 0) / Number.parseInt(timeUnit, 10)
        assert.ok(stages.every(({ target }) => Number.isInteger(target)))
        assert.ok(Math.abs(perSecond - rate * smoke.journeys[journey]) <= Math.max(0.01 * rate, 0.01))
        assert.ok(Number.isInteger(preAllocatedVUs) && maxVUs === preAllocatedVUs)
      }
    }),
  )
})

test('journeys that nobody makes have no visitors', () => {
  assert.deepEqual(Object.keys(arrivals(shippedScenario('flash-sale'))), ['doorbuster'])
})

test('visitors stand ready for a shop that answers no checkout for 30 s, so that none is dropped for its sake', () => {
  const { checkout, browse } = arrivals(smoke)
  assert.ok(checkout!.preAllocatedVUs > smoke.checkoutsPerSecond * 30)
  assert.ok(browse!.preAllocatedVUs > smoke.checkoutsPerSecond * smoke.journeys.browse * 10)
})

test('thresholds: no bad checkout, no failed request, no arrival dropped, and the load that was promised', () => {
  assert.deepEqual(shopThresholds().checkouts_unknown, ['count==0'])
  assert.deepEqual(shopThresholds().failures_product, ['count==0'])
  assert.equal(Object.hasOwn(shopThresholds(), 'failures_checkout'), false)
  assert.deepEqual(crowdThresholds(smoke), {
    dropped_iterations: ['count==0'],
    plateau_checkouts: ['count>=200'],
    plateau_other_requests: ['count>=1000'],
  })
})
