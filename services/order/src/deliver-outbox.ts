import { type Context, newContext } from '@saleday/chassis/context'
import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import type { PaymentOutcome } from '@saleday/contracts/payment'
import type { Registry } from 'prom-client'
import type { Clients } from './clients.ts'
import type { Config } from './config.ts'
import { backoffMs, type OutboxKind } from './order.ts'
import type { OutboxRow, OutboxStore } from './outbox-store.ts'
import type { OrderStore } from './store.ts'

const batch = 50
/** The share of a claim that a call may take: a row is not sent again while the first call is under way. */
const callShare = 0.8
const backoff = { firstMs: 200, maxMs: 10_000 }

/** What came of a row: done, refused by the bank, or to be sent again. */
type Delivered = 'done' | 'capture_refused' | 'pending'

export type Delivery = {
  orders: OrderStore
  outbox: OutboxStore
  clients: Pick<Clients, 'products' | 'payments' | 'carts'>
  timing: Config['timing']
  log: Logger
  metrics: Registry
  /** Called after a row was finished, with how long it had waited. */
  onDone: (row: OutboxRow) => void
  /** Called when an order may have changed. */
  onChanged: (orderId: string) => void
}

/** One worker for each service that is called: one that is slow or away holds up no work for the others. */
export function deliverOutbox(delivery: Delivery): PeriodicWorker[] {
  return [
    outboxWorker(delivery, 'deliver-to-payment', ['capture', 'void']),
    outboxWorker(delivery, 'deliver-to-product', ['commit', 'release']),
    outboxWorker(delivery, 'deliver-to-cart', ['take_out']),
    outboxWorker(delivery, 'tell-customers', ['tell']),
  ]
}

function outboxWorker(delivery: Delivery, name: string, kinds: readonly OutboxKind[]): PeriodicWorker {
  const { outbox, timing, log, metrics } = delivery
  return periodicWorker({
    name,
    everyMs: timing.recoverEveryMs,
    log,
    metrics,
    async run() {
      const rows = await outbox.claim(kinds, batch, timing.outboxClaimMs)
      const outcomes = await Promise.all(rows.map((row) => send(delivery, row)))
      await finish(delivery, rows, outcomes)
      return rows.length === batch
    },
  })
}

/** Sends one row. One that fails is postponed, and never stops the others. */
async function send(delivery: Delivery, row: OutboxRow): Promise<Delivered> {
  const context = newContext(delivery.log, delivery.timing.outboxClaimMs * callShare)
  try {
    const outcome = await call(delivery, row, context)
    if (outcome === 'pending')
      await delivery.outbox.postpone(row, backoffMs(row.attempts, backoff.firstMs, backoff.maxMs), 'pending')
    return outcome
  } catch (error) {
    delivery.log.warn(
      { err: error, orderId: row.orderId, kind: row.kind, attempts: row.attempts },
      'a row of the outbox was not done; it is sent again',
    )
    const afterMs = backoffMs(row.attempts, backoff.firstMs, backoff.maxMs)
    // Where the database is away too, the row falls due again when its claim runs out.
    await delivery.outbox.postpone(row, afterMs, String(error)).catch(() => {})
    return 'pending'
  }
}

async function call({ clients, orders, outbox }: Delivery, row: OutboxRow, context: Context): Promise<Delivered> {
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
  }
}

function deliveredOf({ outcome }: PaymentOutcome): Delivered {
  if (outcome === 'done' || outcome === 'over' || outcome === 'declined') return 'done' // over, declined: nothing is left to do
  return outcome === 'refused' ? 'capture_refused' : 'pending'
}

async function finish(delivery: Delivery, rows: readonly OutboxRow[], outcomes: readonly Delivered[]): Promise<void> {
  const { outbox, onDone, onChanged } = delivery
  const rowsThatAre = (outcome: Delivered) => rows.filter((_, at) => outcomes[at] === outcome)
  const done = rowsThatAre('done')
  const undoing = done.filter(({ kind }) => kind === 'release' || kind === 'void')
  const plain = done.filter((row) => !undoing.includes(row))
  const refused = rowsThatAre('capture_refused')
  if (plain.length > 0) await outbox.finish(plain)
  for (const row of undoing) await outbox.finishUndoing(row)
  for (const row of refused) await outbox.finishRefusedCapture(row)
  for (const row of [...done, ...refused]) {
    onDone(row)
    onChanged(row.orderId)
  }
}
