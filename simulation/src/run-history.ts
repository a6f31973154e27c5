import { BooksBroken, checkAlways, checkAtRest, whatIsOpen } from './books.ts'
import { paymentPods } from './clients.ts'
import type { Happening, History } from './history.ts'
import { memorySetAside } from './memory-outbox.ts'
import { type OrderPod, startOrderPod } from './order-pod.ts'
import { ownParts, type Parts } from './parts.ts'
import { startPaymentPod } from './payment-pod.ts'
import { customers } from './people.ts'
import { installWorld, type Process } from './virtual-time.ts'
import { fairWeather } from './wire.ts'
import { addProcess, makeWorld, type World } from './world.ts'

/** From the last step on the weather is bad for so long. */
const stormMs = 10_000
/** So long after the last fault all must be at rest. Waits between attempts grow to some 15 seconds. */
const restWithinMs = 120_000
/** A repeated call may arrive so much later. */
const latestMs = 60_000
/** In fair weather an operator looks so often for work that was set aside. */
const replayEveryMs = 15_000

export type Outcome = { endedAtMs: number; states: string[]; answers: number[] }

/**
 * Lets a history happen, from its first step until nothing is left to do and the last late call has arrived.
 * @throws BooksBroken
 */
export async function runHistory(
  history: History,
  { parts = ownParts, trace }: { parts?: Parts; trace?: (line: string) => void } = {},
): Promise<Outcome> {
  const world = makeWorld({
    seed: history.luck,
    parts,
    weather: history.weather,
    units: Object.fromEntries(history.units.map((count, at) => [productId(at), count])),
    priceCents: 100,
    onNews: sendNews,
    trace,
  })
  const uninstall = installWorld(world.time, world.luck)
  try {
    return await happen(world, history)
  } finally {
    uninstall()
  }
}

const productId = (at: number) => `product-${at}`

async function happen(world: World, { steps }: History): Promise<Outcome> {
  const { time } = world
  const shop = startShop(world)
  const people = customers(world, shop.orderPodOf)

  let startMs = 0
  for (const step of steps) {
    startMs += step.afterMs
    time.after(startMs, undefined, () => {
      world.trace?.(`--- ${JSON.stringify(step)}`)
      take(world, step, shop, people)
    })
  }
  const calmAtMs = startMs + stormMs
  time.after(calmAtMs, undefined, () => {
    world.trace?.('--- the weather is fair, everything is back')
    world.weather = fairWeather
    shop.repair()
    replay(world)
  })

  await runChecked(
    world,
    calmAtMs + restWithinMs,
    () => time.nowMs() > calmAtMs && people.areServed() && !whatIsOpen(world),
  )
  const open = people.areServed() ? whatIsOpen(world) : 'a customer waits for an answer'
  if (open) throw new BooksBroken(`${restWithinMs / 1000} s after the last fault ${open}`)
  checkAtRest(world)
  // What is under way still changes nothing, or brings work that ends as well.
  const lastLateMs = world.wire.lastArrivalMs()
  if (lastLateMs > time.nowMs()) {
    await runChecked(world, Math.min(lastLateMs + 1, time.nowMs() + latestMs), () => false)
    await runChecked(world, time.nowMs() + restWithinMs, () => !whatIsOpen(world))
    const reopened = whatIsOpen(world)
    if (reopened) throw new BooksBroken(`after the last late call ${reopened}`)
    checkAtRest(world)
  }
  return {
    endedAtMs: time.nowMs(),
    states: [...world.orders.orders.values()].map(({ state }) => state),
    answers: world.purchases.flatMap(({ told }) => told.map(({ status }) => status)),
  }
}

/** What has failed for long waits for a person, who sends it again. */
function replay(world: World): void {
  const replayed = memorySetAside(world.orders, world.time.nowMs).replay({}, 500)
  if (replayed > 0) world.trace?.(`--- the operator replays ${replayed} rows that were set aside`)
  world.time.after(replayEveryMs, undefined, () => replay(world))
}

async function runChecked(world: World, untilMs: number, stop: () => boolean): Promise<void> {
  let broken: unknown
  let checked = -1
  await world.time.run(untilMs, () => {
    if (world.wire.changes() === checked) return false
    checked = world.wire.changes()
    try {
      checkAlways(world)
    } catch (error) {
      broken = error
      return true
    }
    return stop()
  })
  if (broken) throw broken
}

