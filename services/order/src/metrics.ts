import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { OutboxKind } from './order.ts'
import type { OutboxRow, OutboxStore } from './outbox-store.ts'
import type { OrderStore } from './store.ts'

export type OrderMetrics = ReturnType<typeof orderMetrics>

/** Scrapes closer together than this share one count. */
const countEveryMs = 2_000

/** What the shop wants to know of its orders. */
export function orderMetrics(registry: Registry, orders: OrderStore, outbox: OutboxStore) {
  const registers = [registry]
  const decided = new Counter({
    name: 'saleday_orders_decided_total',
    help: 'Orders by what became of them: confirmed, or the reason why not',
    labelNames: ['outcome'],
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
  const counts = shared(async () => ({ open: await orders.countOpen(), waiting: await outbox.countWaiting() }))
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
  const kinds: OutboxKind[] = ['commit', 'capture', 'take_out', 'release', 'void', 'tell']
  ofCounts('saleday_orders_open', 'Orders that are not at rest, by state', 'state', ({ open }) =>
    states.map((state) => [state, open.find((row) => row.state === state)?.count ?? 0]),
  )
  ofCounts('saleday_orders_open_oldest_seconds', 'Age of the oldest order that is not at rest', 'state', ({ open }) =>
    states.map((state) => [state, open.find((row) => row.state === state)?.oldestSeconds ?? 0]),
  )
  ofCounts('saleday_outbox_waiting', 'Rows of the outbox that wait', 'kind', ({ waiting }) =>
    kinds.map((kind) => [kind, waiting.find((row) => row.kind === kind)?.count ?? 0]),
  )
  ofCounts('saleday_outbox_oldest_seconds', 'Age of the oldest row that waits', 'kind', ({ waiting }) =>
    kinds.map((kind) => [kind, waiting.find((row) => row.kind === kind)?.oldestSeconds ?? 0]),
  )

  return {
    decided: (outcome: string) => decided.inc({ outcome }),
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
