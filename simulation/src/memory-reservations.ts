import type { Reservation } from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'
import type { Committed, Ended, ReservationStore, Reserved, Wanted } from '@saleday/product/reservation-store'
import type { Sync } from './wire.ts'

export type Stock = { onHand: number; reserved: number; sold: number; initial: number }

/** The tables of the product service that a checkout changes. */
export type StockTables = ReturnType<typeof stockTables>

export const stockTables = (units: Record<string, number>) => ({
  stock: new Map<string, Stock>(
    Object.entries(units).map(([id, initial]) => [id, { onHand: initial, reserved: 0, sold: 0, initial }]),
  ),
  reservations: new Map<string, { state: Reservation['state']; lines: readonly Line[]; createdMs: number }>(),
})

/** What `reservationStore` promises, in memory. The same tests run against both. */
export function memoryReservations(tables: StockTables, nowMs: () => number): Sync<ReservationStore> {
  const { stock, reservations } = tables

  function move(lines: readonly Line[], from: keyof Stock, to: keyof Stock): void {
    for (const { productId, quantity } of lines) {
      const row = stock.get(productId)!
      if (row[from] < quantity) throw new Error(`stock_${from}_not_negative: ${row[from]} - ${quantity}`)
      row[from] -= quantity
      row[to] += quantity
    }
  }

  // A batch is one statement: nobody comes in between.
  return {
    reserve,
    commit: (orderIds) => orderIds.map(commit),
    release: (orderIds) => orderIds.map(release),
    countOldHolds: (olderThanMinutes) =>
      [...reservations.values()].filter(
        ({ state, createdMs }) => state === 'held' && createdMs < nowMs() - olderThanMinutes * 60_000,
      ).length,
  }

  /** Too few is said of what was there before the batch; who comes too late in the batch itself asks again. */
  function reserve(orders: readonly Wanted[]): Reserved[] {
    const before = new Map([...stock].map(([id, { onHand }]) => [id, onHand]))
    const asked = new Map<string, number>()
    return orders.map(({ orderId, lines }) => {
      const known = reservations.get(orderId)
      if (known) return { outcome: known.state, short: [] }
      const short = lines
        .map(({ productId, quantity }) => ({
          productId,
          requested: quantity,
          available: before.get(productId) ?? 0,
        }))
        .filter(({ requested, available }) => available < requested)
        .sort((a, b) => (a.productId < b.productId ? -1 : 1))
      if (short.length > 0) return { outcome: 'short', short }
      for (const { productId, quantity } of lines) asked.set(productId, (asked.get(productId) ?? 0) + quantity)
      if (lines.some(({ productId }) => asked.get(productId)! > before.get(productId)!))
        return { outcome: 'raced', short: [] }
      move(lines, 'onHand', 'reserved')
      reservations.set(orderId, { state: 'held', lines: lines.map((line) => ({ ...line })), createdMs: nowMs() })
      return { outcome: 'held', short: [] }
    })
  }

  function commit(orderId: string): Committed {
    const known = reservations.get(orderId)
    if (!known) return 'unknown'
    if (known.state !== 'held') return known.state
    move(known.lines, 'reserved', 'sold')
    known.state = 'committed'
    return 'committed'
  }

  function release(orderId: string): Ended {
    const known = reservations.get(orderId)
    if (!known) {
      reservations.set(orderId, { state: 'released', lines: [], createdMs: nowMs() })
      return 'none'
    }
    const was = known.state
    if (was !== 'released') move(known.lines, was === 'held' ? 'reserved' : 'sold', 'onHand')
    known.state = 'released'
    return was
  }
}
