import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import pg from 'pg'
import { inBatches } from './batches.ts'

type Sent = { asks: string[]; answer(answers: string[]): void; fail(error: Error): void }

/** Batches of which the test says when and how they return. */
function withHand() {
  const all: Sent[] = []
  const sizes: number[] = []
  const ask = inBatches<string, string>({
    keyOf: (ask) => ask,
    send: (asks) => {
      const { promise, resolve, reject } = Promise.withResolvers<string[]>()
      all.push({ asks, answer: resolve, fail: reject })
      return promise
    },
    isRaced: (answer) => answer === 'raced',
    sent: (size) => sizes.push(size),
  })
  /** The next batch, as soon as it is sent. */
  const next = async () => {
    await turn()
    assert.equal(all.length, 1, 'one batch is under way, and no more')
    return all.shift()!
  }
  return { ask, next, all, sizes }
}

const databaseError = (code: string) => Object.assign(new pg.DatabaseError('no', 0, 'error'), { code })

test('what is asked while a batch is under way is sent together, in its order, when that returns', async () => {
  const { ask, next, sizes } = withHand()
  const answers = ['a', 'b', 'c', 'd'].map(ask)
  const first = await next()
  assert.deepEqual(first.asks, ['a'])
  first.answer(['A'])
  const second = await next()
  assert.deepEqual(second.asks, ['b', 'c', 'd'])
  second.answer(['B', 'C', 'D'])
  assert.deepEqual(await Promise.all(answers), ['A', 'B', 'C', 'D'])
  const later = ask('e')
  ;(await next()).answer(['E'])
  assert.equal(await later, 'E', 'after a rest it begins again')
  assert.deepEqual(sizes, [1, 3, 1])
})

test('the same asked twice before it is sent is sent once; what is under way already does not answer for it', async () => {
  const { ask, next } = withHand()
  const early = ask('a')
  const first = await next()
  const late = [ask('a'), ask('b'), ask('a')]
  first.answer(['before'])
  const second = await next()
  assert.deepEqual(second.asks, ['a', 'b'])
  second.answer(['after', 'B'])
  assert.equal(await early, 'before')
  assert.deepEqual(await Promise.all(late), ['after', 'B', 'after'])
})

test('a batch holds 256 at most, and who came first goes first', async () => {
  const { ask, next } = withHand()
  const asks = Array.from({ length: 400 }, (_, i) => `${i}`)
  const answers = asks.map(ask)
  for (const expected of [asks.slice(0, 1), asks.slice(1, 257), asks.slice(257)]) {
    const batch = await next()
    assert.deepEqual(batch.asks, expected)
    batch.answer(batch.asks)
  }
  assert.deepEqual(await Promise.all(answers), asks)
})

test('what lost a race goes first into the next batch, together with who asked the same meanwhile', async () => {
  const { ask, next } = withHand()
  const answers = ['a', 'b', 'c'].map(ask)
  ;(await next()).answer(['A'])
  const second = await next()
  const meanwhile = ['d', 'c'].map(ask)
  second.answer(['B', 'raced'])
  const third = await next()
  assert.deepEqual(third.asks, ['c', 'd'])
  third.answer(['C', 'D'])
  assert.deepEqual(await Promise.all([...answers, ...meanwhile]), ['A', 'B', 'C', 'D', 'C'])
})

test('what loses twenty races is answered so, and a batch that is rolled back twenty times fails', async () => {
  const { ask, next } = withHand()
  const lost = ask('a')
  for (let i = 0; i < 20; i++) (await next()).answer(['raced'])
  assert.equal(await lost, 'raced')
  const failed = assert.rejects(ask('b'), { code: '40P01' })
  for (let i = 0; i < 20; i++) (await next()).fail(databaseError('40P01'))
  await failed
})

test('when a batch fails all of it fails, and the next one is sent', async () => {
  const { ask, next } = withHand()
  const begun = ask('a')
  const first = await next()
  const failing = Promise.allSettled([begun, ...['b', 'c'].map(ask)])
  first.answer(['A'])
  const second = await next()
  const good = ask('d')
  second.fail(new Error('Connection terminated unexpectedly'))
  const third = await next()
  third.answer(['D'])
  assert.deepEqual(
    (await failing).map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected'],
  )
  assert.equal(await good, 'D')
})

test('a batch in which one has bad data is sent again in halves until that one is alone with its error', async () => {
  const { ask, next } = withHand()
  const first = ask('first')
  const under = await next()
  const asks = ['a', 'b', 'bad', 'c', 'd', 'e']
  const answers = Promise.allSettled(asks.map(ask))
  under.answer(['FIRST'])
  await first
  let settled: PromiseSettledResult<string>[] | undefined
  void answers.then((all) => {
    settled = all
  })
  let batches = 0
  while (!settled) {
    const batch = await next()
    batches++
    if (batch.asks.includes('bad')) batch.fail(databaseError('22P02'))
    else batch.answer(batch.asks.map((one) => one.toUpperCase()))
    await turn()
  }
  assert.deepEqual(
    settled.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as pg.DatabaseError).code)),
    ['A', 'B', '22P02', 'C', 'D', 'E'],
  )
  assert.ok(batches <= 7)
})
