import type { OrderDetail, OrderReason, OrderRefund, OrderState } from '@saleday/contracts/order'
import type { OutboxKind, StoredOrder } from '@saleday/order/order'
import type { KeyHolds, Lease, OrderStore } from '@saleday/order/store'
import type { Sync } from './wire.ts'

type OrderRow = StoredOrder & { placedAtMs: number; updatedAtMs: number; leaseUntilMs: number | undefined }
type EventRow = OrderDetail['events'][number]
export type WorkRow = {
  orderId: string
  kind: OutboxKind
  /** Never, where the row is set aside. */
  dueMs: number
  attempts: number
  createdMs: number
  setAsideMs: number | undefined
  lastError: string | null
  done: boolean
}

/** The tables of the order service. */
export type OrderTables = ReturnType<typeof orderTables>

export const orderTables = () => ({
  orders: new Map<string, OrderRow>(),
  events: new Map<string, EventRow[]>(),
  keys: new Map<string, KeyHolds & { createdMs: number }>(),
  outbox: new Map<string, WorkRow>(),
  notices: new Map<string, OrderDetail['notices'][number]>(),
  refunds: new Map<string, RefundRow>(),
})

const keyOf = (customerId: string, key: string) => `${customerId} ${key}`
type RefundRow = OrderRefund & { notice: string | null }

/** A refund as its readers see it. */
export const toRefund = ({ notice: _n, ...refund }: RefundRow): OrderRefund => refund

/** The refunds of an order, in the order in which they were asked for. */
export const refundsOf = (refunds: ReadonlyMap<string, RefundRow>, orderId: string): OrderRefund[] =>
  [...refunds.values()]
    .filter((refund) => refund.orderId === orderId)
    .sort((a, b) => (a.askedAt + a.refundId < b.askedAt + b.refundId ? -1 : 1))
    .map(toRefund)

export const workOf = (orderId: string, kind: OutboxKind) => `${orderId} ${kind}`

/** A row of the outbox as a decision leaves it: due at once. */
export const newWork = (orderId: string, kind: OutboxKind, nowMs: number): WorkRow => ({
  orderId,
  kind,
  dueMs: nowMs,
  attempts: 0,
  createdMs: nowMs,
  setAsideMs: undefined,
  lastError: null,
  done: false,
})

const utc = (ms: number) => new Date(ms).toISOString()

/**
 * What `orderStore` promises, in memory. The same tests run against both. As in PostgreSQL a statement has one moment, so
 * whatever writes more than one time looks at the clock once.
 */
