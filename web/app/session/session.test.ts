import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoAnswer, SessionOver } from '../api/failures.ts'
import type { Answer, Question } from '../api/send.ts'
import { createSession } from './session.ts'
import { flag, memoryStore } from './storage.ts'

const customer = { id: '019b8d2b-8c00-7fcb-890e-5b581bda5b20', email: 'ada@example.org', name: 'Ada' }
let granted = 0
const grant = (): Answer => ({
  status: 200,
  body: { accessToken: `token-${++granted}`, tokenType: 'Bearer', expiresInSeconds: 600, customer },
})
const over: Answer = { status: 401, body: { code: 'session_over' } }

/** `answer` says what each request gets; an error is thrown. */
function open(answer: (question: Question) => Answer | Error, wasHereBefore = true) {
  const asked: Question[] = []
  const mayExist = flag(memoryStore(), 'known')
  mayExist.set(wasHereBefore)
  const clock = { nowMs: 0 }
  const session = createSession({
    mayExist,
    nowMs: () => clock.nowMs,
    send: async (question) => {
      asked.push(question)
      await Promise.resolve()
      const given = answer(question)
      if (given instanceof Error) throw given
      return given
    },
  })
  return { session, asked, mayExist, clock }
}

const bearerOf = ({ headers }: Question) => headers?.authorization

test('who was never here is a guest, and nobody is asked about it', async () => {
  const { session, asked } = open(grant, false)
  assert.deepEqual(session.state.value, { is: 'guest' })
  await assert.rejects(session.ask({ path: '/api/orders' }), SessionOver)
  assert.equal(asked.length, 0)
})

test('the cookie is asked once, however many need a token at the same time', async () => {
  const { session, asked } = open(({ path }) => (path === '/api/auth/refresh' ? grant() : { status: 200, body: path }))
  await Promise.all([session.ask({ path: '/a' }), session.ask({ path: '/b' })])
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/api/auth/refresh', '/a', '/b'],
  )
  assert.equal(bearerOf(asked[1]!), bearerOf(asked[2]!))
  assert.deepEqual(session.state.value, { is: 'customer', customer })
})

test('a token that is refused is renewed, and the same request sent again', async () => {
  let refused = false
  const { session, asked } = open(({ path }) => {
    if (path === '/api/auth/refresh') return grant()
    if (refused) return { status: 201, body: 'done' }
    refused = true
    return { status: 401, body: { code: 'token_expired' } }
  })
  const question = { method: 'POST', path: '/api/orders', headers: { 'idempotency-key': 'k1' } } as const
  assert.equal((await session.ask(question)).body, 'done')
  const orders = asked.filter(({ path }) => path === '/api/orders')
  assert.deepEqual(
    orders.map(({ headers }) => headers?.['idempotency-key']),
    ['k1', 'k1'],
  )
  assert.notEqual(bearerOf(orders[0]!), bearerOf(orders[1]!))
})

test('a session that is over makes a guest, who is not asked about again', async () => {
  const { session, mayExist } = open(() => over)
  await assert.rejects(session.ask({ path: '/a' }), SessionOver)
  assert.deepEqual(session.state.value, { is: 'guest' })
  assert.equal(mayExist.get(), false)
})

test('while auth is away a customer whose token is good goes on, and one who comes anew may be one', async () => {
  let isAway = false
  const world = open(({ path }) => {
    if (path !== '/api/auth/refresh') return { status: 200, body: null }
    return isAway ? new NoAnswer(503) : grant()
  })
  await world.session.ask({ path: '/a' })
  isAway = true
  world.clock.nowMs = 550_000
  assert.equal((await world.session.ask({ path: '/a' })).status, 200)
  assert.equal(world.session.state.value.is, 'customer')

  const anew = open(() => new NoAnswer(503))
  await assert.rejects(anew.session.token(), NoAnswer)
  assert.deepEqual(anew.session.state.value, { is: 'unreachable' })
  assert.equal(anew.mayExist.get(), true)
})

test('a registration is sent once; a log-out that fails leaves the customer logged in', async () => {
  const { session, asked } = open(({ path }) => (path === '/api/auth/logout' ? new NoAnswer(0) : grant()), false)
  await session.register('Ada', 'ada@example.org', 'correct horse')
  assert.equal(asked[0]!.limits?.attempts, 1)
  await assert.rejects(session.logOut(), NoAnswer)
  assert.equal(session.state.value.is, 'customer')
})
