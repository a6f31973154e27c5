import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

export type ProductMetrics = ReturnType<typeof productMetrics>

/** Where an answer came from. `stale`: nothing newer could be had. */
export type AnswerSource = 'process' | 'valkey' | 'database' | 'stale'

export type Change = 'reserve' | 'commit' | 'release'

/** An undecided order is decided within seconds of the last fault; minutes mean that something is stuck. */
const oldHoldMinutes = 5

export function productMetrics(registry: Registry, countOldHolds: (olderThanMinutes: number) => Promise<number>) {
  const registers = [registry]
  const reservations = new Counter({
    name: 'saleday_reservations_total',
    help: 'Changes of reservations: what was asked, and the outcome (for a release, the state that it ended)',
    labelNames: ['change', 'outcome'],
    registers,
  })
  const batches = new Histogram({
    name: 'saleday_reservation_batch_orders',
    help: 'Orders that one statement changed the reservations of',
    labelNames: ['change'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  })
  const answers = new Counter({
    name: 'saleday_catalogue_answers_total',
    help: 'Answers of the catalogue by where they came from',
    labelNames: ['source'],
    registers,
  })
  new Gauge({
    name: 'saleday_old_holds',
    help: `Reservations held for more than ${oldHoldMinutes} minutes`,
    registers,
    async collect() {
      const count = await countOldHolds(oldHoldMinutes).catch(() => undefined)
      if (count === undefined)
        this.remove() // the database is away: no figure is better than an old one
      else this.set(count)
    },
  })
  return {
    reservation: (change: Change, outcome: string) => reservations.inc({ change, outcome }),
    batch: (change: Change, orders: number) => batches.observe({ change }, orders),
    answered: (source: AnswerSource) => answers.inc({ source }),
  }
}
