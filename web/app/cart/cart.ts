import { signal } from '@preact/signals'
import type { Cart as Content } from '@saleday/contracts/cart'
import { NoAnswer } from '../api/failures.ts'
import { type Question, type Send, successOf } from '../api/send.ts'
import { newKey } from '../new-key.ts'
import type { Session } from '../session/session.ts'
import type { Flag } from '../session/storage.ts'

/** `content` is the last one known; `error` is there when the cart could not be read last. */
export type CartState = { content?: Content; error?: unknown }

export type Cart = ReturnType<typeof createCart>

/**
 * The cart of the customer, or of the guest that the cookie names. Changes are sent one after the other, in the order in
 * which they were made, and each answer is the cart after it.
 */
export function createCart(parts: { send: Send; session: Session; guestHasCart: Flag }) {
  const { send, session, guestHasCart } = parts
  const state = signal<CartState>({})
  /** Keys of additions that nobody has answered: the same one again must not add twice. */
  const unanswered = new Map<string, string>()
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  async function ask(question: Question): Promise<Content> {
    if (session.state.value.is === 'unknown') await session.renew().catch(() => {})
    if (session.state.value.is === 'customer') return successOf(await session.ask(question))
    const content = successOf<Content>(await send(question))
    guestHasCart.set(content.totalQuantity > 0)
    return content
  }

  const change = (question: Question) =>
    inTurn(async () => {
      const content = await ask(question)
      state.value = { content }
      return content
    })

  const itemPath = (productId: string) => `/api/cart/items/${productId}`

  return {
    state,
    /** Never fails: what went wrong stands in the state. */
    load: () =>
      inTurn(async () => {
        try {
          state.value = { content: await ask({ path: '/api/cart' }) }
        } catch (error) {
          state.value = { ...state.value, error }
        }
      }),
    async add(productId: string, quantity: number): Promise<Content> {
      const what = `${productId} ${quantity}`
      const key = unanswered.get(what) ?? newKey()
      unanswered.set(what, key)
      const headers = { 'idempotency-key': key }
      try {
        const content = await change({
          method: 'POST',
          path: '/api/cart/items',
          headers,
          body: { productId, quantity },
        })
        unanswered.delete(what)
        return content
      } catch (error) {
        if (!(error instanceof NoAnswer)) unanswered.delete(what)
        throw error
      }
    },
    set: (productId: string, quantity: number) =>
      change({ method: 'PUT', path: itemPath(productId), body: { quantity } }),
    remove: (productId: string) => change({ method: 'DELETE', path: itemPath(productId) }),
    /** Moves what the guest has chosen into the customer's cart; later, where the cart does not answer now. */
    merge: () =>
      inTurn(async () => {
        if (session.state.value.is !== 'customer' || !guestHasCart.get()) return
        const content = successOf<Content>(await session.ask({ method: 'POST', path: '/api/cart/merge' }))
        guestHasCart.set(false)
        state.value = { content }
      }).catch(() => {}),
    /** Nothing is known of it: somebody else's cart is next. */
    forget: () => {
      state.value = {}
    },
  }
}
