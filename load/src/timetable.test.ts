import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { BankFaults } from '@saleday/contracts/bank'
import type { PlannedEvent } from './planned-event.ts'
import type { Replica, Replicas } from './replicas.ts'
import { seededRandom } from './seeded-random.ts'
import { runTimetable } from './timetable.ts'
import type { ClusterActions } from './timetable-actions.ts'
import type { TimetableEvent } from './timetable-event.ts'

const replica = (id: string, overrides: Partial<Replica> = {}): Replica => ({
  service: 'order',
  id,
  life: id,
  ready: true,
  adminUrl: `http://${id}`,
  ...overrides,
})

/** Processes a and b of order. What is hit is gone, and `c` is ready a little later. */
function fakeShop(overrides: Partial<Replicas> = {}) {
  const hits: string[] = []
  const faults: Partial<BankFaults>[] = []
  let processes = [replica('a'), replica('b'), replica('slow', { ready: false })]
  const hit = (how: string) => async (one: Replica) => {
    hits.push(`${how} ${one.id}`)
    processes = processes.filter(({ id }) => id !== one.id)
    setTimeout(() => processes.push(replica('c')), 30)
    return { how: `${how === 'kill' ? 'SIGKILL' : 'SIGTERM'} to` }
  }
  const replicas: Replicas = {
    list: async (service) => (service === 'order' ? processes : []),
    wanted: () => 2,
    kill: hit('kill'),
    restart: hit('restart'),
    restartServer: async () => null,
    ...overrides,
  }
  const bank = { set: async (wanted: Partial<BankFaults>) => void faults.push(wanted) }
  return { replicas, bank, hits, faults }
}

async function happen(
  events: PlannedEvent[],
  shop: ReturnType<typeof fakeShop>,
  forMs = 150,
): Promise<readonly TimetableEvent[]> {
  const told: TimetableEvent[] = []
  const timetable = runTimetable({
    ...shop,
    events,
    startedAt: Date.now(),
    random: () => 0,
    checkoutsInFlight: () => 7,
    readInFlight: async (url) => (url === 'http://b' ? 3 : 1),
    patience: { learnMs: 5, waitMs: 20, everyMs: 1 },
    onEvent: (event) => told.push(event),
  })
  await delay(forMs)
  const happened = await timetable.stop()
  assert.deepEqual(told, happened)
  return happened
}

const kill = (overrides: object = {}): PlannedEvent => ({
  atMs: 1,
  kind: 'kill',
  service: 'order',
  which: 'in-flight',
  ...overrides,
})

test('a kill takes the process with most in flight, and tells what was in flight and when it was replaced', async () => {
  const shop = fakeShop()
  const [event] = await happen([kill()], shop)
  assert.deepEqual(shop.hits, ['kill b'])
  assert.equal(event?.hit, 'b')
  assert.equal(event?.says, 'SIGKILL to order, b (3 requests in flight)')
  assert.equal(event?.inFlight, 3)
  assert.equal(event?.checkoutsInFlight, 7)
  assert.ok(event?.replacedMs !== null && event!.replacedMs >= 25)
})

test('a kill of the one that the seed chooses, and a restart, hit that one with the signal that they say', async () => {
  const shop = fakeShop()
  await happen([kill({ which: 'seed' })], shop)
  assert.deepEqual(shop.hits, ['kill a'])
  const other = fakeShop()
  const [event] = await happen([{ atMs: 1, kind: 'restart', service: 'order', which: 'in-flight' }], other)
  assert.deepEqual(other.hits, ['restart b'])
  assert.match(event?.says ?? '', /^SIGTERM to order/)
})

test('a kill whose process has gone meanwhile takes another one', async () => {
  const shop = fakeShop({ kill: async ({ id }) => (id === 'a' ? { how: 'SIGKILL to' } : undefined) })
  const [event] = await happen([kill()], shop)
  assert.equal(event?.hit, 'a')
})

test('a kill of any service takes one that has a process, and says which', async () => {
  const shop = fakeShop()
  const [event] = await happen([{ atMs: 0, kind: 'kill', service: 'any', which: 'seed' }], shop)
  assert.deepEqual(shop.hits, ['kill a'])
  assert.equal(event?.service, 'order')
  assert.match(event!.says, /^SIGKILL to order, a/)
})

test('a kill that finds no process, or no list of them, is told as one that hit nothing', async () => {
  const [none] = await happen([kill({ service: 'cart' })], fakeShop())
  assert.equal(none?.hit, null)
  assert.match(none?.says ?? '', /SIGKILL to cart: no process/)
  const [broken] = await happen([kill()], fakeShop({ list: async () => Promise.reject(new Error('no list')) }))
  assert.equal(broken?.hit, null)
  assert.match(broken?.says ?? '', /no list/)
})

test('what has not come due when the run ends never happens', async () => {
  const shop = fakeShop()
  assert.deepEqual(await happen([kill({ atMs: 60 })], shop, 5), [])
  await delay(80)
  assert.deepEqual(shop.hits, [])
})

