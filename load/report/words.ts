import type { Outcome } from '../src/measure-names.ts'

/** What a buyer was told, in few words. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  confirmed: 'confirmed',
  sold_out: 'sold out',
  declined: 'declined',
  price_changed: 'price changed',
  timed_out: 'cancelled in time',
  shed: 'turned away',
  failed: 'wrong answer',
  unknown: 'no answer',
}

/** The same in a sentence. */
export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  confirmed: 'The order was acknowledged and the money is authorised.',
  sold_out: 'Told that it is sold out; nothing charged.',
  declined: 'Told that the bank declines the card.',
  price_changed: 'Told of another price before anything was ordered.',
  timed_out: 'Cancelled by the shop in time; nothing charged.',
  shed: 'Turned away for 30 seconds.',
  failed: 'Got an answer that no buyer should get.',
  unknown: 'Had no definite answer in 30 seconds.',
}

/** `order_read` as `order read`, `orderId` as `order id`. */
export const spaced = (name: string): string =>
  name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()

/** `capturedCents` as `captured` and an amount, `openHolds` as `open holds`: figures carry their unit in their name. */
export function figureWords(name: string, value: number): { name: string; value: string } {
  const words = spaced(name)
  if (!words.endsWith(' cents')) return { name: words, value: value.toLocaleString('en') }
  const amount = (value / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return { name: words.slice(0, -' cents'.length), value: amount }
}

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
