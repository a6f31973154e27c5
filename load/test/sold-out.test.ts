import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Scenario } from '../src/scenario.ts'
import { crowdOn, short, withK6 } from './crowd-on.ts'
import { isCheckout, type Mood } from './fake-shop.ts'

const flash: Scenario = {
  ...short,
  checkoutsPerSecond: 20,
  journeys: { checkout: 0, browse: 0, search: 0, cart: 0, history: 0, doorbuster: 1 },
  leastOthersPerCheckout: 0.5,
  declinedShare: 0,
  doorbusterStock: 15,
  expectSoldOut: true,
}

test(
  'many fight for a few of one product: all are sold, everybody else is told so, and the run passes',
  withK6,
  async () => {
    const { result, orders } = await crowdOn(undefined, { scenario: flash, doorbusters: 15 })
    assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
    const { byOutcome, intents } = result.summary!.checkouts
    assert.equal(orders, 15)
    assert.deepEqual([byOutcome.confirmed, byOutcome.sold_out], [15, intents - 15])
  },
)

test('many fight for a few, and one more is told that it is theirs: the run fails', withK6, async () => {
  let soldTwice = false
  const sellOneTooMany: Mood = (call) => {
    if (soldTwice || !isCheckout(call)) return undefined
    soldTwice = true
    const { lines, expectedTotalCents } = call.body as { lines: unknown; expectedTotalCents: number }
    const order = { id: crypto.randomUUID(), state: 'confirmed', reason: null, lines, totalCents: expectedTotalCents }
    lost.set(`/api/orders/${order.id}`, order)
    return { status: 201, body: order }
  }
  const lost = new Map<string, unknown>()
  const mood: Mood = (call) => (lost.has(call.path) ? { status: 200, body: lost.get(call.path) } : sellOneTooMany(call))
  const { result } = await crowdOn(mood, { scenario: flash, doorbusters: 15 })
  assert.equal(result.verdict.exitCode, 1)
  assert.deepEqual(result.verdict.reasons, ['16 buyers were told that they have the doorbuster; there were 15 units'])
})