export function memoryOrders(tables: OrderTables, nowMs: () => number): Sync<OrderStore> {
  const { orders, events, keys, outbox, notices, refunds } = tables
  const toStored = ({ placedAtMs: _p, updatedAtMs: _u, leaseUntilMs: _l, ...stored }: OrderRow): StoredOrder =>
    structuredCopy(stored)

  function turn(order: OrderRow, to: OrderState, now: number, reason?: OrderReason): void {
    order.state = to
    order.version += 1
    order.updatedAtMs = now
    order.updatedAt = utc(now)
    order.leaseUntilMs = undefined
    if (reason) order.reason = reason
    if (['cancelling', 'rejected', 'cancelled'].includes(to) !== (order.reason !== null))
      throw new Error(`an order that is ${to} cannot have the reason ${order.reason}`)
    events.get(order.id)!.push({ state: to, reason: order.reason, at: utc(now) })
  }

  function lease(order: OrderRow, leaseMs: number): Lease {
    const now = nowMs()
    order.leaseEpoch += 1
    order.leaseUntilMs = now + leaseMs
    return { orderId: order.id, epoch: order.leaseEpoch, ageMs: now - order.placedAtMs }
  }

  const isFree = ({ state, leaseUntilMs }: OrderRow) => state === 'placed' && leaseUntilMs! <= nowMs()

  return {
    findKey(customerId, key) {
      const held = keys.get(keyOf(customerId, key))
      return held && { requestHash: held.requestHash, orderId: held.orderId, refusal: held.refusal }
    },

    insertRefusal(customerId, key, requestHash, refusal) {
      const at = keyOf(customerId, key)
      if (keys.has(at)) return false
      keys.set(at, { requestHash, orderId: null, refusal, createdMs: nowMs() })
      return true
    },

    insertOrder({ id, customerId, key, requestHash, cardToken, currency, priced, leaseMs }) {
      const at = keyOf(customerId, key)
      if (keys.has(at)) return false
      const now = nowMs()
      keys.set(at, { requestHash, orderId: id, refusal: null, createdMs: now })
      orders.set(id, {
        id,
        customerId,
        cardToken,
        state: 'placed',
        reason: null,
        reasonDetail: null,
        lines: structuredCopy(priced.lines),
        totalCents: priced.totalCents,
        currency: currency as 'EUR',
        version: 1,
        leaseEpoch: 1,
        placedAt: utc(now),
        updatedAt: utc(now),
        placedAtMs: now,
        updatedAtMs: now,
        leaseUntilMs: now + leaseMs,
      })
      events.set(id, [{ state: 'placed', reason: null, at: utc(now) }])
      return true
    },

    find(orderId) {
      const order = orders.get(orderId)
      return order && toStored(order)
    },

    /** A statement is done at one moment here, so a lock keeps nobody out: see order-transactions.ts. */
    lock(orderId) {
      const order = orders.get(orderId)
      return order && { state: order.state, totalCents: order.totalCents }
    },

    findDetail(orderId, customerId) {
      const order = orders.get(orderId)
      if (order?.customerId !== customerId) return undefined
      const notice = notices.get(orderId)
      const ofRefunds = [...refunds.values()].flatMap((refund) =>
        refund.orderId === orderId && refund.notice !== null ? [{ text: refund.notice, at: refund.endedAt! }] : [],
      )
      return {
        ...toStored(order),
        events: structuredCopy(events.get(orderId)!),
        notices: [...(notice ? [{ ...notice }] : []), ...ofRefunds].sort((a, b) => (a.at < b.at ? -1 : 1)),
        refunds: refundsOf(refunds, orderId),
      }
    },

    list(customerId, limit, before) {
      return [...orders.values()]
        .filter((order) => order.customerId === customerId && (before === undefined || order.id < before))
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map(toStored)
    },

    move({ orderId, from, to, epoch, reason, reasonDetail, work = [] }) {
      const order = orders.get(orderId)
      if (order?.state !== from || (epoch !== undefined && order.leaseEpoch !== epoch)) return false
      if (reasonDetail) order.reasonDetail = structuredCopy(reasonDetail)
      const now = nowMs()
      turn(order, to, now, reason)
      for (const kind of work) {
        const at = workOf(orderId, kind)
        if (!outbox.has(at)) outbox.set(at, newWork(orderId, kind, now))
      }
      return true
    },

    ship(orderId) {
      const order = orders.get(orderId)
      const isDone = (kind: OutboxKind) => outbox.get(workOf(orderId, kind))?.done
      if (order?.state !== 'confirmed' || !isDone('commit') || !isDone('capture')) return false
      turn(order, 'shipped', nowMs())
      return true
    },

    findShippable(confirmedForSeconds, after, limit) {
      const untilMs = nowMs() - confirmedForSeconds * 1000
      const afterMs = after === undefined ? Number.NEGATIVE_INFINITY : Number(after)
      const rows = [...outbox.values()]
      return [...orders.values()]
        .filter(({ state, updatedAtMs: at }) => state === 'confirmed' && at < untilMs && at > afterMs)
        .sort((a, b) => a.updatedAtMs - b.updatedAtMs)
        .slice(0, limit)
        .map(({ id, updatedAtMs }) => {
          const isReady = rows.every((row) => row.orderId !== id || row.done)
          return { id, at: String(updatedAtMs), isReady }
        })
    },

    takeLease(orderId, leaseMs) {
      const order = orders.get(orderId)
      return order && isFree(order) ? lease(order, leaseMs) : undefined
    },

    takeExpiredLeases(limit, leaseMs) {
      return [...orders.values()]
        .filter(isFree)
        .sort((a, b) => a.leaseUntilMs! - b.leaseUntilMs!)
        .slice(0, limit)
        .map((order) => lease(order, leaseMs))
    },

    giveLeaseBack({ orderId, epoch }, afterMs) {
      const order = orders.get(orderId)
      if (order?.state === 'placed' && order.leaseEpoch === epoch) order.leaseUntilMs = nowMs() + afterMs
    },

    versions: (orderIds) =>
      orderIds.flatMap((id) => {
        const order = orders.get(id)
        return order ? [{ id, version: order.version }] : []
      }),

    insertNotice(orderId, text) {
      if (!notices.has(orderId)) notices.set(orderId, { text, at: utc(nowMs()) })
    },

    pruneKeys(limit) {
      const old = [...keys]
        .filter(([, { createdMs }]) => createdMs < nowMs() - 24 * 3_600_000)
        .filter(([, { orderId }]) => orderId === null || orders.get(orderId)!.state !== 'placed')
        .sort(([, a], [, b]) => a.createdMs - b.createdMs)
        .slice(0, limit)
      for (const [key] of old) keys.delete(key)
      return old.length
    },

    countOpen(atMost) {
      return (['placed', 'cancelling'] as const).flatMap((state) => {
        const open = [...orders.values()].filter((order) => order.state === state)
        const oldest = Math.min(...open.map(({ placedAtMs }) => placedAtMs))
        const count = Math.min(open.length, atMost)
        return count > 0 ? [{ state, count, oldestSeconds: (nowMs() - oldest) / 1000 }] : []
      })
    },
  }
}

/** As a database gives it: nobody else holds the same object. Quicker than structuredClone for what JSON can hold. */
const structuredCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
