import { transitions } from '@saleday/order/order'
import { questionOf } from '@saleday/payment/payment'
import type { World } from './world.ts'

/** The books do not agree. */
export class BooksBroken extends Error {
  override name = 'BooksBroken'
}

const wasConfirmed = (world: World, orderId: string) =>
  world.orders.events.get(orderId)?.some(({ state }) => state === 'confirmed') ?? false

/** What must hold at every moment. @throws BooksBroken */
export function checkAlways(world: World): void {
  const broken =
    brokenStock(world) ?? brokenBank(world) ?? brokenPromise(world) ?? brokenHistory(world) ?? brokenRefunds(world)
  if (broken) throw new BooksBroken(broken)
}

function brokenStock({ stock }: World): string | undefined {
  for (const [id, { onHand, reserved, sold, initial }] of stock.stock) {
    if (Math.min(onHand, reserved, sold) < 0) return `stock of ${id} is negative`
    if (onHand + reserved + sold !== initial)
      return `stock of ${id}: ${onHand} + ${reserved} + ${sold} is not the ${initial} that there were`
  }
  return undefined
}

function brokenBank(world: World): string | undefined {
  const authorised = new Set<string>()
  for (const { reference, state } of world.bankBooks.authorisations.values()) {
    if (authorised.has(reference)) return `order ${reference} has two authorisations at the bank`
    authorised.add(reference)
    if (state === 'captured' && !wasConfirmed(world, reference))
      return `money was captured for order ${reference}, which was never confirmed`
  }
  return undefined
}

/** What customers were told is so, and stays so. */
function brokenPromise(world: World): string | undefined {
  const owners = new Map<string, string>()
  for (const { key, customerId, told } of world.purchases) {
    const held = world.orders.keys.get(`${customerId} ${key}`)
    for (const { status, code, orderId } of told) {
      if (status === 201) {
        const order = world.orders.orders.get(orderId!)
        if (!order) return `order ${orderId} was acknowledged, and there is none`
        if (!['confirmed', 'shipped', 'cancelled'].includes(order.state))
          return `order ${orderId} was acknowledged, and is ${order.state}`
        if (held?.orderId !== orderId) return `key ${key} was answered with an order that is another's`
      }
      if ((status === 402 || status === 409) && held?.orderId && wasConfirmed(world, held.orderId))
        return `the customer heard ${code}, and order ${held.orderId} was confirmed`
    }
    if (held?.orderId) {
      if (owners.has(held.orderId)) return `order ${held.orderId} belongs to two keys`
      owners.set(held.orderId, key)
    }
  }
  return undefined
}

function brokenHistory({ orders }: World): string | undefined {
  for (const [orderId, events] of orders.events) {
    for (let at = 1; at < events.length; at++) {
      const from = events[at - 1]!.state
      const to = events[at]!.state
      if (!transitions[from].includes(to)) return `order ${orderId} went from ${from} to ${to}`
    }
    if (orders.orders.get(orderId)!.version !== events.length) return `order ${orderId} has a gap in its history`
  }
  return undefined
}

/** Only what was shipped is refunded, and never more than was paid for it. */
function brokenRefunds({ orders }: World): string | undefined {
  const askedCents = new Map<string, number>()
  for (const { orderId, state, amountCents } of orders.refunds.values()) {
    const order = orders.orders.get(orderId)
    if (order?.state !== 'shipped') return `a refund of order ${orderId} was recorded, which is ${order?.state}`
    const cents = (askedCents.get(orderId) ?? 0) + (state === 'refused' ? 0 : amountCents)
    if (cents > order.totalCents) return `${cents} cents of the ${order.totalCents} of order ${orderId} are given back`
    askedCents.set(orderId, cents)
  }
  return undefined
}

/** Nothing is left to do: what may still be under way must change nothing any more. Gives what is open, if anything is. */
export function whatIsOpen({ orders, payments }: World): string | undefined {
  for (const { id, state } of orders.orders.values())
    if (state === 'placed' || state === 'cancelling') return `order ${id} is ${state}`
  for (const { orderId, kind, done } of orders.outbox.values())
    if (!done) return `the ${kind} of order ${orderId} waits`
  for (const payment of payments.payments.values())
    if (questionOf(payment)) return `the payment of order ${payment.orderId} is ${payment.state}`
  for (const { refundId, state } of payments.refunds.values())
    if (state === 'refunding') return `refund ${refundId} is ${state}`
  return undefined
}

/** What must hold when nothing is left to do. @throws BooksBroken */
export function checkAtRest(world: World): void {
  const broken = brokenOrders(world) ?? brokenPayments(world) ?? brokenLedger(world) ?? unlikeRefunds(world)
  if (broken) throw new BooksBroken(broken)
}

