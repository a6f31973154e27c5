import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Order } from '@saleday/contracts/order'
import type { Problem } from '@saleday/contracts/problem'
import { eventually } from '@saleday/testing/eventually'
import { cutAgainAndAgain, goAway, postgresAway } from '@saleday/testing/go-away'
import { listenAdmin } from '@saleday/testing/listen-admin'
import { cutConnections, type OwnPostgres, ownPostgres } from '@saleday/testing/own-postgres'
import { trickle } from '@saleday/testing/trickle'
import { customer, migrations, oneLine, startOrder } from './order-service.ts'

/** PostgreSQL goes away in its ways, under one process that is never started anew. */

let postgres: OwnPostgres
let shop: Awaited<ReturnType<typeof startOrder>>
let admin: Awaited<ReturnType<typeof listenAdmin>>
before(async () => {
  postgres = await ownPostgres(migrations)
  shop = await startOrder({ database: postgres, environment: { POOL_SIZE: '4', GIVE_UP_AFTER_MS: '12000' } })
  admin = await listenAdmin(shop.chassis, shop.service)
})
after(async () => {
  await admin.close()
  await shop.close()
})

/** Customers who order, look, watch and cancel, and remember what they were told. */
async function crowd() {
  const productId = shop.standIns.addProduct({ onHand: 100_000 })
  const buyer = await customer(shop.url)
  const acknowledged = new Set<string>()
  const cancelled = new Set<string>()
  const seen = await buyer.buy(productId)
  const canBeCancelled = [await buyer.buy(productId)]
  for (const { id } of [seen, ...canBeCancelled]) acknowledged.add(id)

  /** One who comes back with the same key until the answer is definite. */
  const checkingOut = () => {
    let key = randomUUIDv7()
    return async () => {
      const answer = await buyer.call<Order & Problem>('POST', '/api/orders', oneLine(productId, 1), {
        'idempotency-key': key,
        'x-deadline-ms': '4000',
      })
      if (answer.status === 201) {
        acknowledged.add(answer.body.id)
        canBeCancelled.push(answer.body)
      }
      // An order that was older than it may be when its database came back.
      const isTimedOut = answer.body.code === 'timed_out'
      if (answer.status === 201 || isTimedOut) key = randomUUIDv7()
      return isTimedOut ? { ...answer, status: 200 } : answer
    }
  }
  const cancel = async () => {
    const { id } = canBeCancelled[0]!
    const answer = await buyer.cancel(id)
    if (answer.status === 200) {
      cancelled.add(id)
      if (canBeCancelled.length > 1) canBeCancelled.shift()
    }
    return answer
  }
  const people = trickle({
    checkout: checkingOut(),
    'another checkout': checkingOut(),
    cancel,
    history: () => buyer.call('GET', '/api/orders'),
    order: () => buyer.order(seen.id),
    watch: async () => {
      const headers = { authorization: `Bearer ${buyer.token}` }
      const stream = await fetch(`${shop.url}/api/orders/${seen.id}/events`, { headers })
      await stream.body?.cancel()
      return stream
    },
    livez: () => fetch(`${admin.url}/livez`),
  })

  async function assertNothingIsLost(): Promise<void> {
    await eventually('nothing is open', async () => (await openWork()) === 0)
    const product = shop.standIns.products.get(productId)!
    let sold = 0
    for (const id of acknowledged) {
      const { status, body } = await buyer.order(id)
      const payment = shop.standIns.payments.get(id)!
      const expected = cancelled.has(id) ? ['cancelled', 0] : ['confirmed', 1_000]
      const keptCents = payment.state === 'captured' ? payment.amountCents : 0
      assert.deepEqual([status, body.state, keptCents], [200, ...expected], id)
      assert.ok(payment.captures <= 1, id)
      sold += Number(!cancelled.has(id))
    }
    assert.deepEqual(product, { priceCents: 1_000, onHand: 100_000 - sold, reserved: 0, sold })
  }
  return { people, acknowledged, assertNothingIsLost }
}

async function openWork(): Promise<number> {
  const { rows } = await postgres.pool.query(
    `SELECT (SELECT count(*) FROM customer_order WHERE state IN ('placed', 'cancelling'))::int
          + (SELECT count(*) FROM outbox WHERE done_at IS NULL)::int AS open`,
  )
  return rows[0].open
}

const allAway = {
  checkout: [503],
  'another checkout': [503],
  cancel: [503],
  history: [503],
  order: [503],
  watch: [503],
  livez: [200],
}

test('PostgreSQL killed at the height of load and back after ten seconds: every route answers 503 meanwhile, no acknowledged order is lost', async (t) => {
  const { people, assertNothingIsLost } = await crowd()
  const meanwhile = await goAway(t, people, postgresAway(postgres).killed)
  await people.end()
  assert.deepEqual(meanwhile, allAway)
  await assertNothingIsLost()
})

test('PostgreSQL has no connection left: every route answers 503 meanwhile, and all goes on', async (t) => {
  const { people, assertNothingIsLost } = await crowd()
  const meanwhile = await goAway(t, people, postgresAway(postgres).full)
  await people.end()
  assert.deepEqual(meanwhile, allAway)
  await assertNothingIsLost()
})

test('PostgreSQL cuts all connections again and again: nothing is lost, and all goes on at once', async (t) => {
  const { people, acknowledged, assertNothingIsLost } = await crowd()
  await cutAgainAndAgain(t, people, () => cutConnections(postgres.pool))
  await people.end()
  assert.ok(acknowledged.size > 2, 'orders were acknowledged')
  await assertNothingIsLost()
})

test('a long lock of the orders, which uses up the pool: every route answers 503 in time, and all goes on after it', async (t) => {
  const { people, assertNothingIsLost } = await crowd()
  const locked = postgresAway(postgres).locked('LOCK TABLE customer_order IN ACCESS EXCLUSIVE MODE')
  const meanwhile = await goAway(t, people, locked)
  await people.end()
  assert.deepEqual(meanwhile, allAway)
  await assertNothingIsLost()
})
