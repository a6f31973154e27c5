import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signal } from '@preact/signals'
import { NoAnswer } from '../api/failures.ts'
import type { Answer, Question } from '../api/send.ts'
import type { Session, SessionState } from '../session/session.ts'
import { flag, memoryStore } from '../session/storage.ts'
import { createCart } from './cart.ts'

const product = '019b8d2b-8c00-7fcb-890e-5b581bda5b20'
const cartOf = (quantity: number): Answer => ({
  status: 200,
  body: { lines: quantity > 0 ? [{ productId: product, quantity }] : [], totalQuantity: quantity },
})

function open(answers: (Answer | Error)[], is: 'guest' | 'customer' = 'guest') {
  const asked: (Question & { as: string })[] = []
  const answer = (as: string) => async (question: Question) => {
    asked.push({ ...question, as })
    await Promise.resolve()
    const given = answers.shift()!
    if (given instanceof Error) throw given
    return given
  }
  const customer = { id: product, email: '', name: '' }
  const state = signal<SessionState>(is === 'guest' ? { is } : { is, customer })
  const session = { state, ask: answer('customer') } as unknown as Session
  const guestHasCart = flag(memoryStore(), 'guest-cart')
  return { cart: createCart({ send: answer('guest'), session, guestHasCart }), asked, guestHasCart, state, customer }
}

test('changes are sent one after the other, and the last answer is the cart', async () => {
  const { cart, asked } = open([cartOf(1), cartOf(2), cartOf(0)])
  await Promise.all([cart.set(product, 1), cart.set(product, 2), cart.remove(product)])
  assert.deepEqual(
    asked.map(({ method }) => method),
    ['PUT', 'PUT', 'DELETE'],
  )
  assert.equal(cart.state.value.content?.totalQuantity, 0)
})

test('an addition that nobody answered is sent with the same key when the customer tries again', async () => {
  const { cart, asked } = open([new NoAnswer(0), cartOf(1), cartOf(2)])
  await assert.rejects(cart.add(product, 1), NoAnswer)
  await cart.add(product, 1)
  await cart.add(product, 1)
  const keys = asked.map(({ headers }) => headers?.['idempotency-key'])
  assert.equal(keys[0], keys[1])
  assert.notEqual(keys[1], keys[2])
})

test('a change that fails leaves the cart as it is, and those after it go on', async () => {
  const { cart } = open([cartOf(1), new NoAnswer(503), cartOf(3)])
  await cart.set(product, 1)
  await assert.rejects(cart.set(product, 2), NoAnswer)
  assert.equal(cart.state.value.content?.totalQuantity, 1)
  await cart.set(product, 3)
  assert.equal(cart.state.value.content?.totalQuantity, 3)
})

test("the guest's cart is merged once into the customer's; where that fails it is tried again later", async () => {
  const { cart, asked, state, customer, guestHasCart } = open([cartOf(2), new NoAnswer(503), cartOf(2)])
  await cart.add(product, 2)
  state.value = { is: 'customer', customer }
  await cart.merge()
  assert.equal(guestHasCart.get(), true)
  await cart.merge()
  await cart.merge()
  assert.deepEqual(
    asked.map(({ as, path }) => `${as} ${path}`),
    ['guest /api/cart/items', 'customer /api/cart/merge', 'customer /api/cart/merge'],
  )
})

test('a cart that cannot be read says so, and keeps what was known', async () => {
  const { cart } = open([cartOf(2), new NoAnswer(503)])
  await cart.load()
  await cart.load()
  assert.equal(cart.state.value.content?.totalQuantity, 2)
  assert.ok(cart.state.value.error instanceof NoAnswer)
})
