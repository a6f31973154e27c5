import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type OutboxKind, outboxKinds, workAfter } from '@saleday/order/order'
import { bothOrderStores, newOrder, type OrderStores, pause } from './order-stores.ts'

/** What both the real stores and the simulated ones promise: the simulation is worth as much as they are alike. */

const customerId = randomUUIDv7()
const hash = Buffer.from('a request')

for (const [name, open] of Object.entries(bothOrderStores)) {
  describe(`the ${name} order store`, () => {
    let stores: OrderStores
    before(async () => {
      stores = await open()
    })
    after(() => stores.close())

    async function place(leaseMs = 60_000, key: string = randomUUIDv7()) {
      const order = newOrder(customerId, { leaseMs, key })
      return { ...order, isNew: await stores.orders.insertOrder(order) }
    }
    const move = (
      orderId: string,
      from: 'placed' | 'confirmed',
      to: 'confirmed' | 'cancelling' | 'cancelled',
      epoch?: number,
    ) =>
      stores.orders.move({
        orderId,
        from,
        to,
        ...(epoch !== undefined && { epoch }),
        ...(to !== 'confirmed' && {
          reason: to === 'cancelled' ? ('customer_cancelled' as const) : ('timed_out' as const),
        }),
        work: workAfter[to],
      })
    const confirmed = async () => {
      const { id } = await place()
      assert.equal(await move(id, 'placed', 'confirmed', 1), true)
      return id
    }
    /** Rows of one order that are due, as a claim gives them. */
    const claim = async (orderId: string, leaseMs = 60_000) => {
      const rows = await Promise.all(outboxKinds.map((kind) => stores.outbox.claim(kind, 1_000, leaseMs)))
      return rows.flat().filter((row) => row.orderId === orderId)
    }
    const rowOf = (orderId: string, kind: OutboxKind) => ({ orderId, kind, attempts: 1, waitedMs: 0 })
    const stateOf = async (orderId: string) => (await stores.orders.find(orderId))?.state
    const historyOf = async (orderId: string) =>
      (await stores.orders.findDetail(orderId, customerId))?.events.map(({ state, reason }) => [state, reason])

    test('an order is stored with its key, lines, lease and history', async () => {
      const { id, key, isNew, priced } = await place()
      assert.equal(isNew, true)
      const { placedAt, updatedAt, ...order } = (await stores.orders.find(id))!
      assert.deepEqual(order, {
        id,
        customerId,
        cardToken: 'tok_12345678',
        state: 'placed',
        reason: null,
        reasonDetail: null,
        lines: priced.lines,
        totalCents: 900,
        currency: 'EUR',
        version: 1,
        leaseEpoch: 1,
      })
      assert.ok(Math.abs(Date.now() - Date.parse(placedAt)) < 60_000)
      assert.equal(updatedAt, placedAt)
      assert.deepEqual(await stores.orders.findKey(customerId, key), { requestHash: hash, orderId: id, refusal: null })
      assert.deepEqual(await historyOf(id), [['placed', null]])
    })

    test('a key is taken once, by an order or by a refusal', async () => {
      const first = await place()
      const second = await place(60_000, first.key)
      assert.equal(second.isNew, false)
      assert.equal(await stores.orders.find(second.id), undefined)
      const refusal = { code: 'price_changed' as const, detail: 'It is 5 now', extra: { totalCents: 5 } }
      assert.equal(await stores.orders.insertRefusal(customerId, first.key, Buffer.from('another'), refusal), false)
      assert.equal((await stores.orders.findKey(customerId, first.key))?.orderId, first.id)

      assert.equal(await stores.orders.insertRefusal(customerId, 'refused', hash, refusal), true)
      assert.equal((await place(60_000, 'refused')).isNew, false)
      assert.deepEqual(await stores.orders.findKey(customerId, 'refused'), {
        requestHash: hash,
        orderId: null,
        refusal,
      })
      assert.equal(await stores.orders.findKey(customerId, 'unknown'), undefined)
    })

    test('a decision counts in its state and epoch only, and once', async () => {
      const { id } = await place()
      assert.equal(await move(id, 'placed', 'confirmed', 2), false)
      assert.equal(await stateOf(id), 'placed')
      assert.equal(await move(id, 'confirmed', 'cancelled'), false)
      assert.equal(await move(id, 'placed', 'confirmed', 1), true)
      assert.equal(await move(id, 'placed', 'cancelling', 1), false)
      assert.equal(await stateOf(id), 'confirmed')
      assert.equal(await move(id, 'confirmed', 'cancelled'), true)
      assert.equal((await stores.orders.find(id))?.version, 3)
      assert.deepEqual(await historyOf(id), [
        ['placed', null],
        ['confirmed', null],
        ['cancelled', 'customer_cancelled'],
      ])
      assert.equal(await move(randomUUIDv7(), 'placed', 'confirmed', 1), false)
    })

    test('a decision leaves its work, each kind once, due at once', async () => {
      const id = await confirmed()
      assert.deepEqual((await claim(id)).map(({ kind, attempts }) => [kind, attempts]).sort(), [
        ['capture', 1],
        ['commit', 1],
        ['take_out', 1],
      ])
      assert.deepEqual(await claim(id), [], 'claimed rows are left alone')
      await move(id, 'confirmed', 'cancelled')
      assert.deepEqual((await claim(id)).map(({ kind }) => kind).sort(), ['release', 'tell', 'void'])
    })

    test('a row comes back when its claim runs out, or when it was postponed to, and never when it is done', async () => {
      const id = await confirmed()
      const [first] = await claim(id, 0)
      await pause(10)
      const again = await claim(id)
      assert.deepEqual(
        again.map(({ attempts }) => attempts),
        [2, 2, 2],
      )
      assert.deepEqual(await claim(id), [])
      await stores.outbox.postpone(first!, 0, 'too late: somebody else has taken it since')
      await pause(10)
      assert.deepEqual(await claim(id), [])
      await stores.outbox.postpone({ ...first!, attempts: 2 }, 0, 'it was away')
      await pause(10)
      assert.deepEqual(
        (await claim(id, 0)).map(({ kind, attempts }) => [kind, attempts]),
        [[first!.kind, 3]],
      )
      await stores.outbox.finish([first!])
      await stores.outbox.postpone({ ...first!, attempts: 3 }, 0, 'it is done')
      await pause(10)
      assert.deepEqual(await claim(id), [])
    })

    test('a claim takes the kind that is asked for, the longest due first, no more than the limit', async () => {
      await stores.outbox.claim('take_out', 1_000, 60_000) // what other tests have left
      const ids: string[] = [await confirmed()]
      await pause(5)
      ids.push(await confirmed())
      for (const id of ids) {
        const rows = await stores.outbox.claim('take_out', 1, 60_000)
        assert.deepEqual(
          rows.map(({ orderId, kind, attempts }) => [orderId, kind, attempts]),
          [[id, 'take_out', 1]],
        )
        assert.ok(rows[0]!.waitedMs >= 0 && rows[0]!.waitedMs < 60_000)
      }
      assert.deepEqual(await stores.outbox.claim('take_out', 1, 60_000), [])
      const captures = await stores.outbox.claim('capture', 1_000, 60_000)
      assert.deepEqual(
        captures
          .map(({ orderId }) => orderId)
          .filter((id) => ids.includes(id))
          .sort(),
        ids,
        'not taken by that',
      )
    })

    test('a lease is taken when it has run out, with a new epoch, and only from a placed order', async () => {
      const { id } = await place()
      assert.equal(await stores.orders.takeLease(id, 60_000), undefined)
      await stores.orders.giveLeaseBack({ orderId: id, epoch: 2 }, 0)
      assert.equal(await stores.orders.takeLease(id, 60_000), undefined, 'not who holds it')
      await stores.orders.giveLeaseBack({ orderId: id, epoch: 1 }, 0)
      await pause(10)
      const lease = await stores.orders.takeLease(id, 60_000)
      assert.equal(lease?.epoch, 2)
      assert.ok(lease!.ageMs > 0 && lease!.ageMs < 60_000)
      assert.equal(await move(id, 'placed', 'confirmed', 1), false, 'the first holder is too late')
      assert.equal(await move(id, 'placed', 'confirmed', 2), true)
      await stores.orders.giveLeaseBack({ orderId: id, epoch: 2 }, 0)
      assert.equal(await stores.orders.takeLease(id, 60_000), undefined)
    })

    test('expired leases are taken, each by one', async () => {
      const free = await place(0)
      const held = await place()
      await pause(10)
      const both = await Promise.all([1, 2].map(() => stores.orders.takeExpiredLeases(1_000, 60_000)))
      const ofFree = both.flat().filter(({ orderId }) => orderId === free.id)
      assert.deepEqual(
        ofFree.map(({ epoch }) => epoch),
        [2],
      )
      assert.ok(!both.flat().some(({ orderId }) => orderId === held.id))
    })

    test('the last undo row makes an order rejected, whichever it is, and another does not', async () => {
      for (const kinds of [['release', 'void'] as const, ['void', 'release'] as const]) {
        const { id } = await place()
        await move(id, 'placed', 'cancelling', 1)
        await stores.outbox.finishUndoing(rowOf(id, kinds[0]))
        await stores.outbox.finishUndoing(rowOf(id, kinds[0]))
        assert.equal(await stateOf(id), 'cancelling')
        await stores.outbox.finishUndoing(rowOf(id, kinds[1]))
        assert.equal(await stateOf(id), 'rejected')
        assert.deepEqual((await historyOf(id))?.at(-1), ['rejected', 'timed_out'])
      }
    })

    test('both undo rows finished at once make it rejected', async () => {
      for (let round = 0; round < 10; round++) {
        const { id } = await place()
        await move(id, 'placed', 'cancelling', 1)
        await Promise.all([rowOf(id, 'release'), rowOf(id, 'void')].map((row) => stores.outbox.finishUndoing(row)))
        assert.equal(await stateOf(id), 'rejected')
      }
    })

    test('undo rows of an order that was confirmed leave it cancelled', async () => {
      const id = await confirmed()
      await move(id, 'confirmed', 'cancelled')
      for (const kind of ['commit', 'capture', 'take_out', 'tell', 'release', 'void'] as const)
        await stores.outbox.finishUndoing(rowOf(id, kind))
      assert.equal(await stateOf(id), 'cancelled')
    })

    test('a refused capture cancels with all undo rows, and changes no reason that is there', async () => {
      const id = await confirmed()
      await claim(id)
      await stores.outbox.finishRefusedCapture(rowOf(id, 'capture'))
      assert.deepEqual((await historyOf(id))?.at(-1), ['cancelled', 'capture_refused'])
      assert.deepEqual((await claim(id)).map(({ kind }) => kind).sort(), ['release', 'tell', 'void'])
      const cancelled = await confirmed()
      await move(cancelled, 'confirmed', 'cancelled')
      await stores.outbox.finishRefusedCapture(rowOf(cancelled, 'capture'))
      assert.equal((await stores.orders.find(cancelled))?.reason, 'customer_cancelled')
    })

    test('an order ships when commit and capture are done, and only while it is confirmed', async () => {
      const id = await confirmed()
      assert.equal(await stores.orders.ship(id), false)
      await stores.outbox.finish([rowOf(id, 'commit')])
      assert.equal(await stores.orders.ship(id), false)
      await stores.outbox.finish([rowOf(id, 'capture')])
      await pause(5)
      const found = async (seconds: number) =>
        (await stores.orders.findShippable(seconds, undefined, 1_000)).find((order) => order.id === id)
      assert.equal((await found(0))?.isReady, false, 'take_out waits')
      await stores.outbox.finish([rowOf(id, 'take_out')])
      assert.equal((await found(0))?.isReady, true)
      assert.equal(await found(3_600), undefined)
      assert.equal(await stores.orders.ship(id), true)
      assert.equal(await stores.orders.ship(id), false)
      assert.equal(await move(id, 'confirmed', 'cancelled'), false)
      assert.equal(await stateOf(id), 'shipped')
    })

    test('orders that may be shipped come in pages, the longest confirmed first', async () => {
      const ids: string[] = []
      for (let n = 0; n < 3; n++) {
        ids.push(await confirmed())
        await pause(5)
      }
      const inPages: string[] = []
      let at: string | undefined
      for (;;) {
        const page = await stores.orders.findShippable(0, at, 2)
        inPages.push(...page.map(({ id }) => id))
        if (page.length < 2) break
        at = page.at(-1)!.at
      }
      assert.deepEqual(inPages.slice(-3), ids)
      assert.equal(new Set(inPages).size, inPages.length)
    })

    test('a lock tells state and total', async () => {
      assert.deepEqual(await stores.orders.lock(await confirmed()), { state: 'confirmed', totalCents: 900 })
      assert.equal(await stores.orders.lock(randomUUIDv7()), undefined)
    })

    test('the customer is told once, with the reason', async () => {
      const id = await confirmed()
      await assert.rejects(async () => stores.outbox.tell(rowOf(id, 'tell')), /no reason to tell/)
      await move(id, 'confirmed', 'cancelled')
      await stores.outbox.tell(rowOf(id, 'tell'))
      await stores.outbox.tell(rowOf(id, 'tell'))
      const notices = (await stores.orders.findDetail(id, customerId))?.notices
      assert.equal(notices?.length, 1)
      assert.match(notices![0]!.text, /cancelled, as you asked. €9.00/)
    })

    test("an order's detail is its customer's only, and lists are newest first", async () => {
      await pause(5) // ids stand in the order of their milliseconds
      const older = await place()
      await pause(5)
      const newer = await place()
      assert.equal(await stores.orders.findDetail(older.id, randomUUIDv7()), undefined)
      assert.deepEqual(
        (await stores.orders.list(customerId, 2, undefined)).map(({ id }) => id),
        [newer.id, older.id],
      )
      assert.equal((await stores.orders.list(customerId, 1, newer.id))[0]?.id, older.id)
      assert.deepEqual(await stores.orders.versions([older.id, randomUUIDv7()]), [{ id: older.id, version: 1 }])
    })

    test('what is open is counted', async () => {
      for (let n = 0; n < 3; n++) await place()
      const placed = (await stores.orders.countOpen(2)).find(({ state }) => state === 'placed')!
      assert.equal(placed.count, 2, 'no more than so many')
      assert.ok(placed.oldestSeconds >= 0)
      await confirmed()
      const counts = await stores.outbox.countWaiting(['capture', 'refund'])
      assert.deepEqual(
        counts.map(({ kind }) => kind),
        ['capture', 'refund'],
      )
      assert.ok(counts[0]!.count > 0 && counts[0]!.oldestSeconds >= 0)
      assert.deepEqual(counts[1], { kind: 'refund', count: 0, oldestSeconds: 0, setAside: 0 })
      assert.equal(await stores.orders.pruneKeys(100), 0)
    })
  })
}
