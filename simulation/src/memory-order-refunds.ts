import { refundNotice } from '@saleday/order/order'
import type { RefundStore } from '@saleday/order/refund-store'
import { newWork, type OrderTables, refundsOf, toRefund, workOf } from './memory-orders.ts'
import type { Sync } from './wire.ts'

/** What order's `refundStore` promises, in memory, over the tables of `memoryOrders`. The same tests run against both. */
export function memoryOrderRefunds({ refunds, outbox }: OrderTables, nowMs: () => number): Sync<RefundStore> {
  const utc = () => new Date(nowMs()).toISOString()
  const ofOrder = (orderId: string) => refundsOf(refunds, orderId)

  return {
    find(refundId) {
      const refund = refunds.get(refundId)
      return refund && toRefund(refund)
    },

    ofOrder,

    insert({ refundId, orderId, amountCents }) {
      if (refunds.has(refundId)) return false
      const open = { state: 'refunding', refusedFor: null, askedAt: utc(), endedAt: null, notice: null } as const
      refunds.set(refundId, { refundId, orderId, amountCents, ...open })
      const known = outbox.get(workOf(orderId, 'refund'))
      const fresh = newWork(orderId, 'refund', nowMs())
      // One that waits still has waited since it was first asked for.
      const createdMs = known && !known.done ? known.createdMs : fresh.createdMs
      outbox.set(workOf(orderId, 'refund'), { ...fresh, createdMs, lastError: known?.lastError ?? null })
      return true
    },

    end({ refundId, amountCents }, outcome) {
      const known = refunds.get(refundId)
      if (known?.state !== 'refunding') return
      known.state = outcome.state
      known.refusedFor = outcome.state === 'refused' ? outcome.refusedFor : null
      known.notice = outcome.state === 'refunded' ? refundNotice(amountCents) : null
      known.endedAt = utc()
    },

    finishRow(orderId) {
      const row = outbox.get(workOf(orderId, 'refund'))
      const isOpen = ofOrder(orderId).some(({ state }) => state === 'refunding')
      if (row && !isOpen) Object.assign(row, { done: true, lastError: null })
    },
  }
}
