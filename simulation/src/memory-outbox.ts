import { noticeFor, workAfter } from '@saleday/order/order'
import { countedAtMost, type OutboxRow, type OutboxStore } from '@saleday/order/outbox-store'
import type { SetAsideFilter, setAsideStore } from '@saleday/order/set-aside-store'
import type { OrderStore } from '@saleday/order/store'
import { type OrderTables, type WorkRow, workOf } from './memory-orders.ts'
import type { Sync } from './wire.ts'

/** What `outboxStore` promises, in memory, over the tables of `memoryOrders`. */
export function memoryOutbox(tables: OrderTables, orders: Sync<OrderStore>, nowMs: () => number): Sync<OutboxStore> {
  const { outbox } = tables
  const rowOf = ({ orderId, kind }: Pick<OutboxRow, 'orderId' | 'kind'>) => outbox.get(workOf(orderId, kind))

  /** The row, while nobody else has taken it since. */
  function stillOurs(row: OutboxRow): WorkRow | undefined {
    const known = rowOf(row)
    return known?.attempts === row.attempts ? known : undefined
  }

  function end(row: Pick<OutboxRow, 'orderId' | 'kind'>): void {
    const known = rowOf(row)
    if (known) Object.assign(known, { done: true, lastError: null })
  }

  return {
    claim(kind, limit, leaseMs) {
      const now = nowMs()
      const due = [...outbox.values()]
        .filter((row) => row.kind === kind && !row.done && row.dueMs <= now)
        .sort((a, b) => a.dueMs - b.dueMs)
        .slice(0, limit)
      return due.map((row) => {
        row.attempts += 1
        row.dueMs = now + leaseMs
        const { orderId, attempts, createdMs } = row
        return { orderId, kind, attempts, waitedMs: now - createdMs }
      })
    },

    postpone(row, afterMs, error) {
      const known = stillOurs(row)
      if (known) Object.assign(known, { dueMs: nowMs() + afterMs, lastError: known.done ? null : error.slice(0, 500) })
    },

    setAside(row, error) {
      const known = stillOurs(row)
      if (!known) return
      known.dueMs = Number.POSITIVE_INFINITY
      known.setAsideMs = known.done ? undefined : nowMs()
      known.lastError = known.done ? null : error.slice(0, 500)
    },

    finish: (rows) => rows.forEach(end),

    finishUndoing(row) {
      end(row)
      const others = [...outbox.values()].filter(({ orderId, done }) => orderId === row.orderId && !done)
      if (others.length === 0) orders.move({ orderId: row.orderId, from: 'cancelling', to: 'rejected' })
    },

    finishRefusedCapture(row) {
      orders.move({
        orderId: row.orderId,
        from: 'confirmed',
        to: 'cancelled',
        reason: 'capture_refused',
        work: workAfter.cancelled,
      })
      end(row)
    },

    tell({ orderId }) {
      const order = orders.find(orderId)
      if (!order?.reason) throw new Error(`order ${orderId} has no reason to tell`)
      orders.insertNotice(orderId, noticeFor(order.reason, order.totalCents))
    },

    countWaiting(kinds) {
      const now = nowMs()
      return kinds.map((kind) => {
        const open = [...outbox.values()].filter((row) => row.kind === kind && !row.done)
        const waiting = open
          .filter(({ dueMs }) => dueMs < Number.POSITIVE_INFINITY)
          .sort((a, b) => a.dueMs - b.dueMs)
          .slice(0, countedAtMost)
        const oldestMs = Math.min(now, ...waiting.map(({ createdMs }) => createdMs))
        const setAside = Math.min(countedAtMost, open.filter(({ setAsideMs }) => setAsideMs !== undefined).length)
        return { kind, count: waiting.length, oldestSeconds: (now - oldestMs) / 1000, setAside }
      })
    },
  }
}

/** What `setAsideStore` promises, in memory. */
export function memorySetAside({ outbox }: OrderTables, nowMs: () => number): Sync<ReturnType<typeof setAsideStore>> {
  const chosen = ({ kind, orderId }: SetAsideFilter) =>
    [...outbox.values()]
      .filter(({ done, setAsideMs }) => !done && setAsideMs !== undefined)
      .filter((row) => (kind ?? row.kind) === row.kind && (orderId ?? row.orderId) === row.orderId)
      .sort((a, b) => a.setAsideMs! - b.setAsideMs!)

  return {
    list: (filter, limit) =>
      chosen(filter)
        .slice(0, limit)
        .map(({ orderId, kind, attempts, lastError, createdMs, setAsideMs }) => ({
          orderId,
          kind,
          attempts,
          lastError,
          createdAt: new Date(createdMs),
          setAsideAt: new Date(setAsideMs!),
        })),

    replay(filter, limit) {
      const rows = chosen(filter).slice(0, limit)
      for (const row of rows) Object.assign(row, { setAsideMs: undefined, dueMs: nowMs(), attempts: 0 })
      return rows.length
    },
  }
}
