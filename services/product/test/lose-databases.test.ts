import assert from 'node:assert/strict'
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { after, before, test } from 'node:test'
import { cutAgainAndAgain, goAway, postgresAway, valkeyAway } from '@saleday/testing/go-away'
import { listenAdmin } from '@saleday/testing/listen-admin'
import { cutConnections, type OwnPostgres, ownPostgres } from '@saleday/testing/own-postgres'
import { type OwnValkey, ownValkey } from '@saleday/testing/own-valkey'
import { trickle } from '@saleday/testing/trickle'
import { seedCatalogue } from '../src/seed-catalogue.ts'
import { type Answer, migrations, plentiful, type RunningService, startService } from './product-service.ts'

/** PostgreSQL and Valkey go away in their ways, under one process that is never started anew. */

let postgres: OwnPostgres
let valkey: OwnValkey
let service: RunningService
let admin: Awaited<ReturnType<typeof listenAdmin>>
before(async () => {
  postgres = await ownPostgres(migrations)
  valkey = await ownValkey({ appendOnly: false })
  await seedCatalogue(postgres.pool)
  service = await startService({
    DATABASE_URL: postgres.url,
    CACHE_VALKEY_URL: valkey.url,
    READ_POOL_SIZE: '2',
    RESERVATION_POOL_SIZE: '2',
  })
  admin = await listenAdmin(service.chassis, service.service)
})
after(async () => {
  await admin.close()
  await service.stop()
  await valkey.close()
  await postgres.close()
})

const nextProduct = plentiful()
const headers = { 'x-deadline-ms': '4000' }

/** Customers who look, and orders that take stock, and keep it or give it back, each step until it is done. */
async function crowd() {
  const { id } = nextProduct()
  assert.equal((await service.change(id, { restock: 100_000 })).status, 200)
  const initial = (await service.stockOf(id)).initial
  let sold = 0

  const steps = { reserve: 'PUT', commit: 'POST', release: 'POST' } as const
  async function send(step: keyof typeof steps, orderId: string): Promise<Answer> {
    const path = `/internal/reservations/${orderId}${step === 'reserve' ? '' : `/${step}`}`
    const body = step === 'reserve' ? { body: { lines: [{ productId: id, quantity: 1 }] } } : {}
    return service.send(steps[step], path, { ...body, as: 'order', headers })
  }
  const ordering = (end: 'commit' | 'release') => {
    let orderId = randomUUIDv7()
    let step: keyof typeof steps = 'reserve'
    const goOn = async () => {
      const answer = await send(step, orderId)
      if (answer.status !== 200) return answer
      assert.equal(answer.body.state, { reserve: 'held', commit: 'committed', release: 'released' }[step])
      if (step === 'commit') sold += 1
      if (step !== 'reserve') orderId = randomUUIDv7()
      step = step === 'reserve' ? end : 'reserve'
      return answer
    }
    return { goOn, isOpen: () => step !== 'reserve' }
  }
  const [kept, undone] = [ordering('commit'), ordering('release')]
  const people = trickle({
    sale: kept.goOn,
    'undone sale': undone.goOn,
    prices: () => service.send('POST', '/internal/prices', { as: 'order', body: { productIds: [id] }, headers }),
    'new search': () => service.get(`/api/products?q=${randomUUID()}`, headers),
    list: () => service.get('/api/products', headers),
    product: () => service.get(`/api/products/${id}`, headers),
    known: () => service.send('POST', '/internal/products/known', { as: 'cart', body: { productIds: [id] }, headers }),
    livez: () => fetch(`${admin.url}/livez`),
  })
  return {
    people,
    /** Whoever was in the middle of an order goes on with it. */
    async assertStockBalances(): Promise<void> {
      for (const order of [kept, undone]) if (order.isOpen()) assert.equal((await order.goOn()).status, 200)
      assert.ok(sold > 0, 'something was sold')
      assert.deepEqual(await service.stockOf(id), { productId: id, onHand: initial - sold, reserved: 0, sold, initial })
    },
  }
}

const withoutPostgres = {
  sale: [503],
  'undone sale': [503],
  prices: [503],
  'new search': [503],
  list: [200],
  product: [200],
  known: [200],
  livez: [200],
}
const asEver = Object.fromEntries(Object.keys(withoutPostgres).map((name) => [name, [200]]))

test('PostgreSQL killed at the height of load and back after ten seconds: what was read before is given meanwhile, the rest is 503, stock balances', async (t) => {
  const { people, assertStockBalances } = await crowd()
  const meanwhile = await goAway(t, people, postgresAway(postgres).killed)
  await people.end()
  assert.deepEqual(meanwhile, withoutPostgres)
  await assertStockBalances()
})

test('PostgreSQL has no connection left: what was read before is given meanwhile, the rest is 503, and all goes on', async (t) => {
  const { people, assertStockBalances } = await crowd()
  const meanwhile = await goAway(t, people, postgresAway(postgres).full)
  await people.end()
  assert.deepEqual(meanwhile, withoutPostgres)
  await assertStockBalances()
})

test('PostgreSQL cuts all connections again and again: stock balances, and all goes on at once', async (t) => {
  const { people, assertStockBalances } = await crowd()
  await cutAgainAndAgain(t, people, () => cutConnections(postgres.pool))
  await people.end()
  await assertStockBalances()
})

test('a long lock of the stock, which uses up both pools: what was read before is given meanwhile, the rest is 503 in time, and all goes on after it', async (t) => {
  const { people, assertStockBalances } = await crowd()
  const locked = postgresAway(postgres).locked('LOCK TABLE stock IN ACCESS EXCLUSIVE MODE')
  const meanwhile = await goAway(t, people, locked)
  await people.end()
  assert.deepEqual(meanwhile, withoutPostgres)
  await assertStockBalances()
})

for (const [name, way] of [
  ['killed, and back', 'killed'],
  ['killed, and back with nothing in it', 'killedAndEmpty'],
  ['that has no connection left', 'full'],
  ['that answers nobody', 'paused'],
] as const) {
  test(`Valkey ${name}: nobody notices`, async (t) => {
    const { people, assertStockBalances } = await crowd()
    const meanwhile = await goAway(t, people, valkeyAway(valkey)[way])
    await people.end()
    assert.deepEqual(meanwhile, asEver)
    await assertStockBalances()
  })
}

test('Valkey cuts all connections again and again: nobody notices, and it is used again', async (t) => {
  const { people, assertStockBalances } = await crowd()
  await cutAgainAndAgain(t, people, valkey.cutConnections)
  const since = performance.now()
  await people.recovered()
  await people.end()
  assert.deepEqual(people.statusesSince(since), asEver)
  await assertStockBalances()
  await service.get('/api/products')
  assert.ok(Number(await valkey.call('DBSIZE')) > 0, 'answers are kept in it again')
})
