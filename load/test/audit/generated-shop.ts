import type { JournalLine, JournalOrderLine } from '../../src/journal.ts'
import type { Outcome } from '../../src/measure-names.ts'
import { seededRandom } from '../../src/seeded-random.ts'
import { generatedBooks } from './generated-books.ts'

/** What can become of an order. */
export const ends = [
  'confirmed',
  'shipped',
  'out_of_stock',
  'payment_declined',
  'timed_out',
  'never_begun',
  'cancelled_captured',
  'cancelled_held',
  'capture_refused',
  'partly_refunded',
] as const
export type End = (typeof ends)[number]

/** How its buyer heard of it. */
export const hearings = ['at once', 'after errors', 'by watching', 'never'] as const
export type Hearing = (typeof hearings)[number]

export type GeneratedOrder = {
  id: string
  key: string
  customerId: string
  end: End
  hearing: Hearing
  lines: (JournalOrderLine & { priceCents: number })[]
  totalCents: number
  atMs: number
}

export type GeneratedProduct = { id: string; priceCents: number; initial: number; onHand: number; sold: number }

export type GeneratedShop = ReturnType<typeof generatedShop>

/** A shop after a sale day, with everything in order: whatever can become of an order has become of some. */
export function generatedShop(seed: number, count = 80) {
  const random = seededRandom(seed, 'shop')
  const among = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const idOf = (atMs: number) => uuidv7(atMs, random)
  const endMs = Date.now() - 30_000
  const startMs = endMs - 60_000 - count * 200
  const runId = `run-${seed}`

  const products: GeneratedProduct[] = Array.from({ length: 12 }, (_, at) => {
    const initial = at === 0 ? 6 : 1_000 // the first one is the doorbuster
    return { id: idOf(startMs), priceCents: among(100, 50_000), initial, onHand: initial, sold: 0 }
  })

  const orders: GeneratedOrder[] = []
  for (let at = 0; at < count; at++) {
    const atMs = startMs + 1_000 + at * 200
    const wantsDoorbuster = at % 5 === 0
    const chosen = wantsDoorbuster ? [products[0]!] : some(products.slice(1), among(1, 3), random)
    const lines = chosen.map(({ id, priceCents }) => ({ productId: id, quantity: among(1, 3), priceCents }))
    const isShort = lines.some(({ quantity }, line) => chosen[line]!.onHand < quantity)
    const end = isShort ? 'out_of_stock' : ends.filter((each) => each !== 'out_of_stock')[at % (ends.length - 1)]!
    const takes = !['out_of_stock', 'never_begun', 'payment_declined', 'timed_out'].includes(end)
    if (takes) for (const [line, product] of chosen.entries()) product.onHand -= lines[line]!.quantity
    const id = idOf(atMs)
    orders.push({
      id,
      key: `${runId}-${at}`,
      customerId: idOf(atMs),
      end,
      hearing: hearings[Math.floor(at / (ends.length - 1)) % hearings.length]!,
      lines,
      totalCents: lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0),
      atMs,
    })
  }
  for (const { end, lines } of orders) {
    for (const { productId, quantity } of lines) {
      const product = products.find(({ id }) => id === productId)!
      // What was taken and is cancelled comes back at the end of the day: nobody buys it again.
      if (isSold(end)) product.sold += quantity
      else if (isCancelled(end)) product.onHand += quantity
    }
  }

  /** One of which there is enough of everything. */
  const find = (end: End, hearing?: Hearing): GeneratedOrder => {
    const isOfPlenty = ({ lines }: GeneratedOrder) => lines[0]!.productId !== products[0]!.id
    const order = orders.find(
      (each) => each.end === end && isOfPlenty(each) && (hearing === undefined || each.hearing === hearing),
    )
    if (order === undefined) throw new Error(`seed ${seed} has no order that is ${end}, heard of ${hearing}`)
    return order
  }
  return {
    seed,
    runId,
    products,
    orders,
    find,
    books: generatedBooks({ products, orders, runId, endMs, idOf }),
    journal: journalOf({ runId, startMs, endMs, orders, idOf }),
  }
}

