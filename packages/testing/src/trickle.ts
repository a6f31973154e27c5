import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

export type Ask = () => Promise<{ status: number; headers: Headers }>
type Note = { name: string; status: number; retryAfter: string | null; begunAt: number }

/** Nothing may hang: a request has 8 s, and is answered a second later at the latest. */
const hangsAfterMs = 20_000
/** Generous: how long it took is told, and not asserted. */
const waitsMs = 60_000

export type Trickle = ReturnType<typeof trickle>

/** Sends each of these again and again, one request of each at a time, and notes the answers. */
export function trickle(asks: Record<string, Ask>, { everyMs = 40 }: { everyMs?: number } = {}) {
  const notes: Note[] = []
  const leave = new AbortController()

  async function goOn(name: string, ask: Ask): Promise<void> {
    while (!leave.signal.aborted) {
      const begunAt = performance.now()
      const { status, headers } = await orHangs(name, ask)
      notes.push({ name, status, retryAfter: headers.get('retry-after'), begunAt })
      await sleep(everyMs)
    }
  }
  async function until(what: string, since: number, isSo: (note: Note) => boolean): Promise<void> {
    const end = performance.now() + waitsMs
    for (const name of Object.keys(asks))
      while (!notes.some((note) => note.name === name && note.begunAt >= since && isSo(note))) {
        if (performance.now() > end) fail(new Error(`${name} ${what} for ${waitsMs} ms`))
        if (failure) throw failure
        await sleep(10)
      }
  }
  let failure: Error | undefined
  const fail = (error: Error) => {
    failure ??= error
    leave.abort()
  }
  const all = Promise.all(Object.entries(asks).map(([name, ask]) => goOn(name, ask))).catch(fail)

  return {
    /** The statuses that each of them was answered with since then. */
    statusesSince(since: number): Record<string, number[]> {
      const later = notes.filter(({ begunAt }) => begunAt >= since)
      const of = (name: string) => later.filter((note) => note.name === name).map(({ status }) => status)
      return Object.fromEntries(Object.keys(asks).map((name) => [name, [...new Set(of(name))].sort()]))
    },
    /** Waits until each of them has been answered that was sent since then. */
    allAnswered: (since: number) => until('got no answer', since, () => true),
    /** Waits until each of them has succeeded that is sent from now on; gives how long that took. */
    async recovered(): Promise<number> {
      const since = performance.now()
      await until('has not succeeded again', since, ({ status }) => status < 300)
      return performance.now() - since
    },
    /** Sends no more. @throws where an answer was neither a success nor a 503 that says when to come again, or none came */
    async end(): Promise<void> {
      leave.abort()
      await all
      if (failure) throw failure
      for (const { name, status, retryAfter } of notes) {
        if (status < 300) continue
        assert.equal(status, 503, name)
        assert.ok(Number(retryAfter) >= 1, `${name} says when to come again`)
      }
    },
  }
}

async function orHangs(name: string, ask: Ask): Promise<{ status: number; headers: Headers }> {
  let timer: NodeJS.Timeout | undefined
  const hangs = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, hangsAfterMs, new Error(`${name} got no answer for ${hangsAfterMs} ms`))
  })
  try {
    return await Promise.race([ask(), hangs])
  } finally {
    clearTimeout(timer)
  }
}
