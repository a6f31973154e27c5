import { type Context, newContext } from '@saleday/chassis/context'
import type { Logger } from '@saleday/chassis/logger'
import type { PaymentOutcome } from '@saleday/contracts/payment'
import type { Clients } from './clients.ts'
import type { Config } from './config.ts'
import { backoffMs } from './order.ts'
import type { OutboxRow, OutboxStore } from './outbox-store.ts'
import type { RefundStore } from './refund-store.ts'
import { sendRefunds } from './send-refunds.ts'
import type { OrderStore } from './store.ts'

/** The share of a claim that a call may take: a row is not sent again while the first call is under way. */
const callShare = 0.8
const backoff = { firstMs: 200, maxMs: 10_000 }

export type Sending = {
  orders: OrderStore
  outbox: OutboxStore
  refunds: RefundStore
  clients: Pick<Clients, 'products' | 'payments' | 'carts'>
  timing: Config['timing']
  setAside: Config['setAside']
  log: Logger
}

/** What came of a row: done, refused by the bank, or to be sent again. */
type Delivered = 'done' | 'capture_refused' | 'pending'

/**
 * Sends one row and writes what came of it. One that fails is postponed, or set aside when it has failed for long.
 * @param finish for rows that ask for no more than that
 * @returns whether it is done
 * @throws where the database is away
 */
export async function sendRow(
  sending: Sending,
  row: OutboxRow,
  finish: (row: OutboxRow) => Promise<void>,
): Promise<boolean> {
  const { outbox, refunds, log, timing } = sending
  let outcome: Delivered
  try {
    outcome = await call(sending, row, newContext(log, timing.outboxClaimMs * callShare))
  } catch (error) {
    log.warn(
      { err: error, orderId: row.orderId, kind: row.kind, attempts: row.attempts },
      'a row of the outbox was not done; it is sent again',
    )
    await sendLater(sending, row, String(error))
    return false
  }
  if (outcome === 'pending') await sendLater(sending, row, 'the bank has not answered')
  else if (outcome === 'capture_refused') await outbox.finishRefusedCapture(row)
  else if (row.kind === 'release' || row.kind === 'void') await outbox.finishUndoing(row)
  else if (row.kind === 'refund') await refunds.finishRow(row.orderId)
  else await finish(row)
  return outcome !== 'pending'
}

async function sendLater({ outbox, setAside, log }: Sending, row: OutboxRow, error: string): Promise<void> {
  const isSpent = row.attempts >= setAside.attempts && row.waitedMs >= setAside.afterMs
  if (!isSpent) return outbox.postpone(row, backoffMs(row.attempts, backoff.firstMs, backoff.maxMs), error)
  await outbox.setAside(row, error)
  const { orderId, kind, attempts } = row
  log.error(
    { orderId, kind, attempts, error },
    'a row of the outbox was set aside; `node src/outbox.ts replay` sends it',
  )
}

async function call(sending: Sending, row: OutboxRow, context: Context): Promise<Delivered> {
  const { clients, orders, outbox } = sending
  const { orderId } = row
  switch (row.kind) {
    case 'commit':
      await clients.products.commit(orderId, context) // also `released`: the order was cancelled since, nothing is left to do
      return 'done'
    case 'release':
      await clients.products.release(orderId, context)
      return 'done'
    case 'capture':
      return deliveredOf(await clients.payments.capture(orderId, context))
    case 'void':
      return deliveredOf(await clients.payments.void(orderId, context))
    case 'take_out': {
      const order = await orders.find(orderId)
      if (order) await clients.carts.takeOut(order, context)
      return 'done'
    }
    case 'tell':
      await outbox.tell(row)
      return 'done'
    case 'refund':
      return (await sendRefunds(sending, orderId, context)) ? 'done' : 'pending'
  }
}

function deliveredOf({ outcome }: PaymentOutcome): Delivered {
  if (outcome === 'done' || outcome === 'over' || outcome === 'declined') return 'done' // over, declined: nothing is left to do
  return outcome === 'refused' ? 'capture_refused' : 'pending'
}
