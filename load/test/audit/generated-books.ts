import type { Audited } from '../../audit/snapshot.ts'
import { type AuditDatabases, insertRows } from './audit-databases.ts'
import { type End, type GeneratedOrder, type GeneratedProduct, isCancelled, isSold } from './generated-shop.ts'

type Rows = Record<string, object[]>
export type GeneratedBooks = Record<Audited, Rows>

type World = {
  products: GeneratedProduct[]
  orders: GeneratedOrder[]
  runId: string
  endMs: number
  idOf: (atMs: number) => string
}

/** What four databases hold after a day on which nothing went wrong. */
export function generatedBooks(world: World): GeneratedBooks {
  const { orders, products, runId, idOf, endMs } = world
  const all = orders.map((order) => booksOf(order, idOf, endMs))
  const merged = Object.fromEntries(
    (['order', 'product', 'payment', 'bank'] as const).map((name) => [name, mergeRows(all.map((each) => each[name]))]),
  ) as GeneratedBooks
  merged.order.idempotency_key!.push({
    customer_id: idOf(endMs),
    key: `${runId}-changed`,
    request_hash: '\\x00',
    refusal: { code: 'price_changed', detail: '', extra: {} },
    created_at: iso(endMs),
  })
  merged.product = {
    product: products.map(({ id, priceCents }, at) => ({
      id,
      slug: `product-${id}`,
      name: `Product ${at}`,
      category: 'home',
      description: 'A product',
      price_cents: priceCents,
      currency: 'EUR',
      image: 'x.svg',
      doorbuster: at === 0,
    })),
    stock: products.map(({ id, onHand, sold, initial }) => ({
      product_id: id,
      on_hand: onHand,
      reserved: 0,
      sold,
      initial,
    })),
    ...merged.product,
  }
  return merged
}

/** Puts them into the databases. */
export async function insertBooks(databases: AuditDatabases, books: GeneratedBooks): Promise<void> {
  for (const name of ['order', 'product', 'payment', 'bank'] as const)
    for (const [table, rows] of Object.entries(books[name])) await insertRows(databases[name], table, rows)
}

/** What is given back on purpose. */
const partOf = (totalCents: number): number => Math.ceil(totalCents / 3)

const iso = (ms: number): string => new Date(ms).toISOString()

function mergeRows(each: Rows[]): Rows {
  const tables = [...new Set(each.flatMap((rows) => Object.keys(rows)))]
  return Object.fromEntries(tables.map((table) => [table, each.flatMap((rows) => rows[table] ?? [])]))
}

type Story = { state: string; reason: string | null; path: string[]; work: string[] }

const storyOf = (end: End): Story => {
  const sale = ['commit', 'capture', 'take_out']
  const undo = ['release', 'void']
  if (end === 'shipped') return { state: 'shipped', reason: null, path: ['placed', 'confirmed', 'shipped'], work: sale }
  if (end === 'partly_refunded')
    return { state: 'shipped', reason: null, path: ['placed', 'confirmed', 'shipped'], work: [...sale, 'refund'] }
  if (isSold(end)) return { state: 'confirmed', reason: null, path: ['placed', 'confirmed'], work: sale }
  if (isCancelled(end)) {
    const reason = end === 'capture_refused' ? 'capture_refused' : 'customer_cancelled'
    return { state: 'cancelled', reason, path: ['placed', 'confirmed', 'cancelled'], work: [...sale, ...undo, 'tell'] }
  }
  const reason = end === 'never_begun' ? 'timed_out' : end
  return { state: 'rejected', reason, path: ['placed', 'cancelling', 'rejected'], work: undo }
}

function booksOf(order: GeneratedOrder, idOf: World['idOf'], endMs: number): GeneratedBooks {
  const refundId = order.end === 'partly_refunded' ? idOf(order.atMs) : null
  return {
    order: orderRows(order, refundId),
    product: productRows(order, endMs),
    ...moneyRows(order, idOf, refundId),
  }
}

function orderRows(order: GeneratedOrder, refundId: string | null): Rows {
  const { id, key, customerId, end, lines, totalCents, atMs } = order
  const { state, reason, path, work } = storyOf(end)
  const at = iso(atMs)
  const isRefused = ['cancelling', 'rejected', 'cancelled']
  return {
    customer_order: [
      {
        id,
        customer_id: customerId,
        state,
        reason,
        reason_detail:
          end === 'out_of_stock'
            ? { products: lines.map(({ productId, quantity }) => ({ productId, requested: quantity, available: 0 })) }
            : null,
        total_cents: totalCents,
        currency: 'EUR',
        card_token: 'tok_test_4242',
        version: path.length,
        lease_epoch: 1,
        placed_at: at,
        updated_at: at,
      },
    ],
    order_line: lines.map(({ productId, quantity, priceCents }, position) => ({
      order_id: id,
      position,
      product_id: productId,
      name: 'A product',
      quantity,
      unit_price_cents: priceCents,
    })),
    order_event: path.map((step, seq) => ({
      order_id: id,
      seq: seq + 1,
      state: step,
      reason: isRefused.includes(step) ? reason : null,
      at: iso(atMs + seq * 1_000),
    })),
    idempotency_key: [{ customer_id: customerId, key, request_hash: '\\x00', order_id: id, created_at: at }],
    outbox: work.map((kind) => ({ order_id: id, kind, due_at: at, attempts: 1, created_at: at, done_at: at })),
    order_refund:
      end === 'partly_refunded'
        ? [
            {
              refund_id: refundId,
              order_id: id,
              amount_cents: partOf(totalCents),
              state: 'refunded',
              notice: 'Some of it goes back.',
              asked_at: at,
              ended_at: at,
            },
          ]
        : [],
    notice: isCancelled(end) ? [{ order_id: id, text: 'We are sorry.', at }] : [],
  }
}

