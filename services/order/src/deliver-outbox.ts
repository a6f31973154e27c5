import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from '@saleday/chassis/logger'
import { periodicWorker, type Worker } from '@saleday/chassis/worker'
import type { Registry } from 'prom-client'
import { inGroups } from './in-groups.ts'
import { type OutboxKind, outboxKinds } from './order.ts'
import { outboxPace } from './outbox-pace.ts'
import type { OutboxRow } from './outbox-store.ts'
import { type Sending, sendRow } from './send-outbox-row.ts'

export type Delivery = Sending & {
  log: Logger
  metrics: Registry
  /** Rows of one kind that one process works on at the same time. */
  atOnce: number
  /** Called after a row was finished, with how long it had waited. */
  onDone: (row: OutboxRow) => void
  /** Called when an order may have changed. */
  onChanged: (orderId: string) => void
}

export type Deliverers = {
  workers: Worker[]
  /** There is work of these kinds: begin at once. */
  kick(kinds: readonly OutboxKind[]): void
}

/** One worker for each kind of work: what is slow or fails holds up nothing else. */
export function deliverOutbox(delivery: Delivery): Deliverers {
  // Most rows end so, and many at once: one statement for all that end while the one before it is under way.
  const finish = inGroups<OutboxRow>((rows) => delivery.outbox.finish(rows))
  const byKind = new Map(outboxKinds.map((kind) => [kind, deliverer(delivery, kind, finish)]))
  return {
    workers: [...byKind.values()],
    kick(kinds) {
      for (const kind of kinds) byKind.get(kind)!.kick()
    },
  }
}

/** While the other side is away it is asked with so many rows, once in each round. */
const probes = 4

/**
 * Keeps up to `atOnce` rows of its kind under way: each that ends makes room for the next one, so that a slow call holds up
 * no other row.
 */
function deliverer(delivery: Delivery, kind: OutboxKind, finish: (row: OutboxRow) => Promise<void>) {
  const { outbox, timing, log, metrics, atOnce } = delivery
  const pace = outboxPace({ least: Math.min(probes, atOnce), most: atOnce })
  const underWay = new Set<Promise<void>>()
  let mayBeMore = false

  const worker = periodicWorker({
    name: `deliver-${kind.replace('_', '-')}`,
    everyMs: timing.recoverEveryMs,
    log,
    metrics,
    async run() {
      await nextTurn() // rows that end together make room together
      const room = pace.allowed - underWay.size
      mayBeMore = room <= 0
      if (room <= 0) return
      const rows = await outbox.claim(kind, room, timing.outboxClaimMs)
      mayBeMore = rows.length === room
      for (const row of rows) begin(row)
    },
  })
  const kick = () => {
    if (!pace.isProbing) worker.kick()
  }

  function begin(row: OutboxRow): void {
    const work = deliver(row).then((isDone) => {
      underWay.delete(work)
      pace[isDone ? 'done' : 'failed']()
      if (mayBeMore) kick()
    })
    underWay.add(work)
  }

  /** Never throws: a row that was not done falls due again when its claim runs out, at the latest. */
  async function deliver(row: OutboxRow): Promise<boolean> {
    try {
      const isDone = await sendRow(delivery, row, finish)
      if (isDone) {
        delivery.onDone(row)
        delivery.onChanged(row.orderId)
      }
      return isDone
    } catch (error) {
      log.warn({ err: error, orderId: row.orderId, kind }, 'what came of a row of the outbox could not be written')
      return false
    }
  }

  return {
    ...worker,
    kick,
    async stop() {
      await worker.stop()
      await Promise.all(underWay)
    },
  }
}
