import { commonProblem } from '@saleday/chassis/problem'
import type { Reservation, ShortProduct } from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'
import { isTransient } from '@saleday/postgres/errors'
import type { ProductMetrics } from './metrics.ts'
import type { ReservationStore } from './reservation-store.ts'

export type Reservations = ReturnType<typeof reservations>

const attempts = 10

/** The store's statements, asked again where they lost a race, and counted. */
export const reservations = (store: ReservationStore, metrics: Pick<ProductMetrics, 'reservation'>) => ({
  /** Gives the state that the hold is in, or the products of which too few are left. */
  async reserve(orderId: string, lines: readonly Line[]): Promise<Reservation['state'] | ShortProduct[]> {
    const { outcome, short } = await settled(
      () => store.reserve(orderId, lines),
      ({ outcome }) => outcome === 'raced',
    )
    metrics.reservation('reserve', outcome)
    return outcome === 'short' || outcome === 'raced' ? short : outcome
  },

  /** Gives `unknown` for an order that never reserved: a mistake of the caller. */
  async commit(orderId: string): Promise<Reservation['state'] | 'unknown'> {
    const state = await settled(
      () => store.commit(orderId),
      (outcome) => outcome === 'raced',
    )
    metrics.reservation('commit', state)
    return state as Exclude<typeof state, 'raced'>
  },

  async release(orderId: string): Promise<'released'> {
    const was = await settled(
      () => store.release(orderId),
      (outcome) => outcome === 'raced',
    )
    metrics.reservation('release', was)
    return 'released'
  },
})

/** A race is lost to somebody who won: the next snapshot shows what they did. */
async function settled<T>(ask: () => Promise<T>, isRaced: (answer: T) => boolean): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const answer = await ask()
      if (!isRaced(answer)) return answer
    } catch (error) {
      if (!isTransient(error) || attempt === attempts) throw error
    }
  }
  throw commonProblem('unavailable', 'Too many changes of the same stock at once; ask again.')
}
