import { effect, signal } from '@preact/signals'
import type { Order, OrderDetail } from '@saleday/contracts/order'
import { useEffect, useMemo } from 'preact/hooks'
import { Refusal } from '../api/failures.ts'
import { useRead } from '../reads/use-read.ts'
import { useShop } from '../shop.ts'
import { isFinal, isUndecided, wasOrdered } from './order-words.ts'
import { watchOrder } from './watch-order.ts'

/** An order with its history, which follows what becomes of it. `isLive`: undefined before that is known. */
export function useOrder(orderId: string) {
  const { own, session, checkout } = useShop()
  const path = `/api/orders/${encodeURIComponent(orderId)}`
  const reading = useRead<OrderDetail>(own, path)
  const isLive = useMemo(() => signal<boolean | undefined>(undefined), [orderId])
  const order = reading.value
  const isMissing = reading.error instanceof Refusal
  const isOver = isMissing || (order !== undefined && isFinal(order.state))

  useEffect(() => {
    if (isOver) return
    const stop = new AbortController()
    const watcher = {
      onLive: (live: boolean) => {
        isLive.value = live
      },
      // The event says how the order stands; its history is read anew.
      onOrder: async ({ updatedAt }: Order) => {
        const isOld = () => (own.of<OrderDetail>(path).peek().value?.updatedAt ?? '') < updatedAt
        if (isOld()) await own.refresh(path)
        // What was being read already may have been read before the change.
        if (isOld()) await own.refresh(path)
      },
      onOver: () => {},
    }
    watchOrder(session, orderId, watcher, stop.signal)
    return () => stop.abort()
  }, [orderId, isOver])

  // While the stream is away it is asked for now and then.
  useEffect(() => {
    if (isOver) return
    const timer = setInterval(() => {
      if (isLive.peek() !== true && document.visibilityState === 'visible') own.refresh(path)
    }, 5_000)
    return () => clearInterval(timer)
  }, [path, isOver])

  useEffect(
    () =>
      effect(() => {
        const known = own.of<OrderDetail>(path).value.value
        if (known && !isUndecided(known.state)) checkout.decided(orderId, wasOrdered(known.state))
      }),
    [path],
  )

  return { ...reading, isMissing, isLive: isLive.value }
}
