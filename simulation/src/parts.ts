import type { Context } from '@saleday/chassis/context'
import type { ServiceClient } from '@saleday/chassis/service-client'
import type { PaymentOutcome } from '@saleday/contracts/payment'
import { placeOrder } from '@saleday/order/place-order'
import type { Asking } from '@saleday/payment/ask-bank'
import { authorisePayment } from '@saleday/payment/authorise-payment'
import { capturePayment } from '@saleday/payment/capture-payment'
import type { Bank } from '@saleday/payment/clients'
import { voidPayment } from '@saleday/payment/void-payment'
import type { Reservations } from '@saleday/product/reservations'
import type { MemoryBank } from './memory-bank.ts'
import { memoryOrderRefunds } from './memory-order-refunds.ts'
import { memoryOrders } from './memory-orders.ts'
import { memoryOutbox } from './memory-outbox.ts'
import { memoryPayments } from './memory-payments.ts'
import { memoryReservations } from './memory-reservations.ts'
import type { VirtualTime } from './virtual-time.ts'

/**
 * What the simulated shop is made of. Flows are the services' own; stores keep what the services' own promise. A test
 * puts a part that breaks a rule in the place of one, and expects that the books show it.
 */
export type Parts = {
  orders: typeof memoryOrders
  outbox: (...given: [...Parameters<typeof memoryOutbox>, VirtualTime]) => ReturnType<typeof memoryOutbox>
  orderRefunds: typeof memoryOrderRefunds
  reservations: typeof memoryReservations
  payments: typeof memoryPayments
  placeOrder: typeof placeOrder
  /** The product service as it answers. */
  product: (reservations: Reservations) => Pick<Reservations, 'reserve' | 'commit' | 'release'>
  authorise: typeof authorisePayment
  capture: typeof capturePayment
  void: (asking: Asking, orderId: string, context: Context) => Promise<PaymentOutcome>
  /** The connection of a payment pod to the bank, and what it makes of the bank's answers. */
  bankConnection: (client: ServiceClient) => ServiceClient
  bankClient: (client: Bank, bank: MemoryBank) => Bank
  /** An order pod's own view of its database. */
  ordersInPod: <Store>(store: Store) => Store
}

export const ownParts: Parts = {
  orders: memoryOrders,
  outbox: memoryOutbox,
  orderRefunds: memoryOrderRefunds,
  reservations: memoryReservations,
  payments: memoryPayments,
  placeOrder,
  product: (reservations) => reservations,
  authorise: authorisePayment,
  capture: capturePayment,
  void: voidPayment,
  bankConnection: (client) => client,
  bankClient: (client) => client,
  ordersInPod: (store) => store,
}