test('faults of the bank are switched off after their time', async () => {
  const shop = fakeShop()
  const [event] = await happen([{ atMs: 1, kind: 'bank', faults: { slowMs: 500 }, forMs: 20 }], shop)
  assert.deepEqual(shop.faults, [{ slowMs: 500 }, {}])
  assert.equal(event?.says, 'the bank has slowMs 500 for 0.02 s')
  assert.equal(event?.hit, 'bank')
})

test('faults of the bank are switched off when the run ends within their time, also by a bank that is back late', async () => {
  const shop = fakeShop()
  let refusals = 1
  const set = shop.bank.set
  shop.bank.set = async (wanted) => {
    if (Object.keys(wanted).length === 0 && refusals-- > 0) throw new Error('not there')
    return await set(wanted)
  }
  await happen([{ atMs: 1, kind: 'bank', faults: { down: true }, forMs: 60_000 }], shop, 30)
  assert.deepEqual(shop.faults, [{ down: true }, {}])
})

test('a bank that takes no faults is told as one that was not hit', async () => {
  const shop = fakeShop()
  shop.bank.set = async () => Promise.reject(new Error('the bank answered 404'))
  const [event] = await happen([{ atMs: 1, kind: 'bank', faults: { down: true }, forMs: 10 }], shop)
  assert.equal(event?.hit, null)
  assert.match(event?.says ?? '', /404/)
})

test('a server is restarted, and one that is not ours is told as not hit', async () => {
  const back = Date.now() + 60
  const restartServer: Replicas['restartServer'] = async (server) =>
    server === 'carts' ? null : { id: 'process 9', says: `SIGQUIT to ${server}`, isBack: async () => Date.now() > back }
  const [postgres, carts] = await happen(
    [
      { atMs: 1, kind: 'postgres' },
      { atMs: 2, kind: 'valkey', service: 'carts' },
    ],
    fakeShop({ restartServer }),
  )
  assert.equal(postgres?.says, 'SIGQUIT to postgres')
  assert.ok((postgres?.replacedMs ?? 0) > 20)
  assert.equal(carts?.hit, null)
})

test('what a cluster alone can do is done there, told with what came of it, and put back when the run ends', async () => {
  const done: string[] = []
  const cluster: ClusterActions = {
    async act(planned, { moment, draw }) {
      moment()
      done.push(`${planned.kind} ${draw}`)
      return {
        id: 'worker-a',
        service: 'worker-a',
        says: 'worker-a is drained',
        inFlight: null,
        details: { kubectl: 'kubectl drain worker-a' },
        isReplaced: async () => true,
        over: delay(20).then(() => ({ says: 'worker-a was drained', details: { evicted: 3 } })),
      }
    },
    putBack: async () => void done.push('put back'),
  }
  const planned: PlannedEvent = { atMs: 1, kind: 'drain', node: 'worker', forMs: null }
  const [event] = await happen([planned], { ...fakeShop(), cluster } as ReturnType<typeof fakeShop>)
  assert.deepEqual(done, ['drain 0', 'put back'])
  assert.deepEqual([event?.service, event?.hit, event?.says], ['worker-a', 'worker-a', 'worker-a was drained'])
  assert.deepEqual(event?.details, { kubectl: 'kubectl drain worker-a', evicted: 3 })
  assert.ok((event?.replacedMs ?? 1_000) < 100)
})

test('an event of a cluster that comes to grief has hit nothing, and says why', async () => {
  const cluster: ClusterActions = {
    act: async () => Promise.reject(new Error('there is no node x')),
    putBack: async () => undefined,
  }
  const planned: PlannedEvent = { atMs: 1, kind: 'drain', node: 'x', forMs: null }
  const [event] = await happen([planned], { ...fakeShop(), cluster } as ReturnType<typeof fakeShop>)
  assert.deepEqual([event?.hit, event?.says, event?.service], [null, 'drain x: there is no node x', 'x'])
})

test('one seed draws the same for the same event, whichever of two is quicker', async () => {
  const drawn: Record<string, number[]> = {}
  for (const pause of [0, 20]) {
    const cluster: ClusterActions = {
      async act(planned, { draw }) {
        if (planned.kind === 'scale' && planned.service === 'order') await delay(pause)
        const key = 'service' in planned ? planned.service : ''
        drawn[key] = [...(drawn[key] ?? []), draw]
        return { id: 'x', says: '', inFlight: null, details: {} }
      },
      putBack: async () => undefined,
    }
    const timetable = runTimetable({
      ...fakeShop(),
      cluster,
      events: [
        { atMs: 1, kind: 'scale', service: 'order', to: 3 },
        { atMs: 2, kind: 'scale', service: 'cart', to: 3 },
      ],
      startedAt: Date.now(),
      random: seededRandom(7, 'timetable'),
      checkoutsInFlight: () => 0,
      onEvent: () => {},
    })
    await delay(50)
    await timetable.stop()
  }
  assert.equal(drawn.order?.[0], drawn.order?.[1])
  assert.equal(drawn.cart?.[0], drawn.cart?.[1])
  assert.notEqual(drawn.order?.[0], drawn.cart?.[0])
})
