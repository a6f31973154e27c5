import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { OutboxKind } from '@saleday/order/order'
import { bothOrderStores, confirmedOrder, type OrderStores, pause } from './order-stores.ts'

/** What becomes of work that has failed for long: the same of both the real stores and the simulated ones. */

for (const [name, open] of Object.entries(bothOrderStores)) {
  describe(`work set aside in the ${name} stores`, () => {
    let stores: OrderStores
    before(async () => {
      stores = await open()
    })
    after(() => stores.close())

    const confirmed = () => confirmedOrder(stores, randomUUIDv7())
    /** Takes also what other tests have left, so nothing for long. */
    const claim = async (orderId: string, kind: OutboxKind) =>
      (await stores.outbox.claim(kind, 1_000, 0)).find((row) => row.orderId === orderId)
    const setAside = async (orderId: string, kind: OutboxKind, error = 'it was away') => {
      await pause(5)
      await stores.outbox.setAside((await claim(orderId, kind))!, error)
    }
    const listed = async (filter: Parameters<OrderStores['aside']['list']>[0], limit = 100) =>
      (await stores.aside.list(filter, limit)).map(({ orderId, kind }) => [orderId, kind])
    const countOf = async (kind: OutboxKind) => (await stores.outbox.countWaiting([kind]))[0]!

    test('a row that is set aside is taken by nobody, and listed with its error', async () => {
      const id = await confirmed()
      await setAside(id, 'capture', 'e'.repeat(600))
      assert.equal(await claim(id, 'capture'), undefined)
      const [row] = await stores.aside.list({ orderId: id }, 100)
      const { createdAt, setAsideAt, ...rest } = row!
      assert.deepEqual(rest, { orderId: id, kind: 'capture', attempts: 1, lastError: 'e'.repeat(500) })
      assert.ok(createdAt < setAsideAt)
      assert.ok(await claim(id, 'commit'), 'other work of the order goes on')
      assert.equal(await stores.orders.ship(id), false)
    })

    test('a list is of a kind, of an order, or of all, the longest set aside first', async () => {
      await stores.aside.replay({}, 1_000)
      const [one, other] = [await confirmed(), await confirmed()]
      await setAside(other, 'commit')
      await setAside(one, 'commit')
      await setAside(one, 'take_out')
      const ofOther = [other, 'commit']
      const ofOne = [one, 'commit']
      assert.deepEqual(await listed({}), [ofOther, ofOne, [one, 'take_out']])
      assert.deepEqual(await listed({}, 1), [ofOther])
      assert.deepEqual(await listed({ kind: 'commit' }), [ofOther, ofOne])
      assert.deepEqual(await listed({ kind: 'commit', orderId: one }), [ofOne])
      assert.deepEqual(await listed({ kind: 'void' }), [])
    })

    test('a replayed row is due at once, with all its attempts before it', async () => {
      const [one, other] = [await confirmed(), await confirmed()]
      for (const id of [one, other]) await setAside(id, 'capture')
      assert.equal(await stores.aside.replay({ kind: 'void', orderId: one }, 100), 0)
      assert.equal(await stores.aside.replay({ orderId: one }, 100), 1)
      assert.equal((await claim(one, 'capture'))?.attempts, 1)
      assert.equal(await claim(other, 'capture'), undefined)
      assert.deepEqual(await listed({ orderId: one }), [])
      await stores.aside.replay({}, 1_000)
      for (const id of [one, other]) await setAside(id, 'take_out')
      assert.equal(await stores.aside.replay({ kind: 'take_out' }, 1), 1)
      assert.equal(await stores.aside.replay({ kind: 'take_out' }, 100), 1)
    })

    test('whoever took a row before somebody else cannot set it aside, nor one that is done', async () => {
      const id = await confirmed()
      const first = (await claim(id, 'capture'))!
      await pause(10)
      const second = (await claim(id, 'capture'))!
      await stores.outbox.setAside(first, 'too late')
      assert.deepEqual(await listed({ orderId: id }), [])
      await stores.outbox.finish([second])
      await stores.outbox.setAside(second, 'it is done')
      assert.deepEqual(await listed({ orderId: id }), [])
      assert.equal(await stores.aside.replay({ orderId: id }, 100), 0)
    })

    test('a row that is done after all is set aside no more', async () => {
      const id = await confirmed()
      await setAside(id, 'commit')
      await stores.outbox.finish([{ orderId: id, kind: 'commit', attempts: 1, waitedMs: 0 }])
      assert.deepEqual(await listed({ orderId: id }), [])
    })

    test('what is set aside is counted apart from what waits', async () => {
      const before = await countOf('capture')
      const id = await confirmed()
      assert.deepEqual(
        [(await countOf('capture')).count, (await countOf('capture')).setAside],
        [before.count + 1, before.setAside],
      )
      await setAside(id, 'capture')
      assert.deepEqual(
        [(await countOf('capture')).count, (await countOf('capture')).setAside],
        [before.count, before.setAside + 1],
      )
    })
  })
}
