import assert from 'node:assert/strict'
import { test } from 'node:test'
import { busiest, drawn } from './choose-replica.ts'
import { inFlightOf } from './in-flight.ts'

const replicas = ['a', 'b'].map((id) => ({ service: 'order', id, life: id, ready: true, adminUrl: id }))
const patience = { learnMs: 10, waitMs: 50, everyMs: 1 }

test('busiest waits for a moment with as many checkouts in flight as at the height', async () => {
  const checkouts = [5, 5, 5, 5, 1, 1, 1, 5]
  let looks = 0
  const chosen = await busiest(
    replicas,
    () => checkouts[Math.min(looks++, checkouts.length - 1)]!,
    async (url) => (url === 'b' ? 2 : 1),
    { learnMs: 0, waitMs: 1_000, everyMs: 1 },
  )
  assert.equal(chosen?.replica.id, 'b')
  const learned = await busiest(
    replicas,
    () => (looks++ % 40 === 0 ? 9 : 1),
    async () => 1,
    { learnMs: 120, waitMs: 2_000, everyMs: 1 },
  )
  assert.equal((looks - 1) % 40, 0, 'struck when there were nine')
  assert.ok(learned)
})

test('busiest, where the height does not come again, strikes when any checkout is in flight', async () => {
  let looks = 0
  let flying = 0
  const chosen = await busiest(
    replicas,
    () => {
      looks++
      flying = looks === 1 ? 9 : looks % 10 === 0 ? 1 : 0
      return flying
    },
    async () => 1,
    { learnMs: 20, waitMs: 60, everyMs: 1 },
  )
  assert.ok(chosen)
  assert.equal(flying, 1)
})

test('busiest, where no such moment comes, takes what there is in the end', async () => {
  const silent = await busiest(
    replicas,
    () => 0,
    async () => null,
    patience,
  )
  assert.equal(silent?.inFlight, null)
  const idle = await busiest(
    replicas,
    () => 4,
    async () => 0,
    patience,
  )
  assert.equal(idle?.inFlight, 0)
  assert.equal(
    await busiest(
      [],
      () => 4,
      async () => 1,
      patience,
    ),
    undefined,
  )
})

test('drawn takes the one that the numbers choose', async () => {
  assert.equal(
    (
      await drawn(
        replicas,
        () => 0.99,
        async () => 0,
      )
    )?.replica.id,
    'b',
  )
  assert.equal(
    await drawn(
      [],
      () => 0,
      async () => 0,
    ),
    undefined,
  )
})

test('requests in flight are read from the text of /metrics, with labels or without', () => {
  const metrics = '# TYPE http_requests_in_flight gauge\nhttp_requests_in_flight 12\nhttp_requests_in_flight_max 99\n'
  assert.equal(inFlightOf(metrics), 12)
  assert.equal(inFlightOf('http_requests_in_flight{kind="a"} 1\nhttp_requests_in_flight{kind="b"} 2'), 3)
  assert.equal(inFlightOf('other 1'), null)
})
