import type { Logger } from '@saleday/chassis/logger'
import type { Party } from '@saleday/contracts/route'
import type { Intent } from '@saleday/order/order'
import { type Chance, chance } from './chance.ts'
import { type BankTables, bankTables, type MemoryBank, memoryBank } from './memory-bank.ts'
import { type OrderTables, orderTables } from './memory-orders.ts'
import { type PaymentTables, paymentTables } from './memory-payments.ts'
import { type StockTables, stockTables } from './memory-reservations.ts'
import type { Parts } from './parts.ts'
import { type Process, type VirtualTime, virtualTime } from './virtual-time.ts'
import { type Weather, type Wire, wire } from './wire.ts'

/** A customer's wish to buy, with everything that the shop has said to it. */
export type Purchase = {
  key: string
  customerId: string
  intent: Intent
  /** Every answer that left the shop, whether it was heard or not. */
  told: { status: number; code: string | undefined; orderId: string | undefined }[]
}

/** Everything outside of the services' code. */
export type World = {
  time: VirtualTime
  luck: Chance
  wire: Wire
  parts: Parts
  log: Logger
  prices: Map<string, number>
  orders: OrderTables
  stock: StockTables
  payments: PaymentTables
  bankBooks: BankTables
  bank: MemoryBank
  carts: Map<string, { takenOut: Set<string>; quantities: Map<string, number> }>
  purchases: Purchase[]
  processes: Map<Party, Process[]>
  weather: Weather
  /** Lines of what happened, where somebody wants to read them. */
  trace: ((line: string) => void) | undefined
}

export function makeWorld(options: {
  seed: number
  parts: Parts
  weather: Weather
  units: Record<string, number>
  priceCents: number
  onNews: (world: World, orderId: string) => void
  trace?: ((line: string) => void) | undefined
}): World {
  const time = virtualTime()
  const luck = chance(options.seed)
  const bankBooks = bankTables()
  const world: World = {
    time,
    luck,
    wire: wire(
      time,
      luck,
      () => world.weather,
      (service) => pick(world, service),
      options.trace && ((line) => world.trace?.(line)),
    ),
    parts: options.parts,
    log: quietLog(options.trace),
    prices: new Map(Object.keys(options.units).map((id) => [id, options.priceCents])),
    orders: orderTables(),
    stock: stockTables(options.units),
    payments: paymentTables(),
    bankBooks,
    bank: memoryBank(bankBooks, time.nowMs, ({ reference }) => options.onNews(world, reference)),
    carts: new Map(),
    purchases: [],
    processes: new Map(),
    weather: options.weather,
    trace: options.trace && ((line) => options.trace!(`${time.nowMs().toFixed(1).padStart(9)} ms  ${line}`)),
  }
  return world
}

/** One of the service's processes that are there. */
function pick({ processes, luck, time }: World, service: Party): Process | undefined {
  const alive = (processes.get(service) ?? []).filter(
    ({ alive, unreachableUntilMs }) => alive && unreachableUntilMs <= time.nowMs(),
  )
  return alive[Math.floor(luck.of(`which ${service}`).number() * alive.length)]
}

/** Starts a process of a service. */
export function addProcess({ processes }: World, service: Party, name: string): Process {
  const process: Process = { name, alive: true, pausedUntilMs: 0, unreachableUntilMs: 0 }
  processes.set(service, [...(processes.get(service) ?? []).filter((other) => other.alive), process])
  return process
}

function quietLog(trace: ((line: string) => void) | undefined): Logger {
  const say = (given: unknown, message?: string) => {
    const { err, ...facts } = given as Record<string, unknown>
    const cause = err instanceof Error && err.cause instanceof Error ? ` (${err.cause.message})` : ''
    trace?.(`${' '.repeat(14)}log: ${message} ${JSON.stringify(facts)}${err ? ` ${err}${cause}` : ''}`)
  }
  const ignore = () => undefined
  const log = { trace: ignore, debug: ignore, info: trace ? say : ignore, warn: trace ? say : ignore, fatal: ignore }
  return { ...log, error: trace ? say : ignore, child: () => log } as unknown as Logger
}
