import type { BoundedWork } from '@saleday/chassis/bounded-work'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { outboxKinds } from './order.ts'
import { countedAtMost, type OutboxRow, type OutboxStore } from './outbox-store.ts'
import type { OrderStore } from './store.ts'

export type OrderMetrics = ReturnType<typeof orderMetrics>

/** Scrapes closer together than this share one count. */
const countEveryMs = 2_000

/** What the shop wants to know of its orders. */
export function orderMetrics(registry: Registry, orders: OrderStore, outbox: OutboxStore, checkouts: BoundedWork) {
  const registers = [registry]
  new Gauge({
    name: 'saleday_checkouts_queued',
    help: 'Checkouts that wait for their turn in this process',
    registers,
    collect() {
      this.set(checkouts.queued)
    },
  })
  const decided = new Counter({
    name: 'saleday_orders_decided_total',
    help: 'Orders by what became of them: confirmed, or the reason why not',
    labelNames: ['outcome'],
    registers,
  })
  const refused = new Counter({
    name: 'saleday_checkouts_refused_total',
    help: 'Checkouts that ended before there was an order, by the code of the refusal',
    labelNames: ['code'],
    registers,
  })
  const recovered = new Counter({
    name: 'saleday_orders_recovered_total',
    help: 'Orders taken over from a process that died or gave them back',
    registers,
  })
  const delivered = new Histogram({
    name: 'saleday_outbox_delay_seconds',
    help: 'Time from a decision to the end of the work that it left',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  })
  const counts = shared(async () => ({
    open: await orders.countOpen(countedAtMost),
    waiting: await outbox.countWaiting(outboxKinds),
  }))
  const ofCounts = (
    name: string,
    help: string,
    label: string,
    values: (from: Awaited<ReturnType<typeof counts>>) => [string, number][],
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      async collect() {
        const now = await counts().catch(() => undefined) // the database is away: no figure is better than an old one
        this.reset()
        for (const [key, value] of now ? values(now) : []) this.set({ [label]: key }, value)
      },
    })
  const states = ['placed', 'cancelling']
  ofCounts(
    'saleday_orders_open',
    `Orders that are not at rest, by state; ${countedAtMost} stands for more too`,
    'state',
    ({ open }) => states.map((state) => [state, open.find((row) => row.state === state)?.count ?? 0]),
  )
  ofCounts('saleday_orders_open_oldest_seconds', 'Age of the oldest order that is not at rest', 'state', ({ open }) =>
    states.map((state) => [state, open.find((row) => row.state === state)?.oldestSeconds ?? 0]),
  )
  ofCounts(
    'saleday_outbox_waiting',
    `Rows of the outbox that wait; ${countedAtMost} stands for more too`,
    'kind',
    ({ waiting }) => waiting.map(({ kind, count }) => [kind, count]),
  )
  ofCounts(
    'saleday_outbox_oldest_seconds',
    `Age of the oldest row that waits, among the ${countedAtMost} that are longest due`,
    'kind',
    ({ waiting }) => waiting.map(({ kind, oldestSeconds }) => [kind, oldestSeconds]),
  )
  ofCounts(
    'saleday_outbox_set_aside',
    `Rows of the outbox that have failed for so long that they wait for an operator; ${countedAtMost} stands for more too`,
    'kind',
    ({ waiting }) => waiting.map(({ kind, setAside }) => [kind, setAside]),
  )

  return {
    decided: (outcome: string) => decided.inc({ outcome }),
    refused: (code: string) => refused.inc({ code }),
    recovered: () => recovered.inc(),
    delivered: (row: OutboxRow) => delivered.observe({ kind: row.kind }, row.waitedMs / 1000),
  }
}

/** One answer for all who ask within a while. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined
  return () => {
    if (!last || performance.now() - last.at > countEveryMs) last = { at: performance.now(), answer: ask() }
    return last.answer
  }
}
