import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@saleday/chassis/logger'
import type { Worker } from '@saleday/chassis/worker'
import { bank, faultsInWords } from './bank.ts'
import { checkoutRate } from './checkout-rate.ts'
import { countDecided } from './count-decided.ts'
import { followRun } from './follow-run.ts'
import {
  type BankFaultsRequest,
  type Frame,
  type History,
  historySeconds,
  type Point,
  pointOf,
  type TimelineEvent,
} from './frame.ts'
import { makeFrame } from './make-frame.ts'
import { type Figures, readProcesses } from './read-processes.ts'
import { seeChanges } from './see-changes.ts'
import type { Seen, Source } from './seen.ts'
import { timeline } from './timeline.ts'

export type ShopWatch = {
  /** Looks each second from its start on. */
  worker: Worker
  /** The last look, for whoever acts on the shop. */
  seen(): Seen | undefined
  bank: ReturnType<typeof bank>
  /** Undefined before the first look. */
  history(): History | undefined
  /** Called with each frame, until the function that it gives is called. */
  onFrame(listener: (frame: Frame) => void): () => void
  /** What an operator did: it is in the next frame. */
  tell(event: TimelineEvent): void
}

const everyMs = 1_000
const bankEveryMs = 3_000
/** Figures that take longer are in the next frame: one pod that hangs must not hold the picture up. */
const figuresWithinMs = 600

/** Looks at the shop each second, and keeps ten minutes of it. */
export function watchShop(source: Source, parts: { log: Logger; actions: boolean }): ShopWatch {
  const { log, actions } = parts
  const changes = seeChanges()
  const run = followRun()
  const decided = countDecided()
  const rate = checkoutRate()
  const told = timeline()
  const processes = readProcesses(source.readEveryMs)
  const listeners = new Set<(frame: Frame) => void>()
  let points: Point[] = []
  const pending: TimelineEvent[] = []
  let seen: Seen | undefined
  let frame: Frame | undefined
  let figures: Figures = new Map()
  let readAt = 0
  let bankFaults: BankFaultsRequest | null = null
  let bankReadAt = 0
  let bankEvent: TimelineEvent | undefined
  let reading: Promise<unknown> | undefined
  const bankNow = bank(() => seen)

  async function look(at: number): Promise<void> {
    const now = await source.look()
    seen = now
    reading ??= Promise.all([readFigures(now, at), readBank(at)])
      .catch((error) => log.warn({ err: error }, 'the figures could not be read'))
      .finally(() => {
        reading = undefined
      })
    await Promise.race([reading, sleep(figuresWithinMs, undefined, { ref: false })])
    const news = [...pending.splice(0), ...run.take(source.saleDay(), at), ...source.news(), ...changes.take(now, at)]
    const present = run.now()
    const totals = present?.totals ?? decided.totals()
    frame = makeFrame({
      at,
      seen: now,
      ghosts: changes.ghosts(),
      figures,
      run: present,
      decided: decided.totals(),
      checkoutsPerSecond: rate.take(present?.run.id ?? 'order', totals, at),
      events: told.take(news, at),
      bankFaults,
      actions,
    })
    points = [...points.filter((point) => at - point.at < historySeconds * 1000), pointOf(frame)]
    for (const listener of listeners) listener(frame)
  }

  async function readFigures({ pods }: Seen, at: number): Promise<void> {
    // Half a second less: timers come late, and a round that is left out would make every other one twice as long.
    if (at - readAt < source.readEveryMs - everyMs / 2) return
    readAt = at
    const round = await processes.round(pods, at)
    figures = round.figures
    decided.take(round.decided)
  }

  async function readBank(at: number): Promise<void> {
    if (at - bankReadAt < bankEveryMs - everyMs / 2) return
    bankReadAt = at
    const before = bankFaults
    bankFaults = await bankNow.read()
    if (before === null || bankFaults === null || faultsInWords(before) === faultsInWords(bankFaults)) return
    if (bankEvent !== undefined) pending.push({ ...bankEvent, endedAt: at })
    bankEvent = undefined
    if (Object.keys(bankFaults).length === 0) return
    bankEvent = bankEventOf(`seen-bank-${at}`, at, 'seen', bankFaults, null)
    pending.push(bankEvent)
  }

  let stopping: AbortController | undefined
  let loop: Promise<void> | undefined
  async function goOn(signal: AbortSignal): Promise<void> {
    let dueMs = performance.now()
    while (!signal.aborted) {
      try {
        await look(Date.now())
      } catch (error) {
        log.warn({ err: error }, 'a look at the shop failed; the next one comes as usual')
      }
      // Looks that took too long are left out, never made up for.
      dueMs = Math.max(dueMs + everyMs, performance.now())
      await sleep(Math.max(0, dueMs - performance.now()), undefined, { signal }).catch(() => undefined)
    }
  }

  return {
    worker: {
      name: 'watch-shop',
      start() {
        stopping ??= new AbortController()
        loop ??= goOn(stopping.signal)
      },
      async stop() {
        stopping?.abort()
        await loop
        await reading
        processes.close()
      },
    },
    seen: () => seen,
    bank: bankNow,
    history: () => frame && { points, events: told.all(), frame },
    onFrame(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (event) => void pending.push(event),
  }
}

/** Faults that the bank was given. */
export const bankEventOf = (
  id: string,
  at: number,
  by: TimelineEvent['by'],
  faults: BankFaultsRequest,
  kubectl: string | null,
): TimelineEvent => ({
  id,
  at,
  endedAt: null,
  kind: 'bank',
  by,
  subject: 'bank',
  says: faultsInWords(faults) === '' ? 'the bank behaves again' : `the bank misbehaves: ${faultsInWords(faults)}`,
  kubectl,
})
