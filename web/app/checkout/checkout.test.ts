import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signal } from '@preact/signals'
import { NoAnswer, SessionOver } from '../api/failures.ts'
import type { Answer, Question } from '../api/send.ts'
import type { Session, SessionState } from '../session/session.ts'
import { memoryStore } from '../session/storage.ts'
import { createCheckout } from './checkout.ts'
import { intentStore } from './intent.ts'

const customer = { id: 'c1', email: '', name: '' }
const order = { id: 'o1', state: 'confirmed' }
const wanted = { lines: [{ productId: 'p1', quantity: 2 }], totalCents: 5000, cardToken: 'tok_test_4242_abcdef' }

function open(answers: (Answer | Error)[], store = memoryStore()) {
  const asked: Question[] = []
  const state = signal<SessionState>({ is: 'customer', customer })
  const session = {
    state,
    ask: async (question: Question) => {
      asked.push(question)
      await Promise.resolve()
      const given = answers.shift()!
      if (given instanceof Error) throw given
      return given
    },
  } as unknown as Session
  let ordered = 0
  const intents = intentStore(store)
  const checkout = createCheckout({ session, intents, onOrdered: () => ordered++ })
  return { checkout, asked, state, intents, store, ordered: () => ordered }
}

const keyOf = (question: Question | undefined) => question?.headers?.['idempotency-key']
const outcomeOf = ({ state }: ReturnType<typeof open>['checkout']) =>
  state.value.is === 'answered' ? state.value.outcome.is : state.value.is

test('pressing twice sends one intent', async () => {
  const { checkout, asked, ordered } = open([{ status: 201, body: order }])
  await Promise.all([checkout.pay(wanted), checkout.pay(wanted)])
  assert.equal(asked.length, 1)
  assert.deepEqual(asked[0]!.body, { lines: wanted.lines, expectedTotalCents: 5000, cardToken: wanted.cardToken })
  assert.equal(outcomeOf(checkout), 'ordered')
  assert.equal(ordered(), 1)
})

test('after a reload in the middle the same intent is sent with the same key, and no other one can begin', async () => {
  const before = open([new Promise(() => {}) as never])
  before.checkout.pay(wanted)
  const after = open([{ status: 201, body: order }], before.store)
  assert.equal(after.checkout.isOpen(), true)
  await after.checkout.pay(wanted)
  assert.equal(after.asked.length, 0)
  await after.checkout.resume()
  assert.equal(keyOf(after.asked[0]), keyOf(before.asked[0]))
  assert.deepEqual(after.asked[0]!.body, before.asked[0]!.body)
})

test('without an answer the intent stays, and asking again means the same key', async () => {
  const { checkout, asked, intents } = open([new NoAnswer(0), { status: 202, body: { ...order, state: 'placed' } }])
  await checkout.pay(wanted)
  assert.equal(outcomeOf(checkout), 'unknown')
  checkout.startOver()
  assert.equal(intents.read()?.phase, 'sent', 'what may have been bought cannot be forgotten')
  await checkout.resume()
  assert.equal(keyOf(asked[0]), keyOf(asked[1]))
  assert.equal(outcomeOf(checkout), 'watching')
})

test('after a definite refusal the next press has a new key', async () => {
  for (const [status, code, is] of [
    [402, 'payment_declined', 'declined'],
    [409, 'out_of_stock', 'out_of_stock'],
    [409, 'price_changed', 'price_changed'],
    [409, 'timed_out', 'timed_out'],
    [422, 'product_unknown', 'product_unknown'],
    [422, 'key_reused', 'refused'],
  ] as const) {
    const { checkout, asked, intents } = open([
      { status, body: { code } },
      { status: 201, body: order },
    ])
    await checkout.pay(wanted)
    assert.equal(outcomeOf(checkout), is)
    assert.equal(intents.read(), undefined)
    await checkout.pay(wanted)
    assert.notEqual(keyOf(asked[0]), keyOf(asked[1]), code)
  }
})

test('a session that ends in the middle keeps the intent for the same customer, and for nobody else', async () => {
  const { checkout, state, asked, intents } = open([new SessionOver(), { status: 201, body: order }])
  await checkout.pay(wanted)
  assert.equal(outcomeOf(checkout), 'session_over')
  state.value = { is: 'customer', customer: { ...customer, id: 'c2' } }
  await checkout.resume()
  assert.equal(asked.length, 1)
  state.value = { is: 'customer', customer }
  await checkout.resume()
  assert.equal(keyOf(asked[0]), keyOf(asked[1]))
  assert.equal(intents.read()?.phase, 'ordered')
})

test('an order that was watched is bought once decided, or leaves nothing behind', async () => {
  const placed = { status: 202, body: { ...order, state: 'placed' } }
  const bought = open([placed])
  await bought.checkout.pay(wanted)
  bought.checkout.decided('another', true)
  assert.equal(bought.intents.read()?.phase, 'watching')
  bought.checkout.decided('o1', true)
  assert.equal(bought.intents.read()?.phase, 'ordered')
  const refused = open([placed])
  await refused.checkout.pay(wanted)
  refused.checkout.decided('o1', false)
  assert.equal(refused.intents.read(), undefined)
})

test('no part of a card is kept, and what is no intent counts as none', async () => {
  const { checkout, store } = open([new NoAnswer(0)])
  await checkout.pay(wanted)
  const kept = JSON.parse(store.getItem('saleday:intent')!)
  assert.deepEqual(Object.keys(kept).sort(), ['cardToken', 'customerId', 'key', 'lines', 'phase', 'totalCents'])
  for (const text of [
    '{',
    '{}',
    '[]',
    '"x"',
    JSON.stringify({ ...kept, lines: [] }),
    JSON.stringify({ ...kept, phase: 'ordered' }),
  ]) {
    store.setItem('saleday:intent', text)
    assert.equal(intentStore(store).read(), undefined, text)
  }
})
