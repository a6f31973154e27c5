import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cutConnections, ownPostgres } from '@saleday/testing/own-postgres'
import { type Answer, assertSameBooks, newId, paymentAndBank, type Rig } from './payment-and-bank.ts'

/** PostgreSQL goes away in its ways. Payment says 503, loses nothing, and goes on by itself: nothing is started anew. */

/** Far more than the 5 s that it is to take: how long it took is told. */
const recoversWithinMs = 60_000

/** As order does it: whatever was not definite is called again. Notes every answer. */
function crowd(rig: Rig, size: number) {
  const seen: Answer[] = []
  const orders: { orderId: string; isVoided: boolean }[] = []
  const leave = new AbortController()

  async function definite(call: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const answer = await call()
      seen.push(answer)
      if (answer.status === 200 && answer.body.outcome !== 'pending') return answer
      await sleep(100)
    }
  }
  async function customer(place: number): Promise<void> {
    for (let count = place; !leave.signal.aborted; count++) {
      const orderId = newId()
      const isVoided = count % 3 === 0
      orders.push({ orderId, isVoided })
      assert.equal((await definite(() => rig.authorise(orderId))).body.outcome, 'done')
      assert.equal((await definite(() => rig.capture(orderId))).body.outcome, 'done')
      if (isVoided) assert.equal((await definite(() => rig.void(orderId))).body.outcome, 'done')
      await sleep(10)
    }
  }
  const customers = Promise.all(Array.from({ length: size }, (_, place) => customer(place)))
  return {
    seen,
    orders,
    async end() {
      leave.abort()
      await customers
    },
  }
}

/** Everything that was acknowledged is in the books, and in the bank's. */
async function assertNothingIsLost(rig: Rig, { orders, seen }: ReturnType<typeof crowd>): Promise<void> {
  for (const { orderId, isVoided } of orders) {
    const { body } = await rig.get(orderId)
    assert.deepEqual([body.state, body.capturedCents], [isVoided ? 'refunded' : 'captured', 5_000], orderId)
    await assertSameBooks(rig, orderId)
  }
  for (const { status, body, headers } of seen.filter(({ status }) => status !== 200)) {
    assert.deepEqual([status, body.code], [503, 'unavailable'])
    assert.ok(headers.get('retry-after'), 'says when to come again')
  }
}

/** Waits until an order can be paid, and tells how long that took. */
async function recovery(t: TestContext, rig: Rig): Promise<void> {
  const from = performance.now()
  const orderId = newId()
  while ((await rig.authorise(orderId)).body.outcome !== 'done') {
    assert.ok(performance.now() < from + recoversWithinMs, 'an order can be paid again')
    await sleep(50)
  }
  t.diagnostic(`paid again after ${Math.round(performance.now() - from)} ms`)
}

test('PostgreSQL killed at the height of load and back after ten seconds: 503 meanwhile, nothing lost, paid again without a restart', async (t) => {
  const postgres = await ownPostgres(new URL('../migrations', import.meta.url))
  const rig = await paymentAndBank({ BANK_TIMEOUT_MS: '3000' }, postgres)
  try {
    rig.start(rig.payment)
    const people = crowd(rig, 8)
    await sleep(3_000)
    await postgres.kill()
    const before = people.seen.length
    await sleep(10_000)
    const away = people.seen.slice(before + 8)
    assert.ok(away.length > 0, 'the crowd goes on asking')
    assert.ok(away.every(({ status }) => status === 503))
    await postgres.restart()
    await recovery(t, rig)
    await sleep(2_000)
    await people.end()
    assert.ok(people.orders.length > 16)
    await assertNothingIsLost(rig, people)
  } finally {
    await rig.close()
  }
})

test('PostgreSQL cuts all connections of payment, again and again: nothing is lost, and it goes on at once', async (t) => {
  const rig = await paymentAndBank({ BANK_TIMEOUT_MS: '3000' })
  try {
    rig.start(rig.payment)
    const people = crowd(rig, 8)
    for (let times = 0; times < 8; times++) {
      await sleep(400)
      assert.ok((await cutConnections(rig.pool)) > 0, 'there were connections to cut')
    }
    await recovery(t, rig)
    await people.end()
    await assertNothingIsLost(rig, people)
  } finally {
    await rig.close()
  }
})

test('a long lock of the payments, with a pool that it exhausts: 503 in time, the bank hears nothing, and all goes on after it', async (t) => {
  const rig = await paymentAndBank({ POOL_SIZE: '2' })
  const holder = await rig.pool.connect()
  try {
    rig.start(rig.payment)
    await holder.query('BEGIN')
    await holder.query('LOCK TABLE payment IN ACCESS EXCLUSIVE MODE')
    const orders = Array.from({ length: 12 }, newId)
    const answers = await Promise.all(orders.map((orderId) => rig.authorise(orderId)))
    for (const { status, body, headers } of answers) {
      assert.deepEqual([status, body.code], [503, 'unavailable'])
      assert.ok(headers.get('retry-after'))
    }
    for (const orderId of orders) assert.deepEqual(await rig.statement(orderId), [], 'without a record no call')

    await holder.query('ROLLBACK')
    await recovery(t, rig)
    for (const orderId of orders) {
      assert.equal((await rig.authorise(orderId)).body.outcome, 'done')
      await assertSameBooks(rig, orderId)
    }
  } finally {
    holder.release()
    await rig.close()
  }
})

test('one payment locked for long: others are paid meanwhile, and its own answer is not lost', async () => {
  const rig = await paymentAndBank({ BANK_TIMEOUT_MS: '1000' })
  const holder = await rig.pool.connect()
  try {
    rig.start(rig.payment)
    const orderId = newId()
    await rig.authorise(orderId)
    await holder.query('BEGIN')
    await holder.query('SELECT FROM payment WHERE order_id = $1 FOR UPDATE', [orderId])
    const capturing = rig.capture(orderId)
    assert.equal((await rig.authorise(newId())).body.outcome, 'done')
    assert.equal((await capturing).status, 503)
    await holder.query('ROLLBACK')
    assert.equal((await rig.capture(orderId)).body.outcome, 'done')
    await assertSameBooks(rig, orderId)
  } finally {
    holder.release()
    await rig.close()
  }
})