function brokenOrders(world: World): string | undefined {
  const { orders, stock, bankBooks, carts } = world
  const acknowledged = new Set(
    world.purchases.flatMap(({ told }) => told.flatMap(({ status, orderId }) => (status === 201 ? [orderId!] : []))),
  )
  for (const { id, state, totalCents, customerId } of orders.orders.values()) {
    const hold = stock.reservations.get(id)?.state ?? 'none'
    const atBank = [...bankBooks.authorisations.values()].find(({ reference }) => reference === id)
    const keptCents = atBank?.state === 'captured' ? atBank.amountCents - atBank.refundedCents : 0
    if (state === 'confirmed' || state === 'shipped') {
      if (hold !== 'committed') return `order ${id} is ${state} for good, and its stock is ${hold}`
      const dueCents = totalCents - refundedOnPurpose(world, id)
      if (atBank?.state !== 'captured' || keptCents !== dueCents)
        return `order ${id} is ${state} for good, and the bank has ${keptCents} of ${dueCents} cents (${atBank?.state})`
      if (!carts.get(customerId)?.takenOut.has(id))
        return `order ${id} is ${state}, and its lines are in the cart still`
    } else {
      if (hold === 'held' || hold === 'committed') return `order ${id} is ${state} for good, and its stock is ${hold}`
      if (keptCents !== 0) return `order ${id} is ${state} for good, and the bank keeps ${keptCents} cents`
      if (atBank && !['declined', 'voided', 'captured'].includes(atBank.state))
        return `order ${id} is ${state} for good, and its authorisation is ${atBank.state}`
      if (acknowledged.has(id) && !orders.notices.has(id))
        return `order ${id} is ${state} after it was acknowledged, and nobody told the customer`
    }
  }
  for (const [orderId, { state }] of stock.reservations)
    if (state === 'held' && !orders.orders.has(orderId))
      return `stock is held for ${orderId}, and there is no such order`
  return undefined
}

const refundedOnPurpose = ({ payments }: World, orderId: string) =>
  [...payments.refunds.values()]
    .filter((refund) => refund.orderId === orderId && refund.state === 'refunded')
    .reduce((sum, { amountCents }) => sum + amountCents, 0)

/** Order's refunds and payment's: what the customer was told is what the bank did. */
function unlikeRefunds({ orders, payments }: World): string | undefined {
  for (const { refundId, state, amountCents, notice } of orders.refunds.values()) {
    const paid = payments.refunds.get(refundId)
    if (state === 'refunding') return `refund ${refundId} is refunding, and nobody works on it`
    if ((state === 'refunded') !== (paid?.state === 'refunded'))
      return `order says that refund ${refundId} is ${state}, payment that it is ${paid?.state}`
    if (paid && paid.amountCents !== amountCents)
      return `refund ${refundId} was to be ${amountCents} cents, and payment gave ${paid.amountCents}`
    if ((state === 'refunded') !== (notice !== null)) return `the customer was told of refund ${refundId}: ${notice}`
  }
  for (const refundId of payments.refunds.keys())
    if (!orders.refunds.has(refundId)) return `payment knows a refund ${refundId}, and order does not`
  return undefined
}

/** Our books of a payment and the bank's. */
const bankStatesOf: Record<string, readonly (string | undefined)[]> = {
  authorised: ['authorised'],
  declined: [undefined, 'declined'],
  captured: ['captured'],
  capture_refused: ['capture_refused'],
  voided: [undefined, 'declined', 'voided'],
  refunded: ['captured'],
}

function brokenPayments({ payments, bankBooks }: World): string | undefined {
  for (const { orderId, state, capturedCents, refundedCents } of payments.payments.values()) {
    const atBank = [...bankBooks.authorisations.values()].find(({ reference }) => reference === orderId)
    if (!bankStatesOf[state]?.includes(atBank?.state))
      return `our books say that payment ${orderId} is ${state}, the bank's that it is ${atBank?.state}`
    const bankKeeps = atBank?.state === 'captured' ? atBank.amountCents - atBank.refundedCents : 0
    if (capturedCents - refundedCents !== bankKeeps)
      return `our books say that payment ${orderId} brought ${capturedCents - refundedCents} cents, the bank's ${bankKeeps}`
  }
  return undefined
}

function brokenLedger({ payments }: World): string | undefined {
  const sumOf = (account: string) =>
    payments.ledger.reduce((sum, entry) => sum + (entry.account === account ? entry.amountCents : 0), 0)
  const all = payments.ledger.reduce((sum, { amountCents }) => sum + amountCents, 0)
  if (all !== 0) return `the ledger is out of balance by ${all} cents`
  const kept = [...payments.payments.values()].reduce((sum, row) => sum + row.capturedCents - row.refundedCents, 0)
  if (sumOf('bank') !== kept) return `the ledger says that the bank owes ${sumOf('bank')} cents, the payments ${kept}`
  const held = [...payments.payments.values()].filter(({ state }) => ['authorised', 'capture_refused'].includes(state))
  const heldCents = held.reduce((sum, { amountCents }) => sum + amountCents, 0)
  if (sumOf('card_holds') !== heldCents)
    return `the ledger says that ${sumOf('card_holds')} cents are held on cards, the payments ${heldCents}`
  return undefined
}
