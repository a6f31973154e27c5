import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkoutRate } from './checkout-rate.ts'
import { countDecided, readDecided } from './count-decided.ts'

const metrics = `# HELP saleday_orders_decided_total Orders
# TYPE saleday_orders_decided_total counter
saleday_orders_decided_total{outcome="confirmed"} 7
saleday_orders_decided_total{outcome="out_of_stock"} 2
saleday_checkouts_refused_total{code="out_of_stock"} 3
saleday_checkouts_refused_total{code="price_changed"} 1
saleday_orders_open{state="placed"} 4
saleday_orders_open{state="cancelling"} 1
saleday_orders_open_oldest_seconds{state="placed"} 2.5
`
const decided = (outcomes: Record<string, number>, open = 0) => ({ outcomes: new Map(Object.entries(outcomes)), open })
const isNew = { isNew: true }

test('readDecided reads what a process of order decided and refused, and how many orders are open', () => {
  assert.deepEqual(readDecided(metrics), decided({ confirmed: 7, out_of_stock: 5, price_changed: 1 }, 5))
  assert.equal(readDecided('# TYPE http_requests_total counter\n'), undefined)
})

test('what was decided before the first look does not count; a process that is new counts from its beginning', () => {
  const count = countDecided()
  count.take(new Map([['a', { ...decided({ confirmed: 100 }), isNew: false }]]))
  assert.equal(count.totals().confirmed, 0)
  const later = { ...decided({ confirmed: 103, out_of_stock: 1, payment_declined: 1 }, 2), ...isNew }
  count.take(
    new Map([
      ['a', later],
      ['b', { ...decided({ confirmed: 2, timed_out: 1 }, 2), ...isNew }],
    ]),
  )
  const totals = { confirmed: 5, soldOut: 1, declined: 1, refused: 1, undecided: 2, failed: null }
  assert.deepEqual(count.totals(), totals)
  // A round in which nobody answers changes nothing, and neither does one who does not answer for a while.
  count.take(new Map())
  count.take(new Map([['a', later]]))
  assert.deepEqual(count.totals(), totals)
})

test('checkoutRate is taken over the last five seconds, and begins anew when somebody else counts', () => {
  const rate = checkoutRate()
  const totals = (confirmed: number) => ({ confirmed, soldOut: 1, declined: 0, refused: 0, undecided: 9, failed: null })
  assert.equal(rate.take('order', totals(0), 0), null)
  assert.equal(rate.take('order', totals(10), 1_000), 10)
  assert.equal(rate.take('order', totals(10), 5_000), 2)
  assert.equal(rate.take('order', totals(10), 6_000), 0)
  assert.equal(rate.take('run-1', totals(500), 7_000), null)
})
