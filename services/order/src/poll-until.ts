import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '@saleday/chassis/context'

/** Kept back from a request's time for its answer. */
const answerMs = 300
const waitsMs = { first: 20, longest: 200 }

/**
 * Looks at something again and again, less and less often and holding no connection, until it is over or the deadline comes;
 * gives it as it was then.
 * @param goOn tries to do the work that is waited for; true where it did some, and a look is due at once
 */
export async function pollUntil<T>(
  context: Context,
  look: () => Promise<T>,
  isOver: (found: T) => boolean,
  goOn: (found: T) => Promise<boolean> = async () => false,
): Promise<T> {
  for (let waitMs = waitsMs.first; ; waitMs = Math.min(waitsMs.longest, waitMs * 1.5)) {
    const found = await look()
    const leftMs = () => context.deadline.remainingMs() - answerMs
    if (isOver(found) || leftMs() <= 0) return found
    if (!(await goOn(found))) await sleep(Math.min(waitMs, Math.max(0, leftMs())))
  }
}
