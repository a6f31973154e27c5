import type { Context } from '@saleday/chassis/context'
import { Refused } from '@saleday/chassis/service-client'
import type { Clients } from './clients.ts'
import type { RefundStore } from './refund-store.ts'

/** Payment's definite no. Any other refusal is a mistake of ours, and the refund waits until it is mended. */
const definite = ['payment_not_captured', 'refund_too_large', 'refund_mismatch']

type Parts = { refunds: RefundStore; clients: { payments: Pick<Clients['payments'], 'refund'> } }

/**
 * Asks payment for all refunds of an order that wait, one after the other. Payment knows them by their ids, so asking
 * twice gives nothing back twice.
 * @returns false where the bank has not answered all of them yet
 */
export async function sendRefunds({ refunds, clients }: Parts, orderId: string, context: Context): Promise<boolean> {
  let isDone = true
  for (const refund of await refunds.ofOrder(orderId)) {
    if (refund.state !== 'refunding') continue
    try {
      const { state } = await clients.payments.refund(refund, context)
      if (state === 'refunding') isDone = false
      else if (state === 'refunded') await refunds.end(refund, { state })
      else await refunds.end(refund, { state, refusedFor: 'refused_by_bank' })
    } catch (error) {
      if (!(error instanceof Refused) || !definite.includes(error.code)) throw error
      await refunds.end(refund, { state: 'refused', refusedFor: error.code })
    }
  }
  return isDone
}
