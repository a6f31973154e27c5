import type { Order, OrderReason, OrderState } from '@saleday/contracts/order'

/** How an order stands, in words for its customer. */
export type OrderWords = { title: string; text: string; tone: 'busy' | 'good' | 'bad' | 'calm' }

const reasons: Readonly<Record<OrderReason, string>> = {
  out_of_stock: 'Not enough was left of at least one product.',
  payment_declined: 'The bank declined the card.',
  timed_out: 'It could not be completed in time.',
  capture_refused: 'The bank took its promise to pay back.',
  customer_cancelled: 'You cancelled it.',
}

export const stateNames: Readonly<Record<OrderState, string>> = {
  placed: 'In progress',
  confirmed: 'Confirmed',
  cancelling: 'Not completed',
  rejected: 'Not completed',
  cancelled: 'Cancelled',
  shipped: 'Shipped',
}

export const toneOf: Readonly<Record<OrderState, OrderWords['tone']>> = {
  placed: 'busy',
  confirmed: 'good',
  cancelling: 'bad',
  rejected: 'bad',
  cancelled: 'calm',
  shipped: 'good',
}

export function orderWords({ state, reason }: Pick<Order, 'state' | 'reason'>): OrderWords {
  const why = reason ? reasons[reason] : ''
  const texts: Readonly<Record<OrderState, string>> = {
    placed: 'We are asking the stock and the bank. This page changes by itself as soon as they have answered.',
    confirmed: 'It is yours and will be shipped soon. Until then you can cancel it.',
    cancelling: `${why} You pay nothing; what was held on your card is being given back.`,
    rejected: `${why} You pay nothing.`,
    cancelled: `${why} You pay nothing; what was taken is given back.`,
    shipped: 'It is on its way to you.',
  }
  return { title: titles[state], text: texts[state].trim(), tone: toneOf[state] }
}

const titles: Readonly<Record<OrderState, string>> = {
  placed: 'Your order is being worked on',
  confirmed: 'Thank you, your order is confirmed',
  cancelling: 'Your order was not completed',
  rejected: 'Your order was not completed',
  cancelled: 'Your order is cancelled',
  shipped: 'Your order is on its way',
}

/** Nothing will become of it any more. */
export const isFinal = (state: OrderState): boolean => ['rejected', 'cancelled', 'shipped'].includes(state)
/** Neither bought nor refused yet. */
export const isUndecided = (state: OrderState): boolean => state === 'placed'
/** What the customer asked for was sold, at least for a time. */
export const wasOrdered = (state: OrderState): boolean => ['confirmed', 'shipped', 'cancelled'].includes(state)

/** The part of an order's id that people read to each other. */
export const shortId = (id: string): string => id.slice(-8).toUpperCase()
