import type { Order } from '@saleday/contracts/order'
import { fetchPage, holds } from './send.ts'
import { asCustomer, newVisitor, nextCustomer } from './visitor.ts'

/** Looks at the orders of earlier visits, and opens the last one. */
export function history(): void {
  const { think } = newVisitor()
  const headers = asCustomer(nextCustomer('front'))
  const page = fetchPage<{ items: Order[] }>(
    { kind: 'history', method: 'GET', path: '/api/orders', headers },
    holds<{ items: Order[] }>(({ items }) => Array.isArray(items)),
  )
  const last = page?.body.items[0]
  if (last === undefined) return
  think()
  fetchPage<Order>(
    { kind: 'order_read', method: 'GET', path: `/api/orders/${last.id}`, headers },
    holds<Order>(({ id, totalCents }) => id === last.id && totalCents === last.totalCents),
  )
}
