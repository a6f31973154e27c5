import type { OrderRefund } from '@saleday/contracts/order'
import type { Refunding } from '@saleday/order/refund-order'
import type { RefundStore } from '@saleday/order/refund-store'
import type { OrderStore } from '@saleday/order/store'
import type { Sync, Wire } from './wire.ts'

type Statement = { name: string; values: never[] }

/**
 * Connections for the transaction that records a refund. It locks the order's row first, which keeps everybody else who
 * changes it out until it ends, so here all of it is done at one moment, when it begins: nobody can tell the difference.
 * Whether its commit came back is another question, and a statement of its own.
 */
export function orderTransactions(
  orders: Pick<Sync<OrderStore>, 'lock'>,
  refunds: Sync<RefundStore>,
  { statement }: Pick<Wire, 'statement'>,
): Refunding['pool'] {
  const statements: Record<string, (...values: never[]) => unknown[]> = {
    lock_order: (orderId: string) => [orders.lock(orderId)].filter((row) => row !== undefined),
    find_refund: (refundId: string) => [refunds.find(refundId)].filter((row) => row !== undefined).map(toRow),
    refunds_of_order: (orderId: string) => refunds.ofOrder(orderId).map(toRow),
    insert_refund: (refundId: string, orderId: string, amountCents: number) =>
      refunds.insert({ refundId, orderId, amountCents }) ? [{}] : [],
  }
  const tx = {
    async query(asked: string | Statement) {
      if (typeof asked === 'string') {
        if (asked !== 'ROLLBACK') await statement(`orders.${asked.toLowerCase()}`, () => undefined)
        return { command: asked }
      }
      const run = statements[asked.name]
      if (!run) throw new Error(`the simulated transaction knows no ${asked.name}`)
      return { rows: run(...asked.values) }
    },
    on: () => undefined,
    off: () => undefined,
    release: () => undefined,
  }
  return { connect: async () => tx } as unknown as Refunding['pool']
}

/** As the table has it. */
const toRow = ({ askedAt, endedAt, ...refund }: OrderRefund) => ({
  ...refund,
  asked_at: new Date(askedAt),
  ended_at: endedAt === null ? null : new Date(endedAt),
})
