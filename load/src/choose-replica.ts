import { setTimeout as delay } from 'node:timers/promises'
import { readInFlight } from './in-flight.ts'
import type { Replica } from './replicas.ts'
import { oneOf } from './seeded-random.ts'

export type Chosen = { replica: Replica; inFlight: number | null }
export type ReadInFlight = (adminUrl: string) => Promise<number | null>

export type Patience = {
  /** For so long all is watched, to learn what the height is. */
  learnMs: number
  /** And so long for the next moment at the height; then as long again for one with any checkout in flight. */
  waitMs: number
  everyMs: number
}

export const usualPatience: Patience = { learnMs: 500, waitMs: 2_000, everyMs: 10 }

/**
 * The process to hit, at the worst time: watches for a moment how many checkouts are in flight at most while the service is at
 * work, then waits for as many again, and where that does not come, for any: a kill at a moment without a checkout would
 * show nothing. Of its processes it takes the one that has most requests in flight then.
 */
export async function busiest(
  replicas: readonly Replica[],
  checkoutsInFlight: () => number,
  read: ReadInFlight = readInFlight,
  patience: Patience = usualPatience,
): Promise<Chosen | undefined> {
  const startedMs = performance.now()
  let height = 1
  for (;;) {
    const most = await withMost(replicas, read)
    const checkouts = checkoutsInFlight()
    const elapsedMs = performance.now() - startedMs
    const isLearning = elapsedMs < patience.learnMs
    const isAtWork = (most?.inFlight ?? 0) > 0
    const isModest = elapsedMs > patience.learnMs + patience.waitMs
    if (most === undefined || elapsedMs > patience.learnMs + 2 * patience.waitMs) return most
    if (!isLearning && isAtWork && checkouts >= height) return most
    if (isModest && checkouts > 0) return most
    if (isLearning && isAtWork) height = Math.max(height, checkouts)
    await delay(patience.everyMs)
  }
}

/** The one that the seed chooses, whatever it is at work on. */
export async function drawn(
  replicas: readonly Replica[],
  random: () => number,
  read: ReadInFlight = readInFlight,
): Promise<Chosen | undefined> {
  if (replicas.length === 0) return undefined
  const replica = oneOf(random, replicas)
  return { replica, inFlight: await read(replica.adminUrl) }
}

async function withMost(replicas: readonly Replica[], read: ReadInFlight): Promise<Chosen | undefined> {
  const asked = await Promise.all(
    replicas.map(async (replica) => ({ replica, inFlight: await read(replica.adminUrl) })),
  )
  return asked.sort((a, b) => (b.inFlight ?? -1) - (a.inFlight ?? -1))[0]
}
