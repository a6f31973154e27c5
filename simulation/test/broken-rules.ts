import { randomUUIDv7 } from 'node:crypto'
import type { PaymentOutcome } from '@saleday/contracts/payment'
import { problem } from '@saleday/order/errors'
import { priceOrder } from '@saleday/order/order'
import type { KeyHolds, OrderStore } from '@saleday/order/store'
import { questionOf, recordUndo } from '@saleday/payment/payment'
import { voidPayment } from '@saleday/payment/void-payment'
import fc from 'fast-check'
import type { Bias, Step } from '../src/history.ts'
import { ownParts, type Parts } from '../src/parts.ts'
import { fairWeather } from '../src/wire.ts'

/** A rule of the checkout, and the shop without it. */
export type BrokenRule = { rule: string; parts: Partial<Parts>; bias?: Bias; finds: RegExp }

/** Two want the last unit, and there is stock again when the loser's first lease has run out. */
const restockedInBetween = fc.integer({ min: 5_000, max: 6_500 }).map((afterMs): Step[] => [
  { afterMs: 0, is: 'buy', customer: 0, product: 0, quantity: 1, card: 'ok' },
  { afterMs: 0, is: 'buy', customer: 1, product: 0, quantity: 1, card: 'ok' },
  { afterMs, is: 'restock', product: 0 },
])

/** Two parts of a shipped order go back, the second one while the first is under way. */
const twoRefunds = fc.nat(200).map((afterMs): Step[] => [
  { afterMs: 0, is: 'buy', customer: 0, product: 0, quantity: 1, card: 'ok' },
  { afterMs: 1_000, is: 'ship', purchase: 0 },
  { afterMs: 2_000, is: 'refund', purchase: 0, cents: 20 },
  { afterMs, is: 'refund', purchase: 0, cents: 30 },
])

const done = (orderId: string): PaymentOutcome => ({ orderId, outcome: 'done', state: 'voided', declineCode: null })

