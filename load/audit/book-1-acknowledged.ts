import { newBook } from './book.ts'
import { acknowledgedStates, type Intent, toldTo, type Visit } from './journal.ts'
import type { JournalBuckets } from './journal-buckets.ts'
import { textOfLines } from './line-text.ts'
import { listViolations } from './list-violations.ts'
import type { KeptKey, KeptOrder, Key } from './read-keys.ts'
import type { Snapshot } from './snapshot.ts'

export type AcknowledgedBook = ReturnType<typeof acknowledgedBook>

type Tell = (what: string, says: string, orderId?: string | null) => void

/** Book 1: what was acknowledged is there, and nothing is there that nobody wanted. */
export function acknowledgedBook(journal: JournalBuckets | undefined) {
  const book = newBook(
    1,
    'Acknowledged orders',
    'Every acknowledged order exists, with the acknowledged lines and total, and every order stems from a journalled intent.',
  )

  function take({ key, visit, kept }: Key): void {
    book.checked(1)
    const violation: Tell = (what, says, orderId) => book.violation(what, { key, ...(orderId && { orderId }) }, says)
    for (const each of kept) if (each.order !== undefined) checkOrder(each, each.order, visit, violation)
    if (visit !== undefined) checkTold(visit, kept, violation)
  }

  function checkOrder(kept: KeptKey, order: KeptOrder, visit: Visit | undefined, violation: Tell): void {
    book.count('orders')
    const flaw = flawOf(kept, order)
    if (flaw !== undefined) violation('order contradicts itself', flaw, kept.orderId)
    if (journal === undefined) return
    const intent = visit?.intents[0]
    const difference = intent === undefined ? undefined : differenceTo(intent, order)
    if (intent === undefined) violation('order without an intent', `it is ${order.state}`, kept.orderId)
    else if (difference !== undefined) violation('not what was wanted', difference, kept.orderId)
  }

  function checkTold(visit: Visit, kept: readonly KeptKey[], violation: Tell): void {
    book.count('intents', visit.intents.length)
    const told = toldTo(visit)
    if (told.yes) book.count('acknowledged')
    for (const orderId of told.orderIds) {
      const order = kept.find((each) => each.orderId === orderId)?.order
      if (order === undefined) {
        violation('told of an order that is not there', `the key holds ${contentOf(kept)}`, orderId)
      } else if (told.yes && !acknowledgedStates.includes(order.state)) {
        violation(
          'acknowledged and not kept',
          `the order is ${order.state} for ${order.reason ?? 'no reason'}`,
          orderId,
        )
      } else {
        const difference = differenceToTold(visit, orderId, order)
        if (difference !== undefined) violation('not what was acknowledged', difference, orderId)
      }
    }
  }

  return {
    book,
    take,
    /** Orders whose key is gone, though no key is forgotten for a day. */
    async checkKeyless(order: Snapshot): Promise<void> {
      for (const line of journal?.damaged ?? []) book.violation('damaged line in the journal', {}, line)
      const [from, to] = journal === undefined ? [null, null] : [journal.startedMs, journal.endedMs]
      await listViolations<{ id: string; state: string }>(
        book,
        order,
        `SELECT o.id::text, o.state FROM customer_order o
         WHERE o.placed_at > now() - interval '23 hours'
           AND ($1::float8 IS NULL OR o.placed_at BETWEEN to_timestamp($1 / 1000) AND to_timestamp($2::float8 / 1000))
           AND NOT EXISTS (SELECT FROM idempotency_key k WHERE k.order_id = o.id)`,
        [from, to],
        ({ id, state }) => ({ what: 'order without a key', ids: { orderId: id }, says: `it is ${state}` }),
      )
    },
  }
}

function flawOf({ customerId }: KeptKey, order: KeptOrder): string | undefined {
  if (order.sumCents !== order.totalCents)
    return `its total is ${order.totalCents}, and its lines add up to ${order.sumCents}`
  if (order.customerId !== customerId) return `its key is customer ${customerId}'s, the order ${order.customerId}'s`
  return undefined
}

function differenceTo(intent: Intent, order: KeptOrder): string | undefined {
  if (intent.customerId !== order.customerId)
    return `customer ${intent.customerId} wanted it, and ${order.customerId} has it`
  return differenceOf('wanted', intent.totalCents, textOfLines(intent.lines), order)
}

function differenceToTold({ answers, reads }: Visit, orderId: string, order: KeptOrder): string | undefined {
  for (const { orderId: id, status, totalCents, lines } of [...answers, ...reads]) {
    if (id !== orderId || status < 200 || status > 299 || totalCents === null || lines === null) continue
    const difference = differenceOf('told', totalCents, textOfLines(lines), order)
    if (difference !== undefined) return difference
  }
  return undefined
}

function differenceOf(verb: string, totalCents: number, lines: string, order: KeptOrder): string | undefined {
  if (totalCents !== order.totalCents) return `${verb} was a total of ${totalCents}; the order has ${order.totalCents}`
  if (lines !== order.lines) return `${verb} were the lines ${lines}; the order has ${order.lines || 'none'}`
  return undefined
}

function contentOf(kept: readonly KeptKey[]): string {
  if (kept.length === 0) return 'nothing'
  return kept
    .map(({ orderId, refusal }) => (orderId === null ? `the refusal ${refusal}` : `order ${orderId}`))
    .join(', ')
}
