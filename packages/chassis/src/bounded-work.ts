import type { Context } from './context.ts'
import { commonProblem } from './problem.ts'

export type BoundedWork = ReturnType<typeof boundedWork>

/**
 * Lets `concurrency` pieces of expensive work run at once and `queueMax` more wait, in the order in which they came.
 * Whatever comes beyond that, or has waited past its deadline, is refused: it would only slow the others down.
 * @param options.what in the plural, for the customer who is refused
 */
export function boundedWork({ what, concurrency, queueMax }: { what: string; concurrency: number; queueMax: number }) {
  const waiting: (() => void)[] = []
  let running = 0

  return {
    /** @throws ProblemError overloaded, deadline_exceeded */
    async run<T>(context: Context, work: () => Promise<T>): Promise<T> {
      if (running < concurrency) running++
      else {
        if (waiting.length >= queueMax)
          throw commonProblem('overloaded', `Too many ${what} at once; try again in a moment.`)
        // Whoever finishes hands its place over, so `running` stays as it is.
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
      try {
        if (context.deadline.expired) throw commonProblem('deadline_exceeded')
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
    get queued() {
      return waiting.length
    },
  }
}
