import type { PaymentState } from '@saleday/contracts/payment'
import { type Entry, type MovementKind, movement } from '@saleday/payment/ledger'
import { changed, type Payment, questionOf } from '@saleday/payment/payment'
import type { Refund } from '@saleday/payment/refund'
import type { RefundStore } from '@saleday/payment/refund-store'
import type { PaymentStore } from '@saleday/payment/store'
import type { WebhookStore } from '@saleday/payment/webhook-store'
import type { Sync } from './wire.ts'

type Waiting = { attempts: number; askAtMs: number | undefined; waitingSinceMs: number | undefined }
type PaymentRow = Payment & Waiting
type RefundRow = Refund & Waiting & { createdMs: number }
type LedgerRow = Entry & { orderId: string; kind: MovementKind; refundId: string | undefined }
type EventRow = { orderId: string; state: PaymentState | Refund['state']; undo: boolean }

/** The tables of the payment service. */
export type PaymentTables = ReturnType<typeof paymentTables>

export const paymentTables = () => ({
  payments: new Map<string, PaymentRow>(),
  refunds: new Map<string, RefundRow>(),
  ledger: [] as LedgerRow[],
  events: [] as EventRow[],
  webhooks: new Set<string>(),
})

type Options = { tables: PaymentTables; nowMs: () => number; random: () => number; askAgainMs: number }

/** The bank's own answer may be on its way: as long as webhook-store.ts gives it. */
const graceMs = 250

/** What `paymentStore` promises, in memory. The same tests run against both. */
export function memoryPayments({ tables, nowMs, random, askAgainMs }: Options): Sync<PaymentStore> {
  const { payments, events } = tables
  const toPayment = ({ attempts: _a, askAtMs: _q, waitingSinceMs: _w, ...payment }: PaymentRow): Payment => payment
  const note = ({ orderId, undo }: Payment, state: PaymentState) => events.push({ orderId, state, undo })

  return {
    find(orderId) {
      const row = payments.get(orderId)
      return row && toPayment(row)
    },

    recordAuthorise({ orderId, amountCents, currency, cardToken }) {
      const known = payments.get(orderId)
      if (known) {
        if (known.state === 'authorising') known.attempts += 1
        if (known.state === 'authorising' && !known.undo) known.askAtMs = nowMs() + askAgainMs
        return toPayment(known)
      }
      const row: PaymentRow = {
        ...emptyPayment(orderId, nowMs()),
        state: 'authorising',
        undo: false,
        amountCents,
        currency,
        cardToken,
        attempts: 1,
        askAtMs: nowMs() + askAgainMs,
        waitingSinceMs: nowMs(),
      }
      payments.set(orderId, row)
      note(row, row.state)
      return toPayment(row)
    },

    beginCapture(orderId) {
      const row = payments.get(orderId)
      if (row?.state !== 'authorised' || row.undo) return undefined
      const now = nowMs()
      Object.assign(row, { state: 'capturing', attempts: 1, updatedAt: new Date(now) })
      Object.assign(row, { askAtMs: now + askAgainMs, waitingSinceMs: now })
      note(row, row.state)
      return toPayment(row)
    },

    leaveTombstone(orderId) {
      if (payments.has(orderId)) return false
      const row = emptyPayment(orderId, nowMs())
      payments.set(orderId, row)
      note(row, row.state)
      return true
    },

    change(from, to) {
      const row = payments.get(from.orderId)
      if (row?.state !== from.state || row.undo !== from.undo || row.refundedCents !== from.refundedCents)
        return undefined
      const waits = questionOf(to) !== undefined
      const now = nowMs()
      const next = { ...row, ...changed(from, to), updatedAt: new Date(now), attempts: Number(waits) }
      next.askAtMs = waits ? now + askAgainMs : undefined
      next.waitingSinceMs = waits ? (row.state === to.state ? row.waitingSinceMs : now) : undefined
      checkPayment(next)
      if (to.movement) write(tables, from.orderId, to.movement, undefined)
      payments.set(from.orderId, next)
      for (const state of to.steps.length > 0 ? to.steps : [to.state]) note(next, state)
      return toPayment(next)
    },

    claimDue: (limit) => claim(payments.values(), limit, { nowMs, random, askAgainMs }).map(toPayment),

    unknown() {
      const waiting = [...payments.values()].filter(({ askAtMs }) => askAtMs !== undefined)
      return [...new Set(waiting.map(({ state }) => state))].map((state) => {
        const inState = waiting.filter((row) => row.state === state)
        const oldest = Math.min(...inState.map(({ waitingSinceMs }) => waitingSinceMs!))
        return { state, count: inState.length, oldestSeconds: (nowMs() - oldest) / 1000 }
      })
    },
  }
}

