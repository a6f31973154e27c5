import type { Order } from '@saleday/contracts/order'
import { SessionOver } from '../api/failures.ts'
import type { Session } from '../session/session.ts'
import { readEvents } from './event-stream.ts'
import { isFinal } from './order-words.ts'

export type Watcher = {
  onOrder: (order: Order) => void
  /** Whether changes arrive at once, or the stream is away and is being tried again. */
  onLive: (isLive: boolean) => void
  onOver: (error: SessionOver) => void
}

export type World = {
  fetch: typeof fetch
  random: () => number
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

const browser: World = {
  fetch: (...request) => fetch(...request),
  random: Math.random,
  pause: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    }),
}

/** No sign of life for longer than two heartbeats: the connection is gone, whatever the browser thinks. */
const silenceMs = 35_000
const firstPauseMs = 300
const longestPauseMs = 10_000

/** Follows an order until nothing can become of it any more, or until `signal` is aborted. */
export async function watchOrder(
  session: Pick<Session, 'token' | 'renew'>,
  orderId: string,
  watcher: Watcher,
  signal: AbortSignal,
  world: World = browser,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      const outcome = await followStream(session, orderId, watcher, signal, world)
      if (outcome === 'final') return
      failures = outcome === 'heard' ? 0 : failures + 1
    } catch (error) {
      if (error instanceof SessionOver) return watcher.onOver(error)
      failures++
    }
    if (signal.aborted) return
    if (failures > 0) watcher.onLive(false)
    const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** failures)
    await world.pause(longest * (0.5 + world.random() / 2), signal)
  }
}

/** `heard`: there was an order in it; `silent`: it ended without one. */
async function followStream(
  session: Pick<Session, 'token' | 'renew'>,
  orderId: string,
  watcher: Watcher,
  signal: AbortSignal,
  { fetch }: World,
): Promise<'final' | 'heard' | 'silent'> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), silenceMs)
  const ask = (token: string) =>
    fetch(`/api/orders/${orderId}/events`, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
      cache: 'no-store',
      signal: AbortSignal.any([signal, silence.signal]),
    })
  try {
    let response = await ask(await session.token())
    if (response.status === 401) response = await ask(await session.renew())
    if (!response.ok || !response.body) return 'silent'
    let outcome: 'heard' | 'silent' = 'silent'
    const chunks = chunksOf(response.body, () => {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), silenceMs)
    })
    for await (const { event, data } of readEvents(chunks)) {
      if (event === 'bye') return outcome
      if (event !== 'order') continue
      outcome = 'heard'
      const order: Order = JSON.parse(data)
      watcher.onLive(true)
      watcher.onOrder(order)
      if (isFinal(order.state)) return 'final'
    }
    return outcome
  } finally {
    clearTimeout(timer)
    silence.abort()
  }
}

/** Not every browser lets one iterate over a stream. */
async function* chunksOf(body: ReadableStream<Uint8Array>, onChunk: () => void): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onChunk()
      yield value
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}
