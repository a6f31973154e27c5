import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failpoint } from '../src/list-failpoints.ts'
import { makeWalks, quickPart, type Recording, strikesOf } from '../src/make-walks.ts'
import { makeReferee } from '../src/referee.ts'

const reserve: Failpoint = { service: 'product', name: 'db.reserve' }
const move: Failpoint = { service: 'order', name: 'db.move_order' }
const scenario = { name: 'bought', run: async () => undefined }
const recording: Recording = [{ scenario, arrivals: ({ name }) => (name === 'db.move_order' ? 2 : 1) }]

test('makeWalks walks each failpoint on both sides, by both actions, at both attempts; what decides at each arrival, and late', () => {
  assert.equal(makeWalks([reserve], recording).length, 8)
  assert.equal(makeWalks([move], recording).length, 2 * (8 + 1))
})

test('makeWalks, a failpoint to which no scenario comes, throws its name', () => {
  const nobody: Recording = [{ scenario, arrivals: () => 0 }]
  assert.throws(() => makeWalks([reserve], nobody), /no scenario comes to the failpoint product db.reserve/)
})

test('quickPart leaves no failpoint out, killed or unanswered', () => {
  const part = quickPart(makeWalks([reserve, move], recording))
  for (const failpoint of [reserve, move])
    for (const action of ['kill', 'lose'])
      assert.ok(part.some((each) => each.failpoint === failpoint && each.action === action))
})

test('a recovery is struck where its first attempt was killed right before, and not sooner', () => {
  const walks = makeWalks([reserve], recording)
  const recovery = walks.find(
    ({ side, action, attempt }) => side === 'after' && action === 'lose' && attempt === 'recovery',
  )!
  const referee = makeReferee()
  referee.begin(strikesOf(recovery), [])
  const arrive = (side: 'before' | 'after') => referee.decide('product', { arrival: 1, name: 'db.reserve', side })
  assert.deepEqual(
    [arrive('after'), arrive('before'), arrive('before'), arrive('after'), arrive('after')],
    ['pass', 'kill', 'pass', 'lose', 'pass'],
  )
  assert.deepEqual(referee.left(), [])
})

test('a claim that finds nothing is no arrival', () => {
  const referee = makeReferee()
  const strike = { service: 'order', name: 'db.claim_outbox', side: 'after', action: 'kill' } as const
  referee.begin([strike], [])
  const claim = (rows: number) => referee.decide('order', { arrival: 1, name: 'db.claim_outbox', side: 'after', rows })
  assert.deepEqual([claim(0), claim(1)], ['pass', 'kill'])
})
