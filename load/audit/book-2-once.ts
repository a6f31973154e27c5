import { newBook } from './book.ts'
import { refusalsWithOrder, type Told, toldTo, type Visit } from './journal.ts'
import type { OrderInBooks } from './merge-by-order.ts'
import type { KeptKey, Key } from './read-keys.ts'

export type OnceBook = ReturnType<typeof onceBook>

type Tell = (what: string, says: string, orderId?: string | null) => void

/** Book 2: nothing happens twice. */
export function onceBook() {
  const book = newBook(
    2,
    'Once',
    'An intent has led to one order and one capture at most, answered or not, and nobody was told two things.',
  )

  function checkTold(visit: Visit, kept: readonly KeptKey[], violation: Tell): void {
    const told = toldTo(visit)
    if (visit.outcomes.length === 0) book.count('without an outcome')
    const says = thingsTold(told)
    if (says.length > 1) violation('told two things', says.join(', and '), [...told.orderIds][0])
    if (told.yes) return
    for (const { orderId, order } of kept) {
      const no = [...told.no][0]
      if (order === undefined || no === undefined || no === 'refused' || says.length > 1) continue
      if (!refusalsWithOrder.includes(no))
        violation('refused, and yet an order', `told ${no}; the order is ${order.state}`, orderId)
      else if (order.reason === null || order.state === 'cancelled')
        violation('refused, and yet sold', `told ${no}; the order is ${order.state}`, orderId)
      else if (order.reason !== no)
        violation('told another reason', `told ${no}; the order says ${order.reason}`, orderId)
    }
  }

  return {
    book,
    takeKey({ key, visit, kept }: Key): void {
      book.checked(1)
      const violation: Tell = (what, says, orderId) => book.violation(what, { key, ...(orderId && { orderId }) }, says)
      const orders = kept.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
      if (orders.length > 1) violation('two orders', `orders ${orders.join(', ')}`, orders[0])
      else if (kept.length > 1) violation('key taken twice', `by ${kept.length} rows`, orders[0])
      if (visit === undefined) return
      if (visit.intents.length > 1) violation('key used twice', `for ${visit.intents.length} intents`)
      checkTold(visit, kept, violation)
    },
    takeOrder({ orderId, bank }: OrderInBooks): void {
      if (bank === undefined) return
      book.count('captures', bank.captures)
      if (bank.captures > 1) book.violation('captured twice', { orderId }, `the bank captured ${bank.captures} times`)
    },
  }
}

function thingsTold({ yes, no, orderIds }: Told): string[] {
  const refusals = [...no].filter((code) => code !== 'refused' || no.size === 1)
  const ids = [...orderIds]
  return [
    ...(yes ? ['confirmed'] : []),
    ...refusals,
    ...ids.slice(1).map((id) => `order ${ids[0]} is order ${id}`),
  ].filter((_, at, all) => all.length > 1 || at === 0)
}
