import { commonProblem } from '@saleday/chassis/problem'
import type { Reservation, ShortProduct } from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'
import { inBatches } from './batches.ts'
import type { ProductMetrics } from './metrics.ts'
import type { Committed, Ended, Raced, ReservationStore, Reserved, Wanted } from './reservation-store.ts'

export type Reservations = ReturnType<typeof reservations>

/** The store's statements for single orders, which share them with whoever asks meanwhile; and counted. */
export function reservations(store: ReservationStore, metrics: Pick<ProductMetrics, 'reservation' | 'batch'>) {
  const reserve = inBatches<Wanted, Reserved>({
    keyOf: ({ orderId }) => orderId.toLowerCase(),
    send: store.reserve,
    isRaced: ({ outcome }) => outcome === 'raced',
    sent: (orders) => metrics.batch('reserve', orders),
  })
  const commit = inBatches<string, Committed>({
    keyOf: (orderId) => orderId.toLowerCase(),
    send: store.commit,
    isRaced: (state) => state === 'raced',
    sent: (orders) => metrics.batch('commit', orders),
  })
  const release = inBatches<string, Ended>({
    keyOf: (orderId) => orderId.toLowerCase(),
    send: store.release,
    isRaced: (was) => was === 'raced',
    sent: (orders) => metrics.batch('release', orders),
  })

  return {
    /** Gives the state that the hold is in, or the products of which too few are left. */
    async reserve(orderId: string, lines: readonly Line[]): Promise<Reservation['state'] | ShortProduct[]> {
      const { outcome, short } = await reserve({ orderId, lines })
      const settled = decided(outcome)
      metrics.reservation('reserve', settled)
      return settled === 'short' ? short : settled
    },

    /** Gives `unknown` for an order that never reserved: a mistake of the caller. */
    async commit(orderId: string): Promise<Reservation['state'] | 'unknown'> {
      const state = decided(await commit(orderId))
      metrics.reservation('commit', state)
      return state
    },

    async release(orderId: string): Promise<'released'> {
      metrics.reservation('release', decided(await release(orderId)))
      return 'released'
    },
  }
}

function decided<T extends string>(outcome: T): Exclude<T, Raced> {
  if (outcome === 'raced') throw commonProblem('unavailable', 'Too many changes of the same stock at once; ask again.')
  return outcome as Exclude<T, Raced>
}
