import type { ShopInfo } from '@saleday/contracts/web'
import { useEffect, useState } from 'preact/hooks'
import { type Send, successOf } from '../api/send.ts'
import { useRead } from '../reads/use-read.ts'
import { useShop } from '../shop.ts'
import { clockOffsetMs, type Phase, phaseAt, type SaleTimes } from './countdown.ts'

export type SaleNow = SaleTimes & { offsetMs: number }

/** Reads the shop's clock: a customer's may be wrong. */
export async function readSale(send: Send): Promise<SaleNow> {
  const askedAtMs = Date.now()
  const { time, sale } = successOf<ShopInfo>(await send({ path: '/shop.json' }))
  return {
    startsAtMs: Date.parse(sale.startsAt),
    endsAtMs: Date.parse(sale.endsAt),
    offsetMs: clockOffsetMs(time, askedAtMs, Date.now()),
  }
}

const readAgainMs = 5 * 60_000

export function useSale() {
  const { sale } = useShop()
  return useRead<SaleNow>(sale, '/shop.json', { everyMs: readAgainMs })
}

/** The phase of the sale now, anew each second. */
export function usePhase(sale: SaleNow): Phase {
  const [, tick] = useState(0)
  useEffect(() => {
    // On the second of the shop's clock, so that all that count down do it together.
    let timer: ReturnType<typeof setTimeout>
    const again = () => {
      timer = setTimeout(
        () => {
          tick((count) => count + 1)
          again()
        },
        1000 - ((Date.now() + sale.offsetMs) % 1000),
      )
    }
    again()
    return () => clearTimeout(timer)
  }, [sale.offsetMs])
  return phaseAt(Date.now() + sale.offsetMs, sale)
}
