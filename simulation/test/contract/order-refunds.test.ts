import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { newContext } from '@saleday/chassis/context'
import type { Logger } from '@saleday/chassis/logger'
import type { ProblemError } from '@saleday/chassis/problem'
import { refundOrder } from '@saleday/order/refund-order'
import { bothOrderStores, confirmedOrder, type OrderStores, pause } from './order-stores.ts'

/** Refunds of shipped orders: what the real stores and the simulated ones promise, and the transaction that records one. */

const customerId = randomUUIDv7()

for (const [name, open] of Object.entries(bothOrderStores)) {
  describe(`refunds in the ${name} order stores`, () => {
    let stores: OrderStores
    before(async () => {
      stores = await open()
    })
    after(() => stores.close())

    const confirmed = () => confirmedOrder(stores, customerId, ['commit', 'capture'])
    async function shipped() {
      const id = await confirmed()
      const row = { orderId: id, attempts: 1, waitedMs: 0 }
      await stores.outbox.finish([
        { ...row, kind: 'commit' },
        { ...row, kind: 'capture' },
      ])
      assert.equal(await stores.orders.ship(id), true)
      return id
    }
    async function insert(orderId: string, amountCents: number) {
      const refundId = randomUUIDv7()
      assert.equal(await stores.refunds.insert({ refundId, orderId, amountCents }), true)
      await pause(5)
      return (await stores.refunds.find(refundId))!
    }
    const claim = async (orderId: string, leaseMs = 60_000) =>
      (await stores.outbox.claim('refund', 1_000, leaseMs)).find((row) => row.orderId === orderId)

    test('a refund is stored with the work that it asks for, once', async () => {
      const orderId = await shipped()
      const { askedAt, ...refund } = await insert(orderId, 300)
      const { refundId } = refund
      assert.deepEqual(refund, {
        refundId,
        orderId,
        amountCents: 300,
        state: 'refunding',
        refusedFor: null,
        endedAt: null,
      })
      assert.ok(Math.abs(Date.now() - Date.parse(askedAt)) < 60_000)
      assert.equal(await stores.refunds.insert({ refundId, orderId: await shipped(), amountCents: 1 }), false)
      assert.deepEqual(await stores.refunds.find(refundId), { ...refund, askedAt })
      assert.equal(await stores.refunds.find(randomUUIDv7()), undefined)
      const row = await claim(orderId)
      assert.deepEqual([row?.kind, row?.attempts], ['refund', 1])
      assert.equal(await claim(orderId), undefined)
    })

    test('refunds of an order come in the order in which they were asked for', async () => {
      const orderId = await shipped()
      const asked = [await insert(orderId, 3), await insert(orderId, 1), await insert(orderId, 2)]
      await insert(await shipped(), 4)
      assert.deepEqual(await stores.refunds.ofOrder(orderId), asked)
    })

    test('the first end is right, and the customer is told of what was given back', async () => {
      const orderId = await shipped()
      const given = await insert(orderId, 300)
      const refused = await insert(orderId, 200)
      await stores.refunds.end(given, { state: 'refunded' })
      await pause(5)
      await stores.refunds.end(given, { state: 'refused', refusedFor: 'refused_by_bank' })
      await stores.refunds.end(refused, { state: 'refused', refusedFor: 'refund_too_large' })
      const ended = await stores.refunds.ofOrder(orderId)
      assert.deepEqual(
        ended.map(({ state, refusedFor }) => [state, refusedFor]),
        [
          ['refunded', null],
          ['refused', 'refund_too_large'],
        ],
      )
      assert.ok(ended[0]!.endedAt! < ended[1]!.endedAt!)
      const { notices, refunds } = (await stores.orders.findDetail(orderId, customerId))!
      assert.deepEqual(refunds, ended)
      assert.deepEqual(notices, [
        { text: 'We gave €3.00 of what you paid for this order back to your card.', at: ended[0]!.endedAt },
      ])
    })

    test('their row is done when none of them waits, and another one opens it again', async () => {
      const orderId = await shipped()
      const [one, other] = [await insert(orderId, 1), await insert(orderId, 2)]
      await claim(orderId, 0)
      await stores.refunds.end(one, { state: 'refunded' })
      await stores.refunds.finishRow(orderId)
      await pause(5)
      assert.equal((await claim(orderId, 0))?.attempts, 2, 'the other waits')
      await stores.refunds.end(other, { state: 'refunded' })
      await stores.refunds.finishRow(orderId)
      await pause(5)
      assert.equal(await claim(orderId, 0), undefined)
      await pause(20)
      await insert(orderId, 3)
      const again = (await claim(orderId))!
      assert.equal(again.attempts, 1)
      assert.ok(again.waitedMs < 20 + 200, 'it has not waited since the first one')
    })

    test('another one makes a row due that is claimed or set aside, and leaves its age', async () => {
      const orderId = await shipped()
      await insert(orderId, 1)
      await pause(50)
      const row = (await claim(orderId))!
      await insert(orderId, 1)
      const again = (await claim(orderId))!
      assert.equal(again.attempts, 1)
      assert.ok(again.waitedMs > row.waitedMs)
      await stores.outbox.setAside(again, 'it was away')
      assert.equal((await stores.outbox.countWaiting(['refund']))[0]!.setAside, 1)
      await insert(orderId, 1)
      assert.deepEqual(await stores.aside.list({}, 10), [])
      assert.equal((await claim(orderId))?.attempts, 1)
    })

    const codeOf = (asked: Promise<unknown>) => asked.then(String, (error: ProblemError) => error.code ?? String(error))

    test("order's transaction records a refund once, and never more than is left of the total", async () => {
      const kicks: string[] = []
      const parts = { ...stores, onChanged: (orderId: string) => kicks.push(orderId) }
      const ask = (orderId: string, refundId: string, amountCents?: number) =>
        refundOrder(parts, { orderId, refundId, amountCents }, newContext({} as Logger, 310))
      const orderId = await shipped()
      const [first, second, third] = [randomUUIDv7(), randomUUIDv7(), randomUUIDv7()]
      assert.equal((await ask(orderId, first, 300)).state, 'refunding')
      assert.deepEqual(await ask(orderId, first, 300), await stores.refunds.find(first))
      assert.deepEqual(await ask(orderId, first), await stores.refunds.find(first), 'the rest is what it was')
      assert.deepEqual(kicks, [orderId], 'once')
      assert.equal(await codeOf(ask(orderId, first, 301)), 'refund_mismatch')
      assert.equal(await codeOf(ask(orderId, second, 601)), 'refund_too_large')
      await stores.refunds.end((await stores.refunds.find(first))!, { state: 'refused', refusedFor: 'refused_by_bank' })
      assert.equal((await ask(orderId, second)).amountCents, 900, 'what was refused is left')
      assert.equal(await codeOf(ask(orderId, third)), 'refund_too_large')
      assert.equal(await codeOf(ask(await confirmed(), third)), 'not_refundable')
      assert.equal(await codeOf(ask(randomUUIDv7(), third)), 'order_not_found')
      assert.equal(await stores.refunds.find(third), undefined)
    })
  })
}
