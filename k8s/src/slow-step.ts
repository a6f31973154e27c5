import type { Steps } from '@saleday/local/steps'

const sayEveryMs = 20_000

/** A step that may take long says now and then that it is still being done. */
export async function slowStep<T>(steps: Steps, doing: string, done: string, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => steps.say(`still ${doing}`), sayEveryMs)
  try {
    return await steps.step(done, work)
  } finally {
    clearInterval(timer)
  }
}