export const isSold = (end: End): boolean => ['confirmed', 'shipped', 'partly_refunded'].includes(end)
export const isCancelled = (end: End): boolean =>
  ['cancelled_captured', 'cancelled_held', 'capture_refused'].includes(end)

function journalOf(shop: {
  runId: string
  startMs: number
  endMs: number
  orders: GeneratedOrder[]
  idOf: (atMs: number) => string
}): JournalLine[] {
  const { runId, startMs, endMs, orders, idOf } = shop
  const lines: JournalLine[] = [{ j: 'start', at: startMs, runId }, ...orders.flatMap(linesOf)]
  const first = orders[0]!
  // Refused before there was an order; and cut off before it reached the shop.
  for (const [name, isRefused] of [
    ['changed', true],
    ['lost', false],
  ] as const) {
    const at = startMs + 900
    const key = `${runId}-${name}`
    lines.push({ j: 'intent', at, key, customerId: idOf(at), lines: told(first).lines, totalCents: 1, card: 'good' })
    const no = { status: 409, code: 'price_changed', orderId: '', totalCents: null, lines: null }
    if (isRefused) lines.push({ j: 'answer', at: at + 20, key, attempt: 1, ms: 20, ...no })
  }
  return [...lines.sort((a, b) => a.at - b.at), { j: 'end', at: endMs }]
}

const told = (order: GeneratedOrder) => ({
  totalCents: order.totalCents,
  lines: order.lines.map(({ productId, quantity }) => ({ productId, quantity })),
})

function linesOf(order: GeneratedOrder): JournalLine[] {
  const { id, key, customerId, atMs, hearing, end } = order
  const isYes = isSold(end) || isCancelled(end)
  const code = end === 'never_begun' ? 'timed_out' : end
  const card = end === 'payment_declined' ? ('declined' as const) : ('good' as const)
  const intent: JournalLine = { j: 'intent', at: atMs - 5, key, customerId, card, ...told(order) }
  if (hearing === 'never') return [intent]
  const read = (at: number, state: string): JournalLine => ({
    j: 'read',
    at,
    key,
    orderId: id,
    status: 200,
    state,
    ...told(order),
  })
  const nothing = { code: '', orderId: '', totalCents: null, lines: null }
  const heard: JournalLine[] = []
  let attempt = 1
  if (hearing === 'after errors') {
    heard.push({ j: 'answer', at: atMs + 30, key, attempt: 1, status: 0, ms: 35, ...nothing })
    heard.push({ j: 'answer', at: atMs + 60, key, attempt: 2, status: 503, ms: 20, ...nothing, code: 'unavailable' })
    attempt = 3
  }
  if (hearing === 'by watching') {
    heard.push({ j: 'answer', at: atMs + 80, key, attempt, status: 202, code: '', orderId: id, ms: 80, ...told(order) })
    heard.push(read(atMs + 480, 'placed'), read(atMs + 880, isYes ? 'confirmed' : 'rejected'))
  } else if (isYes) {
    heard.push({ j: 'answer', at: atMs + 90, key, attempt, status: 201, code: '', orderId: id, ms: 30, ...told(order) })
    if (hearing === 'after errors')
      heard.push({ j: 'read', at: atMs + 95, key, orderId: id, status: 503, state: '', totalCents: null, lines: null })
    heard.push(read(atMs + 120, 'confirmed'))
  } else {
    const status = code === 'payment_declined' ? 402 : 409
    heard.push({ j: 'answer', at: atMs + 90, key, attempt, status, ms: 30, ...nothing, code, orderId: id })
  }
  const outcome = outcomeOf(end)
  return [intent, ...heard, { j: 'outcome', at: atMs + 900, key, outcome, orderId: id, attempts: attempt, ms: 900 }]
}

function outcomeOf(end: End): Outcome {
  if (isSold(end) || isCancelled(end)) return 'confirmed'
  if (end === 'out_of_stock') return 'sold_out'
  return end === 'payment_declined' ? 'declined' : 'timed_out'
}

function some<T>(from: readonly T[], count: number, random: () => number): T[] {
  const left = [...from]
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0]!)
}

/** From a seed, so that a failure can be repeated. */
function uuidv7(atMs: number, random: () => number): string {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('')
  const time = atMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-8${digits(3)}-${digits(12)}`
}
