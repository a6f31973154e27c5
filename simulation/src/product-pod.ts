import { ProblemError } from '@saleday/chassis/problem'
import type { Reservation } from '@saleday/contracts/product'
import type { ReservationStore } from '@saleday/product/reservation-store'
import { reservations } from '@saleday/product/reservations'
import { overWire } from './wire.ts'
import type { World } from './world.ts'

/** The product service as it answers about reservations. Its processes hold nothing, so one object stands for them all. */
export function productOf({ parts, stock, time, wire, luck }: World) {
  const memory = parts.reservations(stock, time.nowMs)
  const store = overWire<ReservationStore>('reservations', memory, wire)
  const product = parts.product(reservations(raced(store), { reservation: () => undefined, batch: () => undefined }))

  /** A statement may lose a race, for all of its orders here; it has then done nothing. */
  function raced(inner: ReservationStore): ReservationStore {
    const loses = (what: string) => luck.of(`${what} loses a race`).happens(0.02)
    return {
      ...inner,
      reserve: async (orders) =>
        loses('reserve') ? orders.map(() => ({ outcome: 'raced', short: [] })) : inner.reserve(orders),
      commit: async (orderIds) => (loses('commit') ? orderIds.map(() => 'raced') : inner.commit(orderIds)),
      release: async (orderIds) => (loses('release') ? orderIds.map(() => 'raced') : inner.release(orderIds)),
    }
  }

  return {
    ...product,
    async commit(orderId: string): Promise<Reservation['state']> {
      const state = await product.commit(orderId)
      if (state === 'unknown') throw new ProblemError('no_reservation', { status: 409, title: 'Nothing was reserved' })
      return state
    },
  }
}