/** What `refundStore` promises, in memory, but for the lock: see `transactions` of the payment pod. */
export function memoryRefunds({ tables, nowMs, random, askAgainMs }: Options): Sync<RefundStore> {
  const { payments, refunds, events } = tables
  const toRefund = ({ refundId, orderId, amountCents, state }: Refund): Refund => ({
    refundId,
    orderId,
    amountCents,
    state,
  })

  return {
    lockPayment(orderId) {
      const row = payments.get(orderId)
      if (!row) return undefined
      const { attempts: _a, askAtMs: _q, waitingSinceMs: _w, ...payment } = row
      return payment
    },

    find(refundId) {
      const row = refunds.get(refundId)
      return row && toRefund(row)
    },

    open: (orderId) =>
      [...refunds.values()]
        .filter((row) => row.orderId === orderId && row.state === 'refunding')
        .sort((a, b) => a.createdMs - b.createdMs)
        .map(toRefund),

    insert(refund) {
      if (refunds.has(refund.refundId)) return undefined
      const now = nowMs()
      const waiting = { attempts: 1, askAtMs: now + askAgainMs, waitingSinceMs: now, createdMs: now }
      const row: RefundRow = { ...refund, state: 'refunding', ...waiting }
      refunds.set(refund.refundId, row)
      events.push({ orderId: refund.orderId, state: 'refunding', undo: false })
      return toRefund(row)
    },

    hear(refund, state) {
      const row = refunds.get(refund.refundId)
      if (row?.state !== 'refunding') return undefined
      const payment = payments.get(row.orderId)!
      if (state === 'refunded') {
        const next = {
          ...payment,
          refundedCents: payment.refundedCents + row.amountCents,
          updatedAt: new Date(nowMs()),
        }
        checkPayment(next)
        write(tables, row.orderId, movement('refunded', row.amountCents), row.refundId)
        payments.set(row.orderId, next)
      }
      Object.assign(row, { state, askAtMs: undefined, waitingSinceMs: undefined })
      events.push({ orderId: row.orderId, state, undo: payment.undo })
      return toRefund(row)
    },

    claimDue: (limit) => claim(refunds.values(), limit, { nowMs, random, askAgainMs }).map(toRefund),
  }
}

/** What `webhookStore` promises, in memory. News are forgotten after a day; no history lasts so long. */
export const memoryWebhooks = ({ payments, refunds, webhooks }: PaymentTables, nowMs: () => number) =>
  ({
    hint(webhookId, orderId) {
      if (webhooks.has(webhookId)) return 'repeated'
      webhooks.add(webhookId)
      const payment = payments.get(orderId)
      const ofOrder = [...refunds.values()].filter((refund) => refund.orderId === orderId)
      const waiting = [...(payment ? [payment] : []), ...ofOrder].filter(({ askAtMs }) => askAtMs !== undefined)
      for (const row of waiting) row.askAtMs = Math.min(row.askAtMs!, nowMs() + graceMs)
      return waiting.length > 0 ? 'hinted' : 'nothing to ask'
    },
    forgetOld: () => 0,
  }) satisfies Sync<WebhookStore>

const emptyPayment = (orderId: string, nowMs: number): PaymentRow => ({
  orderId,
  state: 'voided',
  undo: true,
  amountCents: 0,
  capturedCents: 0,
  refundedCents: 0,
  currency: 'EUR',
  cardToken: null,
  authorisationId: null,
  declineCode: null,
  createdAt: new Date(nowMs),
  updatedAt: new Date(nowMs),
  attempts: 0,
  askAtMs: undefined,
  waitingSinceMs: undefined,
})

/** What the table's constraints say. */
function checkPayment(row: PaymentRow): void {
  const { state, undo, amountCents, capturedCents, refundedCents, authorisationId } = row
  if (refundedCents < 0 || refundedCents > capturedCents || capturedCents > amountCents)
    throw new Error(`payment_amounts: ${refundedCents} <= ${capturedCents} <= ${amountCents}`)
  if (!undo && ['voiding', 'voided', 'refunding', 'refunded'].includes(state))
    throw new Error(`payment_undone_on_request: ${state}`)
  if (!authorisationId && !['authorising', 'declined', 'voided'].includes(state))
    throw new Error(`payment_known_to_the_bank: ${state}`)
}

/** The same movement never twice. */
function write(
  { ledger }: PaymentTables,
  orderId: string,
  { kind, entries }: { kind: MovementKind; entries: readonly Entry[] },
  refundId: string | undefined,
): void {
  const isThere = ledger.some((row) => row.orderId === orderId && row.kind === kind && row.refundId === refundId)
  if (isThere) throw new Error(`ledger_entry_once: ${orderId} ${kind}`)
  for (const entry of entries) ledger.push({ ...entry, orderId, kind, refundId })
}

function claim<Row extends Waiting>(
  rows: Iterable<Row>,
  limit: number,
  { nowMs, random, askAgainMs }: Pick<Options, 'nowMs' | 'random' | 'askAgainMs'>,
): Row[] {
  const due = [...rows]
    .filter(({ askAtMs }) => askAtMs !== undefined && askAtMs <= nowMs())
    .sort((a, b) => a.askAtMs! - b.askAtMs!)
    .slice(0, limit)
  for (const row of due) {
    row.askAtMs = nowMs() + askAgainMs + Math.min(10_000, 500 * 2 ** Math.min(row.attempts, 10)) * (0.5 + random() / 2)
    row.attempts += 1
  }
  return due
}