export const brokenRules: BrokenRule[] = [
  {
    rule: 'the deciding update says WHERE state = placed AND lease_epoch = n (each suffices alone)',
    parts: {
      orders: (tables, nowMs) => {
        const store = ownParts.orders(tables, nowMs)
        return {
          ...store,
          move({ epoch, ...change }) {
            const state = tables.orders.get(change.orderId)?.state
            return store.move(epoch === undefined || !state ? change : { ...change, from: state })
          },
        }
      },
    },
    bias: { weights: { pause: 8, crash: 1, cancel: 1 } },
    finds: /went from|acknowledged, and is|was confirmed|reason/,
  },
  {
    rule: '201 is sent only after the commit that confirms',
    parts: { ordersInPod: (store) => confirmedWhenSent(store as OrderStore) as never },
    finds: /acknowledged, and is/,
  },
  {
    rule: 'release leaves a tombstone where nothing was held yet',
    parts: {
      reservations: (tables, nowMs) => {
        const store = ownParts.reservations(tables, nowMs)
        const release = (id: string) => (tables.reservations.has(id) ? store.release([id])[0]! : 'none')
        return { ...store, release: (ids) => ids.map(release) }
      },
    },
    finds: /its stock is held/,
  },
  {
    rule: 'void leaves a tombstone where nothing was authorised yet',
    parts: {
      void: async (asking, orderId, context) =>
        (await asking.payments.find(orderId)) ? voidPayment(asking, orderId, context) : done(orderId),
    },
    finds: /authorisation is authorised/,
  },
  {
    rule: 'every way to cancelling writes both undo rows, also out_of_stock',
    parts: {
      orders: (tables, nowMs) => {
        const store = ownParts.orders(tables, nowMs)
        return {
          ...store,
          move: (change) => store.move(change.reason === 'out_of_stock' ? { ...change, work: ['release'] } : change),
        }
      },
    },
    bias: { steps: restockedInBetween, maxUnits: 1, weather: { ...fairWeather, slowDatabase: 0.3 } },
    finds: /authorisation is authorised/,
  },
  {
    rule: 'a repeated bank call carries the same key',
    parts: {
      bankConnection: (client) => ({
        ...client,
        call: (route, request, context, options) => {
          const { headers } = request as unknown as { headers: Record<string, string> }
          const changed = { ...request, headers: { ...headers, 'idempotency-key': randomUUIDv7() } }
          return (client.call as (...given: unknown[]) => never)(route, changed, context, options)
        },
      }),
    },
    finds: /two authorisations|brought/,
  },
  {
    rule: 'the key is looked up before the prices are read',
    parts: {
      async placeOrder(checkout, request, context) {
        const ids = request.intent.lines.map(({ productId }) => productId)
        const prices = await checkout.clients.products.prices(ids, context)
        if (priceOrder(request.intent.lines, prices).totalCents !== request.intent.expectedTotalCents)
          throw problem('price_changed')
        return ownParts.placeOrder(checkout, request, context)
      },
    },
    bias: { weights: { price: 6, 'buy again': 8 } },
    finds: /heard price_changed/,
  },
  {
    rule: 'price_changed takes the key and is stored under it',
    parts: { ordersInPod: (store) => forgetsRefusals(store as OrderStore) as never },
    bias: { weights: { price: 8, 'buy again': 10 } },
    finds: /heard price_changed/,
  },
  {
    rule: 'release also ends a committed hold: sold goes back to on hand',
    parts: {
      reservations: (tables, nowMs) => {
        const store = ownParts.reservations(tables, nowMs)
        const isSold = (id: string) => tables.reservations.get(id)?.state === 'committed'
        const release = (id: string) => (isSold(id) ? 'committed' : store.release([id])[0]!)
        return { ...store, release: (ids) => ids.map(release) }
      },
    },
    finds: /cancelled for good, and its stock is committed/,
  },
  {
    rule: 'a commit after the release is answered as over, not as an error',
    parts: {
      product: (reservations) => ({
        ...reservations,
        async commit(orderId) {
          const state = await reservations.commit(orderId)
          return state === 'released' ? 'unknown' : state
        },
      }),
    },
    finds: /the commit of order .* waits/,
  },
  {
    rule: 'a capture after the void is answered as over, not as an error',
    parts: {
      async capture(asking, orderId, context) {
        const outcome = await ownParts.capture(asking, orderId, context)
        if (outcome.outcome === 'over') throw new Error('the payment is voided')
        return outcome
      },
    },
    finds: /the capture of order .* waits/,
  },
  {
    rule: 'void undoes what it finds: a captured payment is refunded',
    parts: {
      async void(asking, orderId, context) {
        const isCaptured = (await asking.payments.find(orderId))?.state === 'captured'
        return isCaptured ? done(orderId) : voidPayment(asking, orderId, context)
      },
    },
    finds: /the bank keeps/,
  },
  {
    rule: 'the bank hears a void only when the call before it has a definite answer',
    parts: {
      async void(asking, orderId, context) {
        const payment = await asking.payments.find(orderId)
        if (payment?.state !== 'authorising') return voidPayment(asking, orderId, context)
        const change = { ...recordUndo(payment)!, state: 'voided', undo: true, steps: ['voided'] } as const
        await asking.payments.change(payment, change)
        return done(orderId)
      },
    },
    bias: { weights: { away: 8 } },
    finds: /authorisation is authorised/,
  },
  {
    rule: 'an unknown call is settled by the same call, never by a look-up that finds nothing',
    parts: {
      bankClient: (client, bank) => ({
        ...client,
        async ask(payment, context) {
          const answer = await client.ask(payment, context)
          const isUnknown = !answer && questionOf(payment) === 'authorise' && !bank.lookUp(payment.orderId)
          return isUnknown ? { is: 'declined', code: 'not_found' } : answer
        },
      }),
    },
    finds: /authorisation is authorised|our books say/,
  },
  {
    rule: 'a capture refused after 201 also voids the authorisation',
    parts: {
      outbox: (tables, orders, nowMs) => ({
        ...ownParts.outbox(tables, orders, nowMs, undefined as never),
        finishRefusedCapture(row) {
          const { orderId } = row
          const work = ['release', 'tell'] as const
          orders.move({ orderId, from: 'confirmed', to: 'cancelled', reason: 'capture_refused', work })
          tables.outbox.get(`${orderId} ${row.kind}`)!.done = true
        },
      }),
    },
    finds: /authorisation is capture_refused/,
  },
  {
    rule: 'only an order whose commit and capture are done can ship',
    parts: {
      orders: (tables, nowMs) => {
        const store = ownParts.orders(tables, nowMs)
        return { ...store, ship: (orderId) => store.move({ orderId, from: 'confirmed', to: 'shipped' }) }
      },
    },
    bias: { weights: { ship: 8 } },
    finds: /shipped for good, and the bank/,
  },
  {
    rule: 'payment writes an answer of the bank only in the state that asked for it',
    parts: {
      payments: (options) => {
        const store = ownParts.payments(options)
        return {
          ...store,
          change: (from, to, detail) => store.change({ ...store.find(from.orderId)! }, to, detail),
        }
      },
    },
    bias: { weights: { pause: 6, cancel: 8 }, weather: { ...fairWeather, slowDatabase: 0.3 } },
    finds: /our books say|authorisation is|waits|the bank keeps|payment .* is|is cancelling/,
  },
  {
    rule: 'finishing an undo row locks the order, so that of two last rows one sees the other',
    parts: {
      outbox: (tables, orders, nowMs, time) => {
        const store = ownParts.outbox(tables, orders, nowMs, time)
        return {
          ...store,
          finishUndoing(row) {
            const { orderId, kind } = row
            const others = [...tables.outbox.values()].filter(
              (other) => other.orderId === orderId && other.kind !== kind && !other.done,
            )
            time.after(5, undefined, () => {
              tables.outbox.get(`${orderId} ${kind}`)!.done = true
              if (others.length === 0) orders.move({ orderId, from: 'cancelling', to: 'rejected' })
            })
          },
        }
      },
    },
    finds: /is cancelling/,
  },
  {
    rule: "the row of an order's refunds is done only when none of them waits",
    parts: {
      orderRefunds: (tables, nowMs) => ({
        ...ownParts.orderRefunds(tables, nowMs),
        finishRow(orderId) {
          tables.outbox.get(`${orderId} refund`)!.done = true
        },
      }),
    },
    bias: { steps: twoRefunds },
    finds: /nobody works on it/,
  },
]

/** Believes that a confirmation is written as soon as it is sent. */
function confirmedWhenSent(store: OrderStore): OrderStore {
  const sent = new Set<string>()
  return {
    ...store,
    async move(change) {
      if (change.to !== 'confirmed') return store.move(change)
      store.move(change).catch(() => undefined)
      sent.add(change.orderId)
      return true
    },
    async find(orderId) {
      const order = await store.find(orderId)
      return order && sent.has(orderId) ? { ...order, state: 'confirmed' } : order
    },
  }
}

/** Answers price_changed, and does not write it down. */
function forgetsRefusals(store: OrderStore): OrderStore {
  const unwritten = new Map<string, KeyHolds>()
  return {
    ...store,
    async insertRefusal(customerId, key, requestHash, refusal) {
      unwritten.set(`${customerId} ${key}`, { requestHash, orderId: null, refusal })
      return true
    },
    async findKey(customerId, key) {
      const at = `${customerId} ${key}`
      const held = unwritten.get(at) ?? (await store.findKey(customerId, key))
      unwritten.delete(at)
      return held
    },
  }
}