type Shop = ReturnType<typeof startShop>

/** Two processes of each service that has a part in it, and one of each that only answers. */
function startShop(world: World) {
  const pods = new WeakMap<Process, OrderPod>()
  const slots: { service: 'order' | 'payment'; name: string; process: Process | undefined; starts: number }[] = []

  function start(slot: (typeof slots)[number]): void {
    slot.starts += 1
    const name = `${slot.name}.${slot.starts}`
    if (slot.service === 'payment') {
      slot.process = startPaymentPod(world, name).process
      return
    }
    const { process, pod } = startOrderPod(world, name)
    pods.set(process, pod)
    slot.process = process
  }

  for (const service of ['order', 'payment'] as const) {
    for (const at of [1, 2]) {
      const slot = { service, name: `${service}-${at}`, process: undefined, starts: 0 }
      slots.push(slot)
      start(slot)
    }
  }
  const others = (['product', 'cart', 'bank'] as const).map((service) => addProcess(world, service, service))

  const slotOf = (service: string, pod: number) => slots.filter((slot) => slot.service === service)[pod]

  return {
    orderPodOf: (process: Process) => pods.get(process)!,
    /** Dies between two steps of its work, and another takes its place. */
    crash(service: 'order' | 'payment', pod: number, downMs: number): void {
      const slot = slotOf(service, pod)!
      if (!slot.process?.alive) return
      slot.process.alive = false
      world.time.after(downMs, undefined, () => {
        if (!slot.process?.alive) start(slot)
      })
    },
    pause(service: string, pod: number, forMs: number): void {
      const process = slotOf(service, pod)?.process ?? others.find(({ name }) => name === service)
      if (process) process.pausedUntilMs = Math.max(process.pausedUntilMs, world.time.nowMs() + forMs)
    },
    /** Nobody is there to answer. */
    away(service: string, forMs: number): void {
      for (const process of world.processes.get(service as 'bank') ?? []) {
        process.unreachableUntilMs = Math.max(process.unreachableUntilMs, world.time.nowMs() + forMs)
      }
    },
    repair(): void {
      for (const slot of slots) if (!slot.process?.alive) start(slot)
      for (const process of [...others, ...slots.map((slot) => slot.process!)]) {
        process.pausedUntilMs = Math.min(process.pausedUntilMs, world.time.nowMs())
        process.unreachableUntilMs = 0
      }
    },
  }
}

function take(world: World, step: Happening, shop: Shop, people: ReturnType<typeof customers>): void {
  switch (step.is) {
    case 'buy':
      people.buy(step.customer, productId(step.product), step.quantity, step.card)
      break
    case 'buy again':
      people.buyAgain(step.purchase)
      break
    case 'cancel':
      people.cancel(step.purchase)
      break
    case 'ship':
      people.ship(step.purchase)
      break
    case 'refund':
      people.refund(step.purchase, step.cents)
      break
    case 'price':
      world.prices.set(productId(step.product), step.cents)
      break
    case 'restock': {
      const stock = world.stock.stock.get(productId(step.product))!
      stock.onHand += 1
      stock.initial += 1
      break
    }
    case 'crash':
      shop.crash(step.service, step.pod, step.downMs)
      break
    case 'pause':
      shop.pause(step.service, step.pod, step.forMs)
      break
    case 'away':
      shop.away(step.service, step.forMs)
      break
  }
}

/** The bank tells the payment service that something has changed: once, twice, late or never, signed or not at all believed. */
function sendNews(world: World, orderId: string): void {
  const { time, luck, wire } = world
  const id = `news ${orderId} ${world.bankBooks.answers.size}`
  const news = luck.of(id)
  const times = 1 + Number(news.happens(0.2))
  for (let n = 0; n < times; n++) {
    time.after(news.between(0, 4_000), undefined, () => {
      wire
        .call({
          to: 'payment',
          operation: 'bankWebhook',
          subject: id,
          timeoutMs: 3_000,
          work: (server) => hearNews(server, id, orderId),
        })
        .catch(() => undefined)
    })
  }
}

const hearNews = (server: Process, id: string, orderId: string) => paymentPods.get(server)!.hint(id, orderId)