function productRows({ id, end, lines, atMs }: GeneratedOrder, endMs: number): Rows {
  const tookNothing = end === 'out_of_stock' || end === 'never_begun'
  const changedMs = isCancelled(end) ? endMs : atMs + 40
  return {
    reservation: [
      {
        order_id: id,
        state: isSold(end) ? 'committed' : 'released',
        created_at: iso(atMs),
        changed_at: iso(changedMs),
      },
    ],
    reservation_line: tookNothing
      ? []
      : lines.map(({ productId, quantity }) => ({ order_id: id, product_id: productId, quantity })),
  }
}

/** What was asked of the bank, by the end of the order. */
const movementsOf: Readonly<Record<End, readonly string[]>> = {
  confirmed: ['authorised', 'captured'],
  shipped: ['authorised', 'captured'],
  partly_refunded: ['authorised', 'captured', 'refunded'],
  out_of_stock: [],
  never_begun: [],
  payment_declined: ['declined'],
  timed_out: ['authorised', 'voided'],
  cancelled_captured: ['authorised', 'captured', 'refunded'],
  cancelled_held: ['authorised', 'voided'],
  capture_refused: ['authorised', 'capture_refused', 'voided'],
}

const accountsOf: Readonly<Record<string, readonly (readonly [string, 1 | -1])[]>> = {
  authorised: [
    ['card_holds', 1],
    ['holds_owed', -1],
  ],
  captured: [
    ['holds_owed', 1],
    ['card_holds', -1],
    ['bank', 1],
    ['sales', -1],
  ],
  voided: [
    ['holds_owed', 1],
    ['card_holds', -1],
  ],
  refunded: [
    ['sales', 1],
    ['bank', -1],
  ],
}

function moneyRows(order: GeneratedOrder, idOf: World['idOf'], refundId: string | null): { payment: Rows; bank: Rows } {
  const { id, end, totalCents, atMs } = order
  const at = iso(atMs)
  const movements = movementsOf[end]
  if (movements.length === 0) {
    const tombstone = {
      order_id: id,
      state: 'voided',
      undo: true,
      amount_cents: 0,
      currency: 'EUR',
      created_at: at,
      updated_at: at,
    }
    return { payment: { payment: [{ ...tombstone, captured_cents: 0, refunded_cents: 0, attempts: 0 }] }, bank: {} }
  }
  const authorisationId = idOf(atMs)
  const isPart = end === 'partly_refunded'
  const partCents = partOf(totalCents)
  const last = movements.at(-1)!
  const refundedCents = last === 'refunded' ? (isPart ? partCents : totalCents) : 0
  const capturedCents = movements.includes('captured') ? totalCents : 0
  const centsOf = (movement: string) => (movement === 'refunded' ? refundedCents : totalCents)
  return {
    payment: {
      payment: [
        {
          order_id: id,
          state: isPart ? 'captured' : last,
          undo: !isSold(end),
          amount_cents: totalCents,
          captured_cents: capturedCents,
          refunded_cents: refundedCents,
          currency: 'EUR',
          card_token: 'tok_test_4242',
          authorisation_id: authorisationId,
          attempts: 0,
          created_at: at,
          updated_at: at,
        },
      ],
      refund: isPart
        ? [{ refund_id: refundId, order_id: id, amount_cents: partCents, state: 'refunded', attempts: 1 }].map(
            (row) => ({
              ...row,
              created_at: at,
              updated_at: at,
            }),
          )
        : [],
      ledger_entry: movements.flatMap((kind) => {
        const transferId = idOf(atMs)
        return (accountsOf[kind] ?? []).map(([account, sign]) => ({
          transfer_id: transferId,
          order_id: id,
          kind,
          refund_id: kind === 'refunded' ? refundId : null,
          account,
          amount_cents: sign * centsOf(kind),
          at,
        }))
      }),
    },
    bank: {
      authorisation: [
        {
          id: authorisationId,
          reference: id,
          state: last === 'refunded' ? 'captured' : last,
          last4: '4242',
          behaviour: 'good',
          amount_cents: totalCents,
          refunded_cents: refundedCents,
          currency: 'EUR',
          created_at: at,
          expires_at: iso(atMs + 86_400_000),
          updated_at: at,
        },
      ],
      ledger_row: movements.map((kind) => ({
        authorisation_id: authorisationId,
        reference: id,
        kind,
        amount_cents: centsOf(kind),
        at,
      })),
    },
  }
}
